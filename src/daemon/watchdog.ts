import type { ServiceManager } from "./service-manager.ts";

/**
 * Gives the service manager its signs of life, as long as this thread takes turns and `answers` resolves, asked for one
 * at a time: a daemon that hangs is silent, and is started anew.
 */
export function feedWatchdog(manager: ServiceManager, answers: () => Promise<void>): { stop(): void } {
  let isWaiting = false;
  async function check(): Promise<void> {
    if (isWaiting) return;
    isWaiting = true;
    await answers();
    isWaiting = false;
    manager.ping();
  }
  if (manager.pingEveryMs === undefined) return { stop: () => undefined };
  const timer = setInterval(() => void check(), manager.pingEveryMs);
  return { stop: () => clearInterval(timer) };
}
