import { startOfUtcDay, utcDay } from "../lib/time/utc-day.ts";
import type { DayCount } from "../model/captured-article.ts";

const DAY_MS = 86_400_000;

/** The counts of as many days up to `lastDay`, oldest first, those without articles included. */
export function countsUpTo(lastDay: string, length: number, counted: readonly DayCount[]): readonly DayCount[] {
  const byDay = new Map(counted.map(({ day, articles }) => [day, articles]));
  const last = startOfUtcDay(lastDay)?.getTime() ?? 0;
  return Array.from({ length }, (_, index) => {
    const day = utcDay(new Date(last - (length - 1 - index) * DAY_MS));
    return { day, articles: byDay.get(day) ?? 0 };
  });
}
