/**
 * An instant as RSS 2.0 and OPML write it: RFC 822 §5 with a year of four digits, `Thu, 23 Feb 2023 04:24:36 GMT`.
 * ECMA-262 §21.4.4.43 defines `toUTCString` as exactly that.
 */
export function formatRfc822(instant: Date): string {
  return instant.toUTCString();
}
