/** Shows how far a long piece of work has come. */
export interface Progress {
  update(done: number, total: number): void;
  /** Clears the bar, so that what is printed next stands alone. */
  finish(): void;
}

export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barIntervalMs = 100;
const lineIntervalMs = 10_000;
const clearLine = "\r\u001B[2K";

/**
 * A bar on a terminal, a line every ten seconds elsewhere; nothing for work that is done sooner. `clock` counts
 * milliseconds.
 */
export function createProgress(
  label: string,
  output: ProgressOutput = process.stderr,
  clock: () => number = () => performance.now(),
): Progress {
  const isTerminal = output.isTTY === true;
  const intervalMs = isTerminal ? barIntervalMs : lineIntervalMs;
  let start: { readonly at: number; readonly done: number } | undefined;
  let shownAt = 0;
  let isBarShown = false;
  return {
    update(done, total) {
      const now = clock();
      if (!start) {
        start = { at: now, done };
        shownAt = now;
      }
      if (now - shownAt < intervalMs || total === 0) return;
      shownAt = now;
      const facts = `${label} ${done}/${total}${formatPace(done - start.done, total - start.done, now - start.at)}`;
      if (!isTerminal) {
        output.write(`${facts}\n`);
        return;
      }
      output.write(clearLine + formatBar(facts, done / total, output.columns ?? 80));
      isBarShown = true;
    },
    finish() {
      if (isBarShown) output.write(clearLine);
      isBarShown = false;
    },
  };
}

/** Rate and time left, e.g. `, 512/s, 1:05 left`; empty until there is something to go by. */
export function formatPace(done: number, total: number, elapsedMs: number): string {
  if (done === 0 || elapsedMs <= 0) return "";
  const perSecond = (done / elapsedMs) * 1000;
  const secondsLeft = Math.ceil((total - done) / perSecond);
  const minutes = Math.floor(secondsLeft / 60);
  const rate = perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0);
  return `, ${rate}/s, ${minutes}:${String(secondsLeft % 60).padStart(2, "0")} left`;
}

/** The bar takes what the facts leave of the line; none where that is too little to see. */
export function formatBar(facts: string, share: number, columns: number): string {
  const width = Math.min(40, columns - facts.length - " [] ".length);
  if (width < 10) return facts.slice(0, columns - 1);
  const filled = Math.round(width * Math.min(1, share));
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}] ${facts}`;
}
