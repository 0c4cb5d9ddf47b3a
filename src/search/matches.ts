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
  return meets(query, { ...article, runs: new Map() }, newest);
}

/** With the runs of the fields that were looked at. */
interface LookedAt extends SearchedArticle {
  readonly runs: Map<TextField, readonly string[]>;
}

function meets(query: Query, article: LookedAt, newest: Date): boolean {
  switch (query.kind) {
    case "text":
      return (query.field === undefined ? textFields : [query.field]).some((field) => holds(query, article, field));
    case "outlet":
      return article.outletId === query.outletId;
    case "language":
      return isInRange(article.language, query);
    case "after":
      return article.capturedAt >= resolveTimeBound(query.bound, newest);
    case "before":
      return article.capturedAt < resolveTimeBound(query.bound, newest);
    case "not":
      return !meets(query.query, article, newest);
    case "all":
      return query.of.every((part) => meets(part, article, newest));
    case "any":
      break;
  }
  return query.of.some((part) => meets(part, article, newest));
}

function holds(query: TextQuery, article: LookedAt, field: TextField): boolean {
  const runs = article.runs.get(field) ?? fieldTexts(article, field).map(runsOf);
  article.runs.set(field, runs);
  const needle = needleOf(query);
  return runs.some((text) => text.includes(needle));
}

function isInRange(language: string, { range }: LanguageQuery): boolean {
  return `${language.toLowerCase()}-`.startsWith(`${range}-`);
}
