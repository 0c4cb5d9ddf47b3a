import { shortPath } from "../lib/fs/paths.ts";
import { printable } from "../lib/text/printable.ts";
import type { Link } from "../model/story.ts";
import type { Takedown } from "../model/takedown.ts";
import type { TraceEntry } from "../model/trace.ts";
import type { Explanation } from "./explain-file.ts";
import { formatTerms, type Term } from "./output.ts";

/** What the catalog tells of an article. */
export interface KnownOfArticle {
  readonly takedown?: Takedown;
  readonly link?: ExplainedLink;
}

/** The story that an article is in; without `to`, or where that is of another, it began it. */
export interface ExplainedLink extends Partial<Link> {
  readonly story: string;
  readonly reports: number;
  /** Of the article that it was linked to. */
  readonly title?: string;
  readonly outletName?: string;
  readonly isOfOneStory?: boolean;
  /** What both have in common. */
  readonly shared?: readonly string[];
}

/**
 * What `feedmill explain` says of a file, in lines of so many columns. The file is named as in the directory `cwd`.
 */
export function describeExplanation(
  { path, claims, outlet, changes, article, problem, flaws = [] }: Explanation,
  { takedown, link }: KnownOfArticle,
  cwd: string,
  columns: number,
): string {
  const { bodyHtml, ...facts } = article ?? {};
  const section = (heading: string, terms: readonly Term[]): string => `${heading}\n${formatTerms(terms, columns)}`;
  const sections = [
    `File ${printable(shortPath(path, cwd))}`,
    claims && section("Claims", termsOf(claims)),
    outlet && section("Outlet", [[outlet.id, `${outlet.name}, because ${outlet.reason}`]]),
    claims && section("Changes", changes.length > 0 ? changes.map(changeTerm) : [["none", ""]]),
    takedown && section("Taken down: this article is not published", takedownTerms(takedown)),
    flaws.length > 0 &&
      section(
        "Flaws",
        flaws.map(({ code, message, remedy }) => [code, message, `Try: ${remedy}`]),
      ),
    article && section("Article", termsOf(facts)),
    link && section("Story", linkTerms(link)),
    bodyHtml && section("Body", [["", ...bodyHtml.split(blockEnd)]]),
    problem && section("Problem", [[problem.code, problem.message, `Try: ${problem.remedy}`]]),
  ];
  return sections.filter((each) => each !== undefined && each !== false).join("\n\n");
}

/** Where the body gets a new line, so that its paragraphs can be told apart. */
const blockEnd = /\n|(?<=<\/(?:p|figure|ul|ol|blockquote|pre|table|h[1-6])>)(?=<)/;

const longestSubject = 100;

/** What a step did, to what, and by which rule. The whole subject is in `--json`. */
function changeTerm({ step, change, rule, subject }: TraceEntry): Term {
  const beginning =
    subject.length > longestSubject ? `${subject.slice(0, longestSubject - 1).toWellFormed()}…` : subject;
  return [step, change, beginning, `by ${rule}`];
}

function takedownTerms({ id, takenDownAt, reason }: Takedown): Term[] {
  const why: Term[] = reason === undefined ? [] : [["reason", reason]];
  return [["since", textOf(takenDownAt)], ...why, ["undo", `feedmill takedown --undo ${id}`]];
}

function linkTerms({ story, reports, to, score, title, outletName, isOfOneStory, shared = [] }: ExplainedLink): Term[] {
  const whole: Term = [`id`, story, `of ${reports === 1 ? "this report alone" : `${reports} reports`}`];
  if (to === undefined) return [whole, ["link", "none: it began the story"]];
  const why: Term =
    score === undefined ? ["why", "by the operator's word, or in the other script"] : ["score", score.toFixed(3)];
  const linked: Term = ["link", `${outletName}: ${title}`, to];
  const cut: Term[] = isOfOneStory === false ? [["story", "its own: that one began over 72 hours before"]] : [];
  return [whole, linked, why, ["shared", shared.join(", ")], ...cut];
}

function termsOf(facts: object): Term[] {
  return Object.entries(facts).map(([name, value]: [string, unknown]) => [name, textOf(value)]);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  return Array.isArray(value) ? value.join(", ") : JSON.stringify(value);
}
