import { foldText } from "../lib/text/fold-text.ts";
import type { TimeBound } from "../model/query.ts";

const date = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$/;
const span = /^(\d{1,5})([dwmy])$/;
const MAX_SPAN = 99_999;

/**
 * A day, month or year as ISO 8601 writes it (`2024`, `2024-05`, `2024-05-02`), or a span of days, weeks, months or
 * years (`30d`, `2w`, `6m`, `1y`). Undefined for anything else, such as the 30th of February.
 */
export function parseTimeBound(text: string): TimeBound | undefined {
  const folded = foldText(text);
  const [, count, unit] = span.exec(folded) ?? [];
  if (count !== undefined) {
    const isInDays = unit === "d" || unit === "w";
    const amount = Number(count) * (unit === "w" ? 7 : unit === "y" ? 12 : 1);
    if (amount > MAX_SPAN) return undefined;
    return isInDays ? { daysBack: amount } : { monthsBack: amount };
  }
  const [, year, month = "01", day = "01"] = date.exec(folded) ?? [];
  if (year === undefined) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const instant = new Date(iso);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso) ? { day: iso } : undefined;
}

/**
 * The instant of a bound. Months are the calendar's, in UTC: a month before March 31 is the last day of February.
 *
 * @param newest The newest capture time in the catalog.
 */
export function resolveTimeBound(bound: TimeBound, newest: Date): Date {
  if ("day" in bound) return new Date(bound.day);
  const instant = new Date(newest);
  if ("daysBack" in bound) {
    instant.setUTCDate(instant.getUTCDate() - bound.daysBack);
    return instant;
  }
  const day = instant.getUTCDate();
  instant.setUTCMonth(instant.getUTCMonth() - bound.monthsBack);
  if (instant.getUTCDate() !== day) instant.setUTCDate(0);
  return instant;
}
