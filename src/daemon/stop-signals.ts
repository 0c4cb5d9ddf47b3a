/** The signals that end a daemon: a service manager's, a terminal's. */
const stopSignals = ["SIGTERM", "SIGINT"] as const;

export type StopSignal = (typeof stopSignals)[number];

/** A terminal and npm both pass Ctrl-C on: signals closer together than this are one. */
const ONE_PRESS_MS = 500;

/** Resolves at the first signal to stop. At the second, `onSecond` is called: the person waiting means now. */
export function untilStopped(onSecond: (signal: StopSignal) => void): Promise<StopSignal> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of stopSignals) {
      process.on(signal, () => {
        if (firstAt !== undefined && performance.now() - firstAt > ONE_PRESS_MS) onSecond(signal);
        firstAt ??= performance.now();
        resolve(signal);
      });
    }
  });
}
