const iso8601 =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]+)? ?(Z|[+-][0-9]{2}:?[0-9]{2})?$/i;
const rfc822 =
  /^(?:[a-z]{3},? )?([0-9]{1,2}) ([a-z]{3}) ([0-9]{4}) ([0-9]{2}:[0-9]{2}(?::[0-9]{2})?) ?(z|utc?|gmt|[+-][0-9]{4})?$/i;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const spaces = /\s+/g;
const letters = /[a-z]/i;

/**
 * Reads a date with a time of day, as ISO 8601 (`2023-02-23 12:24:36`, `2023-09-21T10:55:35.311Z`) or RFC 822
 * (`Wed, 22 Feb 2023 17:22:43 GMT`). Without a zone of its own it is a local time in `timeZone`, an IANA name; one that
 * the clocks skipped or repeated is read as RFC 5545 §3.3.5 does. Whole seconds: fractions are cut. Undefined for all
 * else, a date alone included: it does not say when.
 */
export function parseInstant(text: string, timeZone: string): Date | undefined {
  const claim = text.replace(spaces, " ").trim();
  const iso = iso8601.exec(claim);
  if (iso) return instant(iso[1], iso[2], iso[3], timeZone);
  const [, day = "", month = "", year, time, zone] = rfc822.exec(claim) ?? [];
  const monthNumber = months.indexOf(month.toLowerCase()) + 1;
  if (monthNumber === 0) return undefined;
  return instant(`${year}-${String(monthNumber).padStart(2, "0")}-${day.padStart(2, "0")}`, time, zone, timeZone);
}

function instant(date = "", time = "", zone: string | undefined, timeZone: string): Date | undefined {
  const local = plainDateTime(`${date}T${time}`);
  if (!local) return undefined;
  const zoned = local.toZonedDateTime(zone === undefined ? timeZone : offset(zone));
  return new Date(zoned.epochMilliseconds);
}

function plainDateTime(text: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return undefined;
  }
}

function offset(zone: string): string {
  return letters.test(zone) ? "UTC" : zone;
}
