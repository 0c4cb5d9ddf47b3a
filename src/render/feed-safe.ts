import { legalText } from "../lib/xml/legal-text.ts";

/*
 * The gate in front of every string that a document says. It is one for the three formats, so that all of them say the
 * same, and behind it the `feed` package meets nothing that makes it throw.
 */

/**
 * The instant of documents that must say one and have none, such as a feed without articles. It is fixed, because a
 * document depends on its content alone, and it is the earliest that the W3C validator believes.
 */
export const EARLIEST_INSTANT = new Date("1990-01-01T00:00:00Z");

const [FIRST_YEAR, LAST_YEAR] = [1000, 9999];
const asciiSpace = /[\t\n ]+/g;
const cdataEnd = /\]\]>/g;
const notInUris = /[\\^`{|}[\]]|%(?![\dA-Fa-f]{2})/g;

/** One line of plain text. Full-width spaces within it, which are typography, stay. */
export function safeLine(text: string): string {
  return legalText(text).replace(asciiSpace, " ").trim();
}

/** HTML that may stand in a CDATA section: `]]&gt;` means `]]>`, in text and in attributes. */
export function safeHtml(html: string): string {
  return legalText(html).replace(cdataEnd, "]]&gt;");
}

/** An absolute http(s) address as RFC 3986 would have it, or nothing. Browsers accept more than feeds may hold. */
export function safeUrl(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  return url.origin + (url.pathname + url.search + url.hash).replace(notInUris, encodeURIComponent);
}

/** An instant whose year has four digits, as RFC 3339 and RFC 822 need; `EARLIEST_INSTANT` in place of any other. */
export function safeInstant(instant: Date): Date {
  const year = instant.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? instant : EARLIEST_INSTANT;
}
