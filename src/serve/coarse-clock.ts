/** A monotonic clock for whoever asks it with every request. */
export interface CoarseClock {
  /** Since some instant, as of the last whole second. */
  seconds(): number;
  stop(): void;
}

export function startCoarseClock(): CoarseClock {
  let seconds = performance.now() / 1000;
  const timer = setInterval(() => {
    seconds = performance.now() / 1000;
  }, 1000).unref();
  return { seconds: () => seconds, stop: () => clearInterval(timer) };
}
