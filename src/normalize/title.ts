import { parseFragment } from "../lib/html/parse-fragment.ts";
import { textOf } from "../lib/html/text-of.ts";
import { cutGraphemes } from "../lib/text/cut-graphemes.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { plainText } from "../lib/text/plain-text.ts";

const tagOrComment = /<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?\/?>|<!--.*?-->/gis;
const voidTags: ReadonlySet<string> = new Set(["br", "wbr"]);
const pairedTags: ReadonlySet<string> = new Set(
  (
    "a abbr b bdi bdo big center cite code del div em font h1 h2 h3 h4 h5 h6 i ins kbd li mark nobr p q rb rp rt ruby s " +
    "samp small span strike strong sub sup time tt u ul var"
  ).split(" "),
);
const maxGraphemes = 500;
/** No title has this many UTF-16 units; what lies beyond is not looked at. */
const maxLength = 20_000;
const limits = { elements: 1_000, depth: 100, attributes: 100 };

/**
 * The headline as plain text: without its markup, which parts words where a browser would show them apart, and its
 * character references decoded once, without the ending that the outlet puts behind all of them (`tails`). Undefined if
 * there is nothing to read in it.
 */
export function normalizeTitle(claim: string, tails: readonly string[] = []): string | undefined {
  const title = withoutTail(plainText(withoutMarkup(claim.slice(0, maxLength))), tails);
  return isBlank(title) ? undefined : cutGraphemes(title, maxGraphemes);
}

/** The headline without what an outlet puts behind it, unless there is nothing else. */
function withoutTail(title: string, tails: readonly string[]): string {
  const tail = tails.map(plainText).find((candidate) => title.endsWith(candidate));
  return tail === undefined ? title : title.slice(0, -tail.length).trimEnd() || title;
}

function withoutMarkup(claim: string): string {
  if (!claim.includes("<") && !claim.includes("&")) return claim;
  const parsed = parseFragment(markupAlone(claim), limits);
  return "root" in parsed ? textOf(parsed.root) : claim.replaceAll(tagOrComment, " ");
}

/**
 * The claim with every `<` escaped that is no markup: `The <blink> tag` is about a tag. A tag is markup if it is one
 * that headlines have and its other half is there.
 */
function markupAlone(claim: string): string {
  let markup = "";
  let end = 0;
  for (const { index, tag } of markupIn(claim)) {
    markup += claim.slice(end, index).replaceAll("<", "&lt;") + (tag.startsWith("<!") ? "" : tag);
    end = index + tag.length;
  }
  return markup + claim.slice(end).replaceAll("<", "&lt;");
}

interface FoundTag {
  readonly index: number;
  readonly tag: string;
}

/** Tags that are markup, in order; one that ends nothing is among them, and parses to nothing. */
function markupIn(claim: string): FoundTag[] {
  const found = new Set<FoundTag>();
  const open = new Map<string, FoundTag[]>();
  for (const { index, 0: tag, 1: slash, 2: written = "" } of claim.matchAll(tagOrComment)) {
    const name = written.toLowerCase();
    const one = { index, tag };
    if (name === "" || voidTags.has(name)) found.add(one);
    if (!pairedTags.has(name)) continue;
    const ofName = open.get(name) ?? [];
    open.set(name, ofName);
    if (slash !== "/") ofName.push(one);
    else for (const half of [ofName.pop(), one]) if (half) found.add(half);
  }
  return [...found].sort((a, b) => a.index - b.index);
}
