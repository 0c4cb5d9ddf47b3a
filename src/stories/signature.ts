import { textOfSanitized } from "../lib/html/text-of.ts";
import type { Article } from "../model/article.ts";
import { rarityOf, WEIGHTS_VERSION } from "./rarity.ts";
import { numberOf, termsOf, type Term } from "./terms.ts";

/**
 * What an article is about: its heaviest terms, each as `number × 256 + weight` with a weight from 1 to 255, in
 * ascending order. Made of whole numbers, so that every machine comes to the same one.
 */
export type Signature = Uint32Array;

/** What of an article its signature is made of. */
export type Signable = Pick<Article, "title" | "bodyHtml" | "language">;

/** Changes with every change that can alter a signature: raise the first number. All articles are then signed again. */
export const SIGNATURE_VERSION = `3.${WEIGHTS_VERSION}`;

/**
 * News says first what happened: reports of one event are alike in their beginnings, and tell other things later. What
 * stands in a part of the lead counts as if it stood there so many times.
 */
const LEAD_COUNTS = [4, 2, 1];
/** UTF-16 units of each part. */
const LEAD_PART = 100;
const LEAD_CHARACTERS = LEAD_COUNTS.length * LEAD_PART;
const TITLE_COUNT = 12;
const MAX_TERMS = 200;
const MAX_WEIGHT = 255;

/**
 * How rare a term is was counted in Chinese news. In another language the commonest words would count as rare, and all
 * articles as alike.
 */
const weighedLanguage = /^zh\b/i;

/** An article in another language than Chinese has an empty one, which resembles none. */
export function signatureOf({ title, bodyHtml, language }: Signable): Signature {
  if (!weighedLanguage.test(language)) return new Uint32Array();
  const counts = new Map<Term, number>();
  count(counts, title, TITLE_COUNT);
  const lead = beginningOf(bodyHtml);
  for (const [part, times] of LEAD_COUNTS.entries()) {
    count(counts, lead.slice(part * LEAD_PART, (part + 1) * LEAD_PART), times);
  }
  const weights = new Float64Array(counts.size);
  let terms = 0;
  for (const [term, times] of counts) weights[terms++] = weigh(term, times);
  weights.sort();
  const heaviest = weights.at(-1) ?? 1;
  const entries = heaviestOf(counts, weights.at(-MAX_TERMS) ?? 0).map(
    (term) => term * 256 + Math.round((MAX_WEIGHT * weigh(term, counts.get(term) ?? 0)) / heaviest),
  );
  return new Uint32Array(entries.filter((entry) => weightIn(entry) > 0)).sort();
}

function weigh(term: Term, times: number): number {
  return Math.sqrt(times) * rarityOf(term);
}

/**
 * At most `MAX_TERMS` of the terms, which weigh `least` or more; of those that weigh just that, the first ones. To sort all
 * of them would take most of the time of a signature.
 */
function heaviestOf(counts: ReadonlyMap<Term, number>, least: number): readonly Term[] {
  const heavier: Term[] = [];
  const asHeavy: Term[] = [];
  for (const [term, times] of counts) {
    const weight = weigh(term, times);
    if (weight > least) heavier.push(term);
    else if (weight === least) asHeavy.push(term);
  }
  return [...heavier, ...asHeavy.sort((a, b) => a - b).slice(0, MAX_TERMS - heavier.length)];
}

/** The terms that say most of what an article is about, as they are folded, heaviest first. */
export function heaviestTerms(article: Signable, max: number): readonly string[] {
  const weights = new Map(Array.from(signatureOf(article), (entry) => [termIn(entry), weightIn(entry)]));
  const terms = new Set([...termsOf(article.title), ...termsOf(beginningOf(article.bodyHtml))]);
  const weightOf = (term: string): number => weights.get(numberOf(term)) ?? 0;
  const weighed = [...terms].filter((term) => weightOf(term) > 0);
  return weighed.sort((a, b) => weightOf(b) - weightOf(a)).slice(0, max);
}

/** The start of a body's text, at most so many UTF-16 units. */
export function beginningOf(bodyHtml: string, characters = LEAD_CHARACTERS): string {
  return textOfSanitized(bodyHtml).trim().slice(0, characters);
}

function count(counts: Map<Term, number>, text: string, times: number): void {
  for (const term of termsOf(text).map(numberOf)) counts.set(term, (counts.get(term) ?? 0) + times);
}

export function termIn(entry: number): Term {
  return entry >>> 8;
}

export function weightIn(entry: number): number {
  return entry & 0xff;
}
