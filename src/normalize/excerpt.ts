import type { Element } from "domhandler";
import { breaksLine, headingTags } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { cutAtSentence } from "../lib/text/cut-at-sentence.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { findCounted, type Body } from "./body.ts";
import { standsAlone } from "./lines.ts";
import { findAll } from "./selectors.ts";

const minLength = 80;
const maxLength = 200;
/** Lines are looked at until there is this much text: more than an excerpt can take. */
const enough = 1_000;
const omittedTags: ReadonlySet<string> = new Set(["figure", "figcaption", ...headingTags]);
const joinsWithoutSpace = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef”’]$/u;

/**
 * The beginning of the text: 80 to 200 UTF-16 units if there are as many, cut after a sentence if one ends there. The
 * dek, headings, captions, cards and bios are no beginning; where there is nothing else, captions are.
 */
export function makeExcerpt(body: Body, dek: Element | undefined, caption: string | undefined): string {
  const { footer, caption: captions, credit } = body.rules.select;
  const bios = footer.flatMap((css) => findCounted(body, "footer", css));
  const aside = [...bios, ...[...captions, ...credit].flatMap((css) => findAll(body, css))];
  // A caption whose picture is gone is among them. In a line of other words they are text.
  const omitted = new Set([
    dek,
    ...body.unquoted,
    ...aside.filter((one) => breaksLine(one) || standsAlone(one, new Set([one]))),
  ]);
  const text = firstLines(textOf(body.root, (element) => omittedTags.has(element.name) || omitted.has(element)));
  const shown =
    text || firstLines([caption ?? "", ...elementsOf(body.root, "figcaption").map((one) => textOf(one))].join("\n"));
  return cutAtSentence(withoutDateline(shown, body.rules.dateline), minLength, maxLength);
}

/** A shorter line that is no sentence opens nothing: a number of a part, a place. In UTF-16 units. */
const shortestOpening = 20;
const sentenceEnd = /[。！？!?….；;]["”』」）)]*$/;
/** A line that says who made the text, or where it is from. */
const creditLine =
  /^(?:原?作者|撰?文|[图圖]|[记記]者|[编編][辑輯]|[来來]源|原[标標][题題]|采[写寫]|翻[译譯])\s*[：:／/|｜丨].{0,40}$/;

function firstLines(shown: string): string {
  const lines = shown
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const credits = lines.findIndex((line) => !creditLine.test(line));
  const text = lines.slice(Math.max(credits, 0));
  const start = text.some((line) => line.length >= shortestOpening) ? text.findIndex(isText) : 0;
  let joined = "";
  for (const next of text.slice(start)) {
    joined += joined === "" || joinsWithoutSpace.test(joined.slice(-1)) ? next : ` ${next}`;
    if (joined.length > enough) break;
  }
  return plainText(joined);
}

function isText(line: string): boolean {
  return line.length >= shortestOpening || sentenceEnd.test(line);
}

const anyWords = "{*}";
const longestGap = 30;

function withoutDateline(text: string, datelines: readonly string[]): string {
  for (const dateline of datelines) {
    const end = endOfDateline(text, dateline);
    if (end !== undefined) return text.slice(end).trimStart();
  }
  return text;
}

/** Where a dateline that opens the text ends. Each `{*}` in it stands for up to 30 UTF-16 units. */
function endOfDateline(text: string, dateline: string): number | undefined {
  let end = 0;
  for (const [index, part] of dateline.split(anyWords).entries()) {
    const at = text.indexOf(part, end);
    if (at < 0 || at - end > (index === 0 ? 0 : longestGap)) return undefined;
    end = at + part.length;
  }
  return end;
}
