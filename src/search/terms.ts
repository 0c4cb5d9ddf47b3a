import type { LanguageQuery, OutletQuery, TextField, TextQuery } from "../model/query.ts";
import { isHan, runsOf } from "./runs.ts";
import { fieldTexts, type SearchedTexts } from "./searched-texts.ts";

/** Raised whenever an article comes to have other terms: an index made under another number is made again. */
export const TERMS_VERSION = 2;

/**
 * The terms of an article are its words, and of Chinese every character and every two that stand together; in all texts,
 * and by field but for the body's; and facets. A space holds terms of one kind and field.
 */
export interface Term {
  readonly space: number;
  /** Of Chinese, one or two UTF-16 units as `pairKey` puts them together; else the word or facet. */
  readonly key: TermKey;
  /** Stands for every word that begins with the key. */
  readonly isPrefix?: boolean;
}

export type TermKey = number | string;

const fields: readonly (TextField | undefined)[] = [undefined, "title", "author", "section"];

/** Spaces below this number hold Chinese, the others strings. */
export const FIRST_WORD_SPACE = fields.length;
const FACET_SPACE = 2 * fields.length;
export const SPACES = FACET_SPACE + 1;

export interface IndexedArticle extends SearchedTexts {
  readonly outletId: string;
  /** BCP 47 tag. */
  readonly language: string;
}

/** Calls `visit` with every term of an article, most of them more than once. */
export function visitTerms(article: IndexedArticle, visit: (space: number, key: TermKey) => void): void {
  visit(FACET_SPACE, outletFacet(article));
  const subtags = article.language.toLowerCase().split("-");
  for (const index of subtags.keys()) {
    visit(FACET_SPACE, languageFacet({ range: subtags.slice(0, index + 1).join("-") }));
  }
  for (const text of fieldTexts(article, "body")) visitText(runsOf(text), [0], visit);
  for (const [space, field] of fields.entries()) {
    if (field === undefined) continue;
    for (const text of fieldTexts(article, field)) visitText(runsOf(text), [0, space], visit);
  }
}

function visitText(runs: string, spaces: readonly number[], visit: (space: number, key: TermKey) => void): void {
  let wordStart = -1;
  let previous = 0;
  for (let index = 0; index < runs.length; index++) {
    const unit = runs.charCodeAt(index);
    if (unit === 0x20) {
      if (wordStart >= 0) {
        const word = runs.slice(wordStart, index);
        for (const space of spaces) visit(FIRST_WORD_SPACE + space, word);
      }
      wordStart = -1;
      previous = 0;
      continue;
    }
    if (wordStart >= 0) continue;
    if (previous === 0 && !isHanAt(runs, index)) {
      wordStart = index;
      continue;
    }
    for (const space of spaces) {
      visit(space, unit);
      if (previous !== 0) visit(space, pairKey(previous, unit));
    }
    previous = unit;
  }
}

/** Of two UTF-16 units, as a signed number of 32 bits: engines keep those without boxes. */
function pairKey(first: number, second: number): number {
  return (first << 16) | second;
}

function isHanAt(runs: string, index: number): boolean {
  return isHan(String.fromCodePoint(runs.codePointAt(index) ?? 0x20));
}

/** The terms that a text has if it has the phrase, each once. */
export function termsOfText({ field, phrase, isPrefix }: TextQuery): readonly Term[] {
  const space = field === "body" ? 0 : fields.indexOf(field);
  const terms = new Map<TermKey, Term>();
  const runs = phrase.split(" ");
  const words = isPrefix ? runs.slice(0, -1) : runs;
  for (const run of words) {
    const isOne = run.length === 1;
    visitText(` ${run} `, [space], (of, key) => {
      // A character that stands in a pair says no more than the pair.
      if (isOne || !isCharacter(key)) terms.set(key, { space: of, key });
    });
  }
  const last = runs.at(-1) ?? "";
  const prefix = { space: FIRST_WORD_SPACE + space, key: last, isPrefix: true };
  return isPrefix ? [...terms.values(), prefix] : [...terms.values()];
}

/** True for a phrase that is a single term: every text that has the term has the phrase. */
export function isOneTerm({ phrase }: TextQuery): boolean {
  return !phrase.includes(" ") && (phrase.length <= 2 || !isHanAt(phrase, 0));
}

function isCharacter(key: TermKey): boolean {
  return typeof key === "number" && key >= 0 && key <= 0xffff;
}

export function termOfFacet(query: OutletQuery | LanguageQuery): Term {
  return { space: FACET_SPACE, key: query.kind === "outlet" ? outletFacet(query) : languageFacet(query) };
}

function outletFacet({ outletId }: { readonly outletId: string }): string {
  return `outlet ${outletId}`;
}

function languageFacet({ range }: { readonly range: string }): string {
  return `language ${range}`;
}
