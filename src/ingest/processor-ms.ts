/**
 * Processor time of the whole process since some instant, in milliseconds: the engine collects garbage on threads of
 * its own. What other threads do meanwhile counts as well.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
