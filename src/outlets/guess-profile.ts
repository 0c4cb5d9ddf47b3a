import type { Element } from "domhandler";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { textOf } from "../lib/html/text-of.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import { readTime } from "../lib/time/read-time.ts";
import { identityHost } from "../lib/url/identity-host.ts";
import type { Capture } from "../model/article.ts";
import { bodyLimits } from "../model/body-limits.ts";
import type { RawArticle } from "../model/raw-article.ts";
import type { TraceEntry } from "../model/trace.ts";
import { isTaken } from "./profile-values.ts";

/** One article of the outlet, and what the rules for hosts without a profile make of it. */
export interface KnownArticle {
  readonly claims: Pick<RawArticle, "url" | "bodyHtml">;
  readonly article: Pick<Capture, "language">;
  readonly changes: readonly TraceEntry[];
}

/**
 * Writes a first profile in YAML for the outlet of an article: what its address tells, and elements whose class says what
 * they hold. Each guess has beside it what it was made from. It is a profile that can be used as it is.
 */
export function guessProfile({ claims, article, changes }: KnownArticle): string {
  const url = new URL(claims.url);
  const found = new Map(changes.map((change) => [change.step, change]));
  const lines = [
    "# yaml-language-server: $schema=../outlet.schema.json",
    "# A first profile, guessed from one article. Try it: feedmill explain FILE --profile THIS.yaml",
    entry("id", idOf(url, article.language), "names the feed for ever; choose it well"),
    entry("name", identityHost(url), "what readers call it"),
    entry("hosts", url.hostname),
    entry("like", "other", "what the crawler does to every outlet, and the names that many sites use"),
    "",
    ...addressLines(url),
    ...timeZoneLines(url, found),
    entry("language", article.language),
    entry("rights", `© ${identityHost(url)}`),
    "",
    ...bodyLines(claims.bodyHtml, found),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

const keyWidth = 34;

function entry(key: string, value: string, comment?: string): string {
  return annotated(`${key}: ${yamlText(value)}`, comment);
}

function annotated(line: string, comment: string | undefined): string {
  return comment === undefined ? line : `${line.padEnd(keyWidth - 1)} # ${beginning(comment)}`;
}

/** Not every text may stand in YAML as it is. */
const plainYaml = /^[\p{L}\p{N}.©/][\p{L}\p{N} .©_/{}-]*$/u;

function yamlText(text: string): string {
  return plainYaml.test(text) ? text : JSON.stringify(text);
}

const longestComment = 70;

function beginning(text: string): string {
  const folded = foldSpace(text.replaceAll(/[\p{Cc}\p{Cf}]/gu, " "));
  return folded.length > longestComment ? `${folded.slice(0, longestComment - 1).toWellFormed()}…` : folded;
}

/** Parts of host names that do not name an outlet. */
const idlePart = /^(?:www|m|amp|cn|zh|news|com|org|net|co|edu|gov|[a-z]{2})$/;

function idOf(url: URL, language: string): string {
  const parts = identityHost(url).replace(/:\d+$/, "").split(".").slice(0, -1);
  const name = parts.findLast((part) => !idlePart.test(part)) ?? parts.at(-1) ?? "outlet";
  const id = name.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  const tag = language.split("-")[0] ?? "und";
  const named = /[a-z]/.test(id) ? id : `outlet-${id}`;
  const whole = tag === "und" ? named : `${named}-${tag}`;
  return isTaken(whole) ? `${whole}-outlet` : whole;
}

const numberSegment = /^(\d{4,})(?:\.[a-z]+)?$/;
const numberInSegment = /^([a-z]{1,12}-)\d{4,}$/;
const wordSegment = /^[a-z][a-z-]{2,29}$/;
/** Segments of many addresses that name no section. */
const idleSegment = /^(?:articles?|story|stories|contents?|contenu|post|archives?|html|zhongwen|chinese|mandarin)$/;
const scriptSegments: Readonly<Record<string, readonly [hans: string, hant: string]>> = {
  simp: ["simp", "trad"],
  trad: ["simp", "trad"],
  gb: ["gb", "big5"],
  big5: ["gb", "big5"],
};
const idParameter = /^(?:id|aid|article_?id|news_?id|story_?id|p)$/i;

function addressLines(url: URL): string[] {
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  const last = segments.at(-1) ?? "";
  const lines: string[] = [];
  const parameter = [...url.searchParams].find(([name, value]) => idParameter.test(name) && /\d/.test(value));
  const template = numberInSegment.exec(last)?.[1];
  if (numberSegment.test(last)) lines.push(entry("article-number", "last-segment", `the number in …/${last}`));
  else if (template !== undefined) {
    // A longer word may be the section's: articles of others have another.
    const written = entry("article-number", `${template}{n}`, `the number in …/${last}`);
    lines.push(template.length <= 3 ? written : `# ${written}`);
  }
  if (parameter) lines.push(entry("article-query", parameter[0], `tells articles apart: ?${parameter.join("=")}`));
  const script = segments.map((segment) => scriptSegments[segment.toLowerCase()]).find((pair) => pair !== undefined);
  if (script) lines.push(`scripts: { zh-Hans: ${script[0]}, zh-Hant: ${script[1]} }`);
  const names = segments.filter((segment) => scriptSegments[segment.toLowerCase()] === undefined);
  const section = names.slice(0, -1).findIndex((segment) => wordSegment.test(segment) && !idleSegment.test(segment));
  if (section >= 0) {
    lines.push(annotated(`section: { path-segment: ${section + 1} }`, names[section]));
  }
  return lines;
}

const zones: Readonly<Record<string, string>> = { cn: "Asia/Shanghai", tw: "Asia/Taipei", hk: "Asia/Hong_Kong" };
const saysZone = /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})\)?$/;

/** A time that names no zone needs one; which, only the domain may tell. */
function timeZoneLines(url: URL, found: ReadonlyMap<string, TraceEntry>): string[] {
  const told = found.get("time")?.change.replace(/^read as time: /, "") ?? found.get("front-line")?.subject;
  if (told === undefined || saysZone.test(told)) return [];
  const zone = zones[url.hostname.split(".").at(-1) ?? ""];
  const why = `of times that name none: ${told}`;
  return [zone === undefined ? `# ${entry("time-zone", "UTC", why)}` : entry("time-zone", zone, why)];
}

interface Guess {
  readonly key: string;
  readonly step: string;
  readonly words: readonly string[];
  readonly fits: (element: Element, text: string) => boolean;
}

const sentenceEnd = /[。！？!?]/;

/** Parts that a class may name, and what such an element must be like. */
const guesses: readonly Guess[] = [
  {
    key: "time",
    step: "time",
    words: ["time", "date", "datetime", "pubdate", "pubtime", "published", "timestamp"],
    fits: (_element, text) => ["instant", "day"].includes(readTime(text, "UTC")?.kind ?? ""),
  },
  {
    key: "byline",
    step: "byline",
    words: ["author", "authors", "byline", "writer", "reporter"],
    fits: (_element, text) => text.length <= 60 && !sentenceEnd.test(text) && !/\d{3}/.test(text),
  },
  {
    key: "dek",
    step: "dek",
    words: ["dek", "standfirst", "summary", "lead", "lede", "intro", "introduction", "subtitle", "abstract"],
    fits: (element, text) => text.length >= 10 && text.length <= 500 && isTextAlone(element),
  },
  {
    key: "picture",
    step: "picture",
    words: ["image", "picture", "photo", "figure", "img"],
    fits: (element, text) => element.name !== "img" && elementsOf(element, "img").length === 1 && text.length <= 500,
  },
  {
    key: "caption",
    step: "caption",
    words: ["caption", "cutline", "legend"],
    fits: (element, text) => text !== "" && text.length <= 500 && isTextAlone(element),
  },
  {
    key: "credit",
    step: "credit",
    words: ["credit", "copyright", "photographer"],
    fits: (element, text) => text !== "" && text.length <= 100 && isTextAlone(element),
  },
];

function isTextAlone(element: Element): boolean {
  return elementsOf(element, "img").length === 0 && elementsOf(element, "p").length <= 2;
}

const promotion =
  "related recommend recommended share social promo promotion ad ads advert advertisement subscribe newsletter comments qrcode".split(
    " ",
  );

function bodyLines(bodyHtml: string, found: ReadonlyMap<string, TraceEntry>): string[] {
  const parsed = parseFragment(bodyHtml, bodyLimits);
  const elements = "root" in parsed ? elementsOf(parsed.root) : [];
  const lines: string[] = [];
  const steps = ["front-line", "time", "byline", "dek", "lead-picture", "caption"].filter((step) => found.has(step));
  if (steps.length > 0) lines.push(`# Found by the rules that it builds on: ${steps.join(", ")}.`);
  const isTimed = found.has("time") || found.has("front-line");
  const selected = guesses
    .filter(({ key, step }) => !found.has(step) && !(key === "time" && isTimed))
    .flatMap(({ key, words, fits }) =>
      candidate(elements, words, fits).map((one) => `  ${entry(key, one.css, one.text)}`),
    );
  if (selected.length > 0) lines.push("select:", ...selected, "");
  const removable = candidates(elements, promotion, (_element, text) => text.length <= 2_000);
  if (removable.length > 0) {
    lines.push("# Perhaps no part of the article:", "# remove:");
    lines.push(...removable.map(({ css, text }) => `#   - ${entry("css", css, text)}`));
  }
  return lines;
}

interface Candidate {
  readonly css: string;
  readonly text: string;
}

function candidate(elements: readonly Element[], words: readonly string[], fits: Guess["fits"]): readonly Candidate[] {
  return candidates(elements, words, fits).slice(0, 1);
}

const className = /^[a-z][\w-]*$/i;
const MOST_CANDIDATES = 5;

/** Classes one of whose words is among these, each once, with the text of the first element that has it. */
function candidates(elements: readonly Element[], words: readonly string[], fits: Guess["fits"]): readonly Candidate[] {
  const byCss = new Map<string, Candidate>();
  for (const element of elements) {
    const classes = (element.attribs["class"] ?? "").split(/\s+/).filter((name) => className.test(name));
    for (const name of classes) {
      const parts = name
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-")
        .toLowerCase()
        .split(/[^a-z]+/);
      if (byCss.has(`.${name}`) || !parts.some((part) => words.includes(part))) continue;
      const text = foldSpace(textOf(element));
      if (fits(element, text)) byCss.set(`.${name}`, { css: `.${name}`, text: text || `<${element.name}>` });
    }
  }
  return [...byCss.values()].slice(0, MOST_CANDIDATES);
}
