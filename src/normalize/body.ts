import type { AnyNode, Element } from "domhandler";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { textOf } from "../lib/html/text-of.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import { bodyLimits } from "../model/body-limits.ts";
import type { Flaw } from "../model/flaw.ts";
import type { BodyRules, Outlet } from "../model/outlet.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { FoundListener, Trace, TraceEntry } from "../model/trace.ts";
import { featuresOf, findAll, type Searched } from "./selectors.ts";

/** An article's body while it is normalized: one tree, which the steps change in turn. */
export interface Body extends Searched {
  /** What the body was written with, and what steps have made of it since. A step about other tags has nothing to do. */
  readonly features: Set<string>;
  readonly outlet: Outlet;
  /** What the outlet's profile says of bodies like this one: those of the era found, else of all. */
  readonly rules: BodyRules;
  /** Addresses in the body are relative to it. */
  readonly url: URL;
  readonly trace: Trace | undefined;
  readonly found: FoundListener | undefined;
  /** What is wrong with the article, as steps find it. */
  readonly flaws: Flaw[];
  /** What excerpts leave out besides: links that stand for embeds, marks of footnotes and what they lead to. */
  readonly unquoted: Set<Element>;
}

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
  const parsed = parseFragment(html, bodyLimits);
  if ("exceeded" in parsed) return failure(problemCodes[parsed.exceeded], messages[parsed.exceeded]);
  const { root } = parsed;
  const features = featuresOf(root);
  const era = outlet.eras.find(({ when }) => findAll({ root, features }, when).length > 0);
  const body: Body = { root, features, outlet, rules: era ?? outlet, flaws: [], unquoted: new Set(), ...context };
  if (era) tell(body, "era", { change: "recognized", rule: era.when, of: outlet.id });
  return success(body);
}

/** One thing that a rule found, and what became of it. */
interface Told extends Omit<TraceEntry, "step" | "subject"> {
  /** The text or the node concerned. */
  readonly of: AnyNode | string;
}

/** Tells those who explain, and those who count, what a rule found. The step is the part as well. */
export function tell({ trace, found }: Pick<Body, "trace" | "found">, step: string, { change, rule, of }: Told): void {
  trace?.({ step, change, rule, subject: typeof of === "string" ? of : subject(of) });
  found?.({ part: step, rule });
}

/** The elements that a rule finds, counted as a find of the part. */
export function findCounted(body: Body, part: string, css: string): Element[] {
  const elements = findAll(body, css);
  if (elements.length > 0) body.found?.({ part, rule: css });
  return elements;
}

/** What is told of a node: its text, else its name. */
export function subject(node: AnyNode): string {
  const text = foldSpace(textOf(node));
  return text === "" && "name" in node ? `<${node.name}>` : text;
}

/** At most 100 UTF-16 units, for addresses and messages. */
export function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99).toWellFormed()}…` : text;
}
