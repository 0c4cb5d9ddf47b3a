import { execFile } from "node:child_process";

/** Whoever started this daemon and watches over it: systemd, or something that speaks like it. */
export interface ServiceManager {
  /** The daemon can be used. */
  ready(): void;
  /** What it does at present, in a line for `systemctl status`. */
  status(line: string): void;
  /** How often, in milliseconds, it wants a sign of life; absent where it wants none. */
  readonly pingEveryMs?: number;
  ping(): void;
}

/** Tells nobody anything: most daemons are started by a shell, or by a manager that does not ask. */
const nobody: ServiceManager = { ready: () => undefined, status: () => undefined, ping: () => undefined };

/** Half of what the manager allows is what sd_watchdog_enabled(3) recommends; a third survives one that is late. */
const PINGS_PER_TIMEOUT = 3;

/**
 * The service manager that started this process, by the environment of sd_notify(3). Node has no datagram sockets of
 * the file system, so that the program `systemd-notify` does the talking: one at a time, with what came up meanwhile in
 * one message. `onFailure` is called once where it cannot.
 */
export function findServiceManager(env: NodeJS.ProcessEnv, onFailure: (error: Error) => void): ServiceManager {
  if (env["NOTIFY_SOCKET"] === undefined) return nobody;
  const untold = new Map<string, string>();
  let isTelling = false;
  let hasFailed = false;

  function tell(variable: string, value: string): void {
    untold.set(variable, value);
    if (!isTelling) tellAll();
  }

  function tellAll(): void {
    isTelling = untold.size > 0;
    if (!isTelling) return;
    const assignments = [...untold].map(([variable, value]) => `${variable}=${value}`);
    untold.clear();
    execFile("systemd-notify", assignments, { env }, (error) => {
      if (error !== null && !hasFailed) onFailure(error);
      hasFailed ||= error !== null;
      tellAll();
    });
  }

  const timeoutMs = Number(env["WATCHDOG_USEC"]) / 1000;
  return {
    ready: () => tell("READY", "1"),
    status: (line) => tell("STATUS", line.replaceAll("\n", " ")),
    ...(timeoutMs > 0 ? { pingEveryMs: timeoutMs / PINGS_PER_TIMEOUT } : {}),
    ping: () => tell("WATCHDOG", "1"),
  };
}
