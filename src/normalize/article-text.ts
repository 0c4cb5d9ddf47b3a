import { sha256Hex } from "../lib/hash.ts";
import { composed } from "../lib/text/composed.ts";
import { foldSpace } from "../lib/text/fold-space.ts";

/** White space beside a Chinese character or full-width sign means nothing: it comes and goes with markup. */
const spaceBesideHan =
  / (?:(?<=[\p{Script=Han}\u3000-\u303f\uff00-\uffef] )|(?=[\p{Script=Han}\u3000-\u303f\uff00-\uffef]))/gu;

/** SHA-256, in hex, of title and body text: the same as long as the words are, however they are marked up. */
export function textHash(title: string, bodyText: string): string {
  return sha256Hex(`${title}\n${composed(withoutIdleSpace(bodyText))}`);
}

/** Text as one line; no space where Chinese text has none. */
export function withoutIdleSpace(text: string): string {
  return foldSpace(text).replace(spaceBesideHan, "");
}
