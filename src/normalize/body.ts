import { load } from "cheerio/slim";
import type { AnyNode, Element } from "domhandler";
import { parseFragment, type MarkupLimits } from "../lib/html/parse-fragment.ts";
import { textOf } from "../lib/html/text-of.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import type { Flaw } from "../model/flaw.ts";
import type { BodyRules, Outlet } from "../model/outlet.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { FoundListener, Trace, TraceEntry } from "../model/trace.ts";

/** An article's body while it is normalized: one tree, which the steps change in turn. */
export interface Body {
  readonly root: Element;
  readonly outlet: Outlet;
  /** What the outlet's profile says of bodies like this one: those of the era found, else of all. */
  readonly rules: BodyRules;
  /** Addresses in the body are relative to it. */
  readonly url: URL;
  readonly trace: Trace | undefined;
  readonly found: FoundListener | undefined;
  /** What is wrong with the article, as steps find it. */
  readonly flaws: Flaw[];
}

const limits: MarkupLimits = { elements: 200_000, depth: 256, attributes: 100, nesting: 20_000_000 };
const problemCodes = {
  elements: "TOO_MANY_ELEMENTS",
  depth: "TOO_DEEP",
  attributes: "TOO_MANY_ATTRIBUTES",
  nesting: "TOO_DEEP",
} as const;
const messages = {
  elements: "The body has more than 200,000 elements.",
  depth: "The body's elements are nested more than 256 deep.",
  attributes: "A tag in the body has more than 100 attributes.",
  nesting: "Too much of the body's text and elements is nested deep.",
} as const;

export function parseBody(
  html: string,
  { outlet, ...context }: Pick<Body, "outlet" | "url" | "trace" | "found">,
): Outcome<Body> {
  const parsed = parseFragment(html, limits);
  if ("exceeded" in parsed) return failure(problemCodes[parsed.exceeded], messages[parsed.exceeded]);
  const { root } = parsed;
  const era = outlet.eras.find(({ when }) => findAll({ root }, when).length > 0);
  const body: Body = { root, outlet, rules: era ?? outlet, flaws: [], ...context };
  if (era) tell(body, "era", { change: "recognized", rule: era.when, of: outlet.id });
  return success(body);
}

/** One for all bodies: making a `$` takes longer than querying an article with it. */
const $ = load("", null, false);

const tagName = /^[a-z][a-z0-9]*$/;
const nthChild = /:nth-child\((\d+)\)/g;

/** The elements that a CSS selector finds in the body, in document order. A tag's name needs no selector engine. */
export function findAll({ root }: Pick<Body, "root">, selector: string): Element[] {
  if (tagName.test(selector)) return elementsOf(root, selector);
  // Cheerio compares all children of what it starts from with one another. The root is the only child of its parent.
  return $(root.parent ?? root)
    .find(selector.replaceAll(nthChild, nthByNeighbors))
    .toArray()
    .filter((element) => element !== root);
}

/** The engine counts all siblings for each of them; going back from one to the next takes linear time. */
function nthByNeighbors(_written: string, position: string): string {
  return `:is(:first-child${" + *".repeat(Number(position) - 1)})`;
}

/** What the first of the selectors that finds something finds, and that selector. */
export function findFirst(
  body: Body,
  selectors: readonly string[],
): { elements: Element[]; selector: string } | undefined {
  for (const selector of selectors) {
    const elements = findAll(body, selector);
    if (elements.length > 0) return { elements, selector };
  }
  return undefined;
}

/** One thing that a rule found, and what became of it. */
interface Told extends Omit<TraceEntry, "step" | "subject"> {
  /** The text or the node concerned. */
  readonly of: AnyNode | string;
}

/** Tells those who explain, and those who count, what a rule found. The step is the part as well. */
export function tell({ trace, found }: Pick<Body, "trace" | "found">, step: string, { change, rule, of }: Told): void {
  trace?.({ step, change, rule, subject: typeof of === "string" ? shorten(of) : subject(of) });
  found?.({ part: step, rule });
}

/** What `explain` shows of a node: its text, else its name, shortened. */
export function subject(node: AnyNode): string {
  const text = foldSpace(textOf(node));
  return shorten(text === "" && "name" in node ? `<${node.name}>` : text);
}

/** At most 100 UTF-16 units: `explain` shows one line for each change. */
export function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99).toWellFormed()}…` : text;
}
