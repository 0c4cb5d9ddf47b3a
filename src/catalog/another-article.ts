import { textOfSanitized } from "../lib/html/text-of.ts";
import { textOverlap } from "../lib/text/text-overlap.ts";
import type { Flaw } from "../model/flaw.ts";
import type { Capture } from "../model/article.ts";

/** The parts of a capture that tell which article it is of. */
export type Told = Pick<Capture, "title" | "canonicalUrl" | "bodyHtml">;

/** Versions of one article share more of their words, two articles less. */
const VERSION_SHARE = 0.5;

/**
 * True where two captures of one id are of different articles: title, address and text differ. A title that was edited
 * may change the address with it, but the text stays.
 */
export function isAnotherArticle(one: Told, other: Told): boolean {
  if (one.title === other.title || one.canonicalUrl === other.canonicalUrl) return false;
  return textOverlap(textOfSanitized(one.bodyHtml), textOfSanitized(other.bodyHtml)) < VERSION_SHARE;
}

/** The flaw of a file whose article is not shown, because another one has its id. */
export function swallowedFlaw(swallowed: Omit<Told, "bodyHtml">, shown: Omit<Told, "bodyHtml">): Flaw {
  const name = ({ title, canonicalUrl }: Omit<Told, "bodyHtml">): string => `“${title}” (${canonicalUrl})`;
  return { code: "SWALLOWED_CAPTURE", message: `${name(swallowed)} has the id of ${name(shown)}, which is shown.` };
}
