/** Shows how far a long piece of work has come. */
export interface Progress {
  /** `total` is absent where nobody knows it: then there is no bar, and no time left. */
  update(done: number, total?: number): void;
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
      const made = done - start.done;
      const pace = formatPace(made, total === undefined ? undefined : total - start.done, now - start.at);
      const facts = `${label} ${total === undefined ? done : `${done}/${total}`}${pace}`;
      if (!isTerminal) {
        output.write(`${facts}\n`);
        return;
      }
      const columns = output.columns ?? 80;
      output.write(
        clearLine + (total === undefined ? facts.slice(0, columns - 1) : formatBar(facts, done / total, columns)),
      );
      isBarShown = true;
    },
    finish() {
      if (isBarShown) output.write(clearLine);
      isBarShown = false;
    },
  };
}

/** Rate and time left, e.g. `, 512/s, 1:05 left`; empty until there is something to go by, the rate alone without a total. */
export function formatPace(done: number, total: number | undefined, elapsedMs: number): string {
  if (done === 0 || elapsedMs <= 0) return "";
  const perSecond = (done / elapsedMs) * 1000;
  const rate = perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0);
  if (total === undefined) return `, ${rate}/s`;
  const secondsLeft = Math.ceil((total - done) / perSecond);
  const minutes = Math.floor(secondsLeft / 60);
  return `, ${rate}/s, ${minutes}:${String(secondsLeft % 60).padStart(2, "0")} left`;
}

/** The bar takes what the facts leave of the line; none where that is too little to see. */
export function formatBar(facts: string, share: number, columns: number): string {
  const width = Math.min(40, columns - facts.length - " [] ".length);
  if (width < 10) return facts.slice(0, columns - 1);
  const filled = Math.round(width * Math.min(1, share));
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}] ${facts}`;
}
