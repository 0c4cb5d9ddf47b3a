/** The time of now, and from then on as much later as has really passed: setting the machine's clock does not move it. */
export function createSteadyClock(): () => Date {
  const offsetMs = Date.now() - performance.now();
  return () => new Date(offsetMs + performance.now());
}
