import { html, type Html } from "../lib/html/template.ts";
import { formatRfc3339 } from "../lib/time/rfc3339.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { Locale } from "../model/locale.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: Locale, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options]);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, made);
  return made;
}

const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** An instant for people, in a zone that it names: the page is the same for readers in every zone. */
export function renderTime(instant: Date, locale: Locale, timeZone: string): Html {
  return html`<time datetime="${formatRfc3339(instant)}">${dayAndTime(instant, locale, timeZone)} ${zoneName(instant, locale, timeZone)}</time>`;
}

/**
 * The same in UTC, for lists that name the zone once.
 *
 * @param day A UTC day that the list names, too: an instant of it is written without it.
 */
export function renderTimeInUtc(instant: Date, locale: Locale, day?: string): Html {
  const text =
    utcDay(instant) === day ? format(locale, "UTC", clock).format(instant) : dayAndTime(instant, locale, "UTC");
  return html`<time datetime="${formatRfc3339(instant)}">${text}</time>`;
}

/** A place where a script says how long ago that was, by the clock of whoever reads it. */
export function renderAge(instant: Date): Html {
  return html` <span class="age" data-since="${formatRfc3339(instant)}"></span>`;
}

function dayAndTime(instant: Date, locale: Locale, timeZone: string): string {
  const day = format(locale, timeZone, { dateStyle: "long" }).format(instant);
  return `${day} ${format(locale, timeZone, clock).format(instant)}`;
}

function zoneName(instant: Date, locale: Locale, timeZone: string): string {
  const parts = format(locale, timeZone, { timeZoneName: "shortOffset" }).formatToParts(instant);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
  return timeZone === "UTC" ? "UTC" : name;
}

/** A UTC day, such as `2024-05-17`. */
export function formatDay(day: string, locale: Locale): string {
  return format(locale, "UTC", { dateStyle: "long" }).format(new Date(day));
}

/** A day of every year, such as `02-29`. */
export function formatDayOfYear(onDay: string, locale: Locale): string {
  return format(locale, "UTC", { month: "long", day: "numeric" }).format(new Date(`2024-${onDay}`));
}

/** A month, such as `2024-05`, without its year. */
export function formatMonth(month: string, locale: Locale): string {
  return format(locale, "UTC", { month: "long" }).format(new Date(month));
}

/** A month with its year. */
export function formatMonthOfYear(month: string, locale: Locale): string {
  return format(locale, "UTC", { year: "numeric", month: "long" }).format(new Date(month));
}

export function formatYear(year: string, locale: Locale): string {
  return format(locale, "UTC", { year: "numeric" }).format(new Date(year));
}
