import { closeSync, openSync } from "node:fs";
import { isatty } from "node:tty";

/** The signals that end a daemon: a service manager's, a terminal's, and that of a terminal which is closed. */
export type StopSignal = "SIGTERM" | "SIGINT" | "SIGHUP";

/** Calls this at each SIGHUP, unless a terminal sends it as its end. */
export function onReloadSignal(reload: () => void): void {
  if (!endsWithTerminal()) process.on("SIGHUP", reload);
}

/**
 * True where the process is a terminal's, so that the end of the terminal is its own. One that has all its streams
 * elsewhere was started to outlive it, by nohup or a service manager: SIGHUP tells that one to reload.
 */
function endsWithTerminal(): boolean {
  if (![0, 1, 2].some((stream) => isatty(stream))) return false;
  try {
    // Only a process with a controlling terminal can open this (tty(4)).
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

/** A terminal and npm both pass Ctrl-C on: signals closer together than this are one. */
const ONE_PRESS_MS = 500;

/** Resolves at the first signal to stop. At the second, `onSecond` is called: the person waiting means now. */
export function untilStopped(onSecond: (signal: StopSignal) => void): Promise<StopSignal> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const signals: readonly StopSignal[] = ["SIGTERM", "SIGINT"];
    for (const signal of endsWithTerminal() ? [...signals, "SIGHUP" as const] : signals) {
      process.on(signal, () => {
        if (firstAt !== undefined && performance.now() - firstAt > ONE_PRESS_MS) onSecond(signal);
        firstAt ??= performance.now();
        resolve(signal);
      });
    }
  });
}
