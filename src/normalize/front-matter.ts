import { isText, type ChildNode, type Element } from "domhandler";
import { breaksLine } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { foldSpace, isBlank } from "../lib/text/fold-space.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { monthOfName } from "../lib/time/month-names.ts";
import { readTime, type TimeClaim } from "../lib/time/read-time.ts";
import type { FactSelector } from "../model/outlet.ts";
import { looksLikeNames, namesInText } from "./authors.ts";
import { shorten, tell, type Body } from "./body.ts";
import { firstElements, frontElements, isIdle, lineAround, standsAlone } from "./lines.ts";
import { findAll, findAmong } from "./selectors.ts";

/** What an article says of itself before it begins. */
export interface FrontMatter {
  /** When it was published: an instant or a day. */
  readonly time?: TimeClaim;
  /** The printed credit, as text. */
  readonly byline?: string;
  /** The editor's line under the headline. It stays in the body. */
  readonly dek?: Element;
}

/** Longer text is no line of facts, and no dek. */
const maxLength = 500;

/**
 * Takes time and byline out of the body, and finds the dek. What the outlet's own profile selects counts wherever it
 * stands, what others select only before the text begins. Nothing is taken from a line that holds other words: a time or
 * a name in a sentence is text.
 */
export function takeFrontMatter(body: Body): FrontMatter {
  const line = takeFrontLine(body);
  const facts = new Facts(body);
  const time = line.time ?? takeTime(body, facts);
  const byline = line.byline ?? takeByline(body, facts);
  facts.removeTaken(body);
  const dek = findDek(body);
  return { ...(time && { time }), ...(byline !== undefined && { byline }), ...(dek && { dek }) };
}

/** The line that the crawler puts first: names, a break, the time. The names may be missing, or the time. */
function takeFrontLine(body: Body): Pick<FrontMatter, "time" | "byline"> {
  const first = firstElements(body.root);
  for (const css of body.rules.select.frontLine) {
    const [element] = findAmong(first, body, css);
    const text = element && textOf(element);
    if (!element || !text || text.length > maxLength) continue;
    if (!breaksLine(element) && !standsAlone(element, new Set([element]))) continue;
    const lines = text.split("\n").map(foldSpace);
    const last = lines.findLast((part) => part !== "") ?? "";
    const before = lines.slice(0, lines.lastIndexOf(last)).filter((part) => part !== "");
    const read = readTime(last, body.outlet.timeZone);
    const hasNamesAlone = before.length === 0 && lines.length > 1 && lines[0] === last && looksLikeNames(last);
    if (!read && !looksLikeTime(last) && !hasNamesAlone) continue;
    const byline = plainText((hasNamesAlone ? [last] : before).join(", "));
    if (!hasNamesAlone && !saysWhen(read)) tellDoubt(body, { written: last, read });
    tell(body, "front-line", { change: "moved to time and authors", rule: css, of: element });
    remove([element]);
    return { ...(read && saysWhen(read) && { time: read }), ...(byline !== "" && { byline }) };
  }
  return {};
}

function takeTime(body: Body, facts: Facts): TimeClaim | undefined {
  let time: TimeClaim | undefined;
  let doubted: WrittenTime | undefined;
  for (const { element, selector, said } of facts.times) {
    // The times beside the first, such as that of an update, are no text either.
    if (time && selector.anywhere) continue;
    tell(body, "time", { change: `read as time: ${shorten(said.written)}`, rule: selector.css, of: element });
    facts.take(element);
    if (saysWhen(said.read)) time ??= said.read;
    else doubted ??= said;
  }
  if (!time && doubted) tellDoubt(body, doubted);
  return time;
}

/** Tells of a time that cannot be read or is not to be believed. A relative time says nothing, and needs no telling. */
function tellDoubt({ flaws }: Body, { written, read }: WrittenTime): void {
  const said = `The publication time "${shorten(written)}"`;
  if (!read) flaws.push({ code: "UNREADABLE_TIME", message: `${said} cannot be read.` });
  if (read?.kind === "implausible") flaws.push({ code: "TIME_OUT_OF_RANGE", message: `${said} is not believed.` });
}

function takeByline(body: Body, facts: Facts): string | undefined {
  for (const selector of body.rules.select.byline) {
    const bylines = facts.bylines.filter((one) => one.selector === selector);
    if (bylines.length === 0) continue;
    for (const { element } of bylines) {
      tell(body, "byline", { change: "moved to authors", rule: selector.css, of: element });
      facts.take(element);
    }
    return bylines.map(({ said }) => said).join(", ");
  }
  return undefined;
}

/** Names that a text says in the words of one of the profile's templates. The text stays. */
export function readNames(body: Body): string | undefined {
  const texts = new Map<Element, string>();
  for (const { css, names: template } of body.rules.select.byline) {
    if (template === undefined) continue;
    for (const element of findAll(body, css)) {
      const names = namesInText(texts.getOrInsertComputed(element, textOf), template);
      if (names === undefined) continue;
      tell(body, "byline", { change: "read as authors", rule: template, of: names });
      return names;
    }
  }
  return undefined;
}

function findDek(body: Body): Element | undefined {
  for (const css of body.rules.select.dek) {
    const elements = findAll(body, css);
    const front = elements.length === 0 ? undefined : frontElements(body, new Set());
    const element = elements.find((one) => front?.has(one) && standsAlone(one, new Set([one])));
    const text = element ? plainText(textOf(element)) : "";
    if (!element || text === "" || text.length > maxLength) continue;
    tell(body, "dek", { change: "read as summary", rule: css, of: text });
    return element;
  }
  return undefined;
}

interface Fact<Said> {
  readonly element: Element;
  readonly selector: FactSelector;
  readonly said: Said;
}

/** Elements that may be taken as facts, in the order of their selectors, and those that were. */
class Facts {
  readonly times: readonly Fact<WrittenTime>[];
  /** `said` holds the names. */
  readonly bylines: readonly Fact<string>[];
  readonly #taken = new Set<Element>();

  constructor(body: Body) {
    const { time, byline } = body.rules.select;
    const times = factsOf(body, time, (element) => timeIn(element, body.outlet.timeZone));
    const bylines = factsOf(
      body,
      byline.filter(({ names }) => names === undefined),
      namesIn,
    );
    const elements = new Set([...times, ...bylines].map(({ element }) => element));
    const front = elements.size === 0 ? elements : frontElements(body, elements);
    const counts = ({ element, selector }: Fact<unknown>) =>
      (selector.anywhere || front.has(element)) && standsAlone(element, elements);
    this.times = times.filter(counts);
    this.bylines = bylines.filter(counts);
  }

  take(element: Element): void {
    this.#taken.add(element);
  }

  /** What was taken leaves the body, and with it the labels on a line of which nothing else is left. */
  removeTaken(body: Body): void {
    const nodes = new Set<ChildNode>();
    for (const element of this.#taken) {
      const line = lineAround(element);
      for (const node of isIdle(line, this.#taken) ? line : [element]) nodes.add(node);
    }
    for (const node of nodes) {
      if (!isText(node) || isBlank(node.data)) continue;
      tell(body, "front-matter", { change: "removed", rule: "label", of: foldSpace(node.data) });
    }
    remove([...nodes]);
  }
}

/** The elements that selectors find and `read` can read. An element belongs to the first selector that finds it. */
function factsOf<Said>(
  body: Body,
  selectors: readonly FactSelector[],
  read: (element: Element) => Said | undefined,
): Fact<Said>[] {
  const found = new Map<Element, Fact<Said>>();
  for (const selector of selectors) {
    for (const element of findAll(body, selector.css)) {
      const said = found.has(element) ? undefined : read(element);
      if (said !== undefined) found.set(element, { element, selector, said });
    }
  }
  return [...found.values()];
}

interface WrittenTime {
  readonly written: string;
  /** Undefined for what cannot be read. */
  readonly read: TimeClaim | undefined;
}

/** Undefined for what is no time. */
function timeIn(element: Element, timeZone: string): WrittenTime | undefined {
  const time = likeliestTime(element, timeZone);
  const isTime = time.read || looksLikeTime(time.written) || (element.name === "time" && time.written.length <= 60);
  return isTime ? time : undefined;
}

/** What is written for machines goes before what is written for people, and what says when before all else. */
function likeliestTime(element: Element, timeZone: string): WrittenTime {
  const { datetime, content, pudate } = element.attribs;
  let likeliest: WrittenTime | undefined;
  for (const claim of [datetime, content, pudate, textOf(element)]) {
    if (claim === undefined) continue;
    const time = { written: foldSpace(claim), read: readTime(claim, timeZone) };
    if (saysWhen(time.read)) return time;
    if (!likeliest || (time.read && !likeliest.read)) likeliest = time;
  }
  return likeliest ?? { written: "", read: undefined };
}

function saysWhen(read: TimeClaim | undefined): boolean {
  return read?.kind === "instant" || read?.kind === "day";
}

/** Undefined for what is no line of names. */
function namesIn(element: Element): string | undefined {
  const names = plainText(textOf(element)) || plainText(element.attribs["content"] ?? "");
  return looksLikeNames(names) ? names : undefined;
}

const timeOfDay = /\d{1,2}[:：]\d{2}/;
const fullDate = /\d{4}\D{1,3}\d{1,2}\D{1,3}\d{1,2}/;
const chineseWordsOfTimes = /[年月日号號时時点點分秒]|[上下中]午|[早晚]上|凌晨|(?:星期|[周週])[一二三四五六日天]/g;
const words = /\p{L}+/gu;
const wordOfTimes = /^(?:(?:[Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)[a-z]*|[ap]m|at|[A-Z]{1,5})$/;

/** Whether a text that cannot be read means to say when: it has a date or a time of day, and no other words. */
function looksLikeTime(text: string): boolean {
  if (text.length > 60 || !(timeOfDay.test(text) || fullDate.test(text))) return false;
  const others = text.replace(chineseWordsOfTimes, " ").match(words) ?? [];
  return others.every((word) => wordOfTimes.test(word) || monthOfName(word) !== undefined);
}

function remove(nodes: readonly ChildNode[]): void {
  const edit = new TreeEdit();
  for (const node of nodes) edit.remove(node);
  edit.apply();
}
