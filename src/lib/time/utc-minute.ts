/** A UTC day and its time to the minute, for people who compare: `2024-05-17 11:12`. */
export function utcMinute(instant: Date): string {
  return instant.toISOString().slice(0, "2024-05-17T11:12".length).replace("T", " ");
}
