import { textOf } from "../lib/html/text-of.ts";
import { cutAtSentence } from "../lib/text/cut-at-sentence.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { findFirst, type Body } from "./body.ts";

const minLength = 80;
const maxLength = 200;
/** Lines are looked at until there is this much text: more than an excerpt can take. */
const enough = 1_000;
const omitted: ReadonlySet<string> = new Set(["figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"]);
const joinsWithoutSpace = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef”’]$/u;

/** The beginning of the text: 80 to 200 UTF-16 units if there are as many, cut after a sentence if one ends there. */
export function makeExcerpt(body: Body): string {
  const footers = new Set(findFirst(body, body.outlet.select.footer)?.elements);
  const text = firstLines(textOf(body.root, (element) => omitted.has(element.name) || footers.has(element)));
  return cutAtSentence(withoutDateline(text, body.outlet.dateline), minLength, maxLength);
}

function firstLines(text: string): string {
  let joined = "";
  for (const line of text.split("\n")) {
    const next = line.trim();
    if (next === "") continue;
    joined += joined === "" || joinsWithoutSpace.test(joined) ? next : ` ${next}`;
    if (joined.length > enough) break;
  }
  return plainText(joined);
}

function withoutDateline(text: string, datelines: readonly string[]): string {
  const dateline = datelines.find((candidate) => text.startsWith(candidate));
  return dateline === undefined ? text : text.slice(dateline.length).trimStart();
}
