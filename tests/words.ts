import { isTag, isText, type Element } from "domhandler";
import { parseFragment } from "../src/lib/html/parse-fragment.ts";
import { roleOf } from "../src/lib/html/tag-roles.ts";
import { textOf } from "../src/lib/html/text-of.ts";
import { walk } from "../src/lib/html/walk.ts";
import type { Capture } from "../src/model/article.ts";
import type { Outlet } from "../src/model/outlet.ts";
import type { RawArticle } from "../src/model/raw-article.ts";
import type { TraceEntry } from "../src/model/trace.ts";
import { normalizeArticle } from "../src/normalize/normalize-article.ts";

/** White space and what has no shape do not count: they come and go with markup. */
const unseen = /[\s\p{Cc}\p{Cf}\ufffd]+/gu;
const limits = { elements: 200_000, depth: 256, attributes: 100 };

/** The lines that a reader sees of markup, each without white space. */
export function linesOf(html: string): readonly string[] {
  return textOf(parse(html))
    .split("\n")
    .map(solid)
    .filter((line) => line !== "");
}

export function solid(text: string): string {
  return text.normalize("NFC").replaceAll(unseen, "");
}

/** All words of an article: those of its fields, and those of its body. */
export function wordsOf(capture: Capture): string {
  const { title, authors, rights = "", leadImage, bodyHtml } = capture;
  const fields = [title, ...authors, rights, leadImage?.caption ?? "", leadImage?.credit ?? ""];
  return [...fields.map(solid), linesOf(bodyHtml).join("")].join("\n");
}

/**
 * Pieces of the visible text of a body that are neither in the article nor in what `explain` says of changes: words that
 * were lost in silence.
 */
export function wordsLost(raw: RawArticle, outlet: Outlet): readonly string[] {
  const changes: TraceEntry[] = [];
  const outcome = normalizeArticle(raw, outlet, { trace: (change) => changes.push(change) });
  if (!outcome.ok) return [];
  const kept = wordsOf(outcome.value);
  const told = changes.map(({ subject }) => solid(subject)).join("\n");
  return textsOf(raw.bodyHtml).filter((text) => !kept.includes(text) && !told.includes(text));
}

/** Runs of letters and digits that a reader sees, as far as one text in the markup goes. */
function textsOf(html: string): readonly string[] {
  const texts: string[] = [];
  walk(parse(html), (node) => {
    if (isText(node)) texts.push(...(solid(node.data).match(run) ?? []));
    return isTag(node) && !unshown.has(roleOf(node));
  });
  return texts;
}

const run = /[\p{L}\p{N}]+/gu;
const unshown: ReadonlySet<string> = new Set(["drop", "media"]);

function parse(html: string): Element {
  const parsed = parseFragment(html, limits);
  if ("exceeded" in parsed) throw new Error(`The markup is beyond the limit of ${parsed.exceeded}.`);
  return parsed.root;
}
