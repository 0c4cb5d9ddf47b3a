import { textFields, type LanguageQuery, type Query, type TextField, type TextQuery } from "../model/query.ts";
import { needleOf, runsOf } from "./runs.ts";
import { fieldTexts, type SearchedTexts } from "./searched-texts.ts";
import { resolveTimeBound } from "./time-bound.ts";

/** The facts of an article that a query can ask for. */
export interface SearchedArticle extends SearchedTexts {
  readonly outletId: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly capturedAt: Date;
}

/**
 * True for an article that a query asks for. It decides without an index, in time linear in the article's text: this is
 * the definition that every index has to meet.
 *
 * @param newest The newest capture time in the catalog, from which spans count back.
 */
export function matches(query: Query, article: SearchedArticle, newest: Date): boolean {
  const deciding = decide(query, article, newest);
  for (;;) {
    const { done, value } = deciding.next();
    if (done === true) return value;
  }
}

/** Decides as `matches` does, in pieces of a long text: it yields after each, so that the caller may leave off. */
export function* decide(query: Query, article: SearchedArticle, newest: Date): Generator<undefined, boolean> {
  return yield* meets(query, { ...article, runs: new Map() }, newest);
}

/** In UTF-16 units. To look for the longest phrase in a piece takes a few milliseconds, whatever stands there. */
const PIECE_UNITS = 0x1_0000;

/** With the runs of the fields that were looked at. */
interface LookedAt extends SearchedArticle {
  readonly runs: Map<TextField, readonly string[]>;
}

function* meets(query: Query, article: LookedAt, newest: Date): Generator<undefined, boolean> {
  switch (query.kind) {
    case "text":
      for (const field of query.field === undefined ? textFields : [query.field]) {
        if (yield* holds(query, article, field)) return true;
      }
      return false;
    case "outlet":
      return article.outletId === query.outletId;
    case "language":
      return isInRange(article.language, query);
    case "after":
      return article.capturedAt >= resolveTimeBound(query.bound, newest);
    case "before":
      return article.capturedAt < resolveTimeBound(query.bound, newest);
    case "not":
      return !(yield* meets(query.query, article, newest));
    case "all":
    case "any":
      break;
  }
  // The first part that fails decides on all, and the first that is met on any.
  const decisive = query.kind === "any";
  for (const part of query.of) if ((yield* meets(part, article, newest)) === decisive) return decisive;
  return !decisive;
}

function* holds(query: TextQuery, article: LookedAt, field: TextField): Generator<undefined, boolean> {
  const texts = article.runs.get(field) ?? (yield* everyRunsOf(fieldTexts(article, field)));
  article.runs.set(field, texts);
  const needle = needleOf(query);
  for (const runs of texts) if (yield* includes(runs, needle)) return true;
  return false;
}

function* everyRunsOf(texts: readonly string[]): Generator<undefined, readonly string[]> {
  const every: string[] = [];
  for (const text of texts) {
    if (text.length > PIECE_UNITS) yield;
    every.push(runsOf(text));
  }
  return every;
}

function* includes(runs: string, needle: string): Generator<undefined, boolean> {
  if (runs.length <= PIECE_UNITS) return runs.includes(needle);
  for (let start = 0; start < runs.length; start += PIECE_UNITS) {
    yield;
    if (runs.slice(start, start + PIECE_UNITS + needle.length).includes(needle)) return true;
  }
  return false;
}

function isInRange(language: string, { range }: LanguageQuery): boolean {
  return `${language.toLowerCase()}-`.startsWith(`${range}-`);
}
