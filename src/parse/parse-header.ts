import { foldSpace } from "../lib/text/fold-space.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";

const separator = "](";
const scheme = /[a-z][a-z0-9+.-]{0,30}:/iy;
const httpStart = /^https?:\/\//i;
const escapedBracket = /\\([[\]])/g;
const longestQuote = 200;
/** In UTF-16 units; what RFC 9110 §4.1 asks everyone to support, in octets. */
const longestUrl = 8_000;

/**
 * The title and address in a line `[TITLE](URL)`. Both may hold brackets and parentheses. The title is as claimed,
 * its white space folded and its brackets unescaped; the address as claimed, and known to be absolute, http or
 * https, of at most 8,000 characters, and without credentials.
 */
export function parseHeader(line: string): Outcome<Pick<RawArticle, "title" | "url">> {
  const split = findSplit(line);
  if (!line.startsWith("[") || !line.endsWith(")") || split < 0) {
    return failure("MISSING_HEADER", "The first line after the capture time is not of the form [TITLE](URL).");
  }
  const url = line.slice(split + separator.length, -1).trim();
  const quoted = url.slice(0, longestQuote);
  if (url.length > longestUrl) {
    return failure(
      "INVALID_URL",
      `The address has ${url.length} characters, and an article's has ${longestUrl} at most.`,
    );
  }
  const parsed = httpStart.test(url) ? URL.parse(url) : null;
  if (!parsed) return failure("INVALID_URL", `"${quoted}" is not an absolute http or https address.`);
  if (parsed.username || parsed.password) {
    return failure("INVALID_URL", `The address at ${parsed.host} holds a user name or password.`);
  }
  const title = foldSpace(line.slice(1, split).replace(escapedBracket, "$1"));
  if (title === "") return failure("MISSING_TITLE", `The header's brackets before ${quoted} are empty.`);
  return success({ title, url });
}

/** Where the title ends: at the last `](` before something with a scheme, else at the last there is. */
function findSplit(line: string): number {
  const last = line.lastIndexOf(separator);
  for (let at = last; at >= 0; at = at === 0 ? -1 : line.lastIndexOf(separator, at - 1)) {
    scheme.lastIndex = at + separator.length;
    if (scheme.test(line)) return at;
  }
  return last;
}
