/**
 * Begins to time work. The function returned gives its cost until then, in milliseconds: the time that passed or, where
 * that is less, the processor time of this process. On a busy machine or a slow disk work takes longer and costs no more.
 */
export function timeWork(): () => number {
  const startedMs = performance.now();
  const startedUsage = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(startedUsage);
    return Math.min(performance.now() - startedMs, (user + system) / 1000);
  };
}
