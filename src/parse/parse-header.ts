import { foldSpace, isBlank } from "../lib/text/fold-space.ts";
import { isHost } from "../lib/url/http-url.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";

const separator = "](";
const scheme = /<?[a-z][a-z0-9+.-]{0,30}:/iy;
const httpStart = /^https?:\/\//i;
const headingMark = /^#{1,6}\s+/;
/** What CommonMark §2.4 lets a backslash stand before: ASCII punctuation, to be taken for itself. */
const escapedCharacter = /\\([!-/:-@[-`{-~])/g;
const wrappedAddress = /^<([^<>\n]*)>/;
const linkTitle = /\s+(?:"[^"]*"|'[^']*'|\([^()]*\))$/;
const escapedAmpersand = /&amp;/gi;
const longestQuote = 200;
/** In UTF-16 units; what RFC 9110 §4.1 asks everyone to support, in octets. */
const longestUrl = 8_000;

/**
 * The title and address in a Markdown link `[TITLE](URL)` (CommonMark §6.3), which may be a heading. Both may hold
 * brackets and parentheses, the title line breaks too. The address may stand in angle brackets and be followed by a
 * title of the link's own, which is cut off. The title is as claimed, with its white space folded and Markdown's escapes
 * undone; the address as claimed, and known to be absolute, http or https, of at most 8,000 characters, and without
 * credentials.
 */
export function parseHeader(written: string): Outcome<Pick<RawArticle, "title" | "url">> {
  const link = written.replace(headingMark, "").trimEnd();
  const split = findSplit(link);
  if (!isLink(link) || split < 0) {
    return failure("MISSING_HEADER", "The first line after the capture time is not of the form [TITLE](URL).");
  }
  const url = addressOf(link.slice(split + separator.length, -1).trim());
  const quoted = url.slice(0, longestQuote);
  if (url.length > longestUrl) {
    return failure(
      "INVALID_URL",
      `The address has ${url.length} characters, and an article's has ${longestUrl} at most.`,
    );
  }
  const parsed = httpStart.test(url) ? URL.parse(url) : null;
  if (!parsed) return failure("INVALID_URL", `"${quoted}" is not an absolute http or https address.`);
  if (!isHost(parsed.hostname)) return failure("INVALID_URL", `"${parsed.hostname}" is not the name of a host.`);
  if (parsed.username || parsed.password) {
    return failure("INVALID_URL", `The address at ${parsed.host} holds a user name or password.`);
  }
  const title = foldSpace(link.slice(1, split).replace(escapedCharacter, "$1"));
  if (isBlank(title)) return failure("MISSING_TITLE", `There is nothing to read in the brackets before ${quoted}.`);
  return success({ title, url });
}

/** Whether the text could be a whole header. */
export function isHeader(written: string): boolean {
  const link = written.replace(headingMark, "").trimEnd();
  return isLink(link) && link.includes(separator);
}

function isLink(text: string): boolean {
  return text.startsWith("[") && text.endsWith(")");
}

/** The destination alone. Escapes are those of Markdown, and the `&amp;` of markup around it. */
function addressOf(destination: string): string {
  if (destination.length > 2 * longestUrl) return destination;
  const [, wrapped] = wrappedAddress.exec(destination) ?? [];
  const bare = wrapped ?? destination.replace(linkTitle, "");
  return bare.replace(escapedCharacter, "$1").replace(escapedAmpersand, "&").trim();
}

/** Where the title ends: at the last `](` before something with a scheme, else at the last there is. */
function findSplit(link: string): number {
  const last = link.lastIndexOf(separator);
  for (let at = last; at >= 0; at = at === 0 ? -1 : link.lastIndexOf(separator, at - 1)) {
    scheme.lastIndex = at + separator.length;
    if (scheme.test(link)) return at;
  }
  return last;
}
