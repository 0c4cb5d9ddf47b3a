/** The UTC day of an instant, `2024-05-17`. */
export function utcDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The first instant of a UTC day; `undefined` for a text that is no day of the calendar. */
export function startOfUtcDay(day: string): Date | undefined {
  const start = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(start.getTime()) || utcDay(start) !== day ? undefined : start;
}
