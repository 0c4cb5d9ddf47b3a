import { textFields, type LanguageQuery, type Query } from "../model/query.ts";
import { needleOf, runsOf } from "./runs.ts";
import { searchedText, type SearchedTexts } from "./searched-texts.ts";
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
  switch (query.kind) {
    case "text":
      return (query.field === undefined ? textFields : [query.field]).some((field) => {
        return runsOf(searchedText(article, field)).includes(needleOf(query));
      });
    case "outlet":
      return article.outletId === query.outletId;
    case "language":
      return isInRange(article.language, query);
    case "after":
      return article.capturedAt >= resolveTimeBound(query.bound, newest);
    case "before":
      return article.capturedAt < resolveTimeBound(query.bound, newest);
    case "not":
      return !matches(query.query, article, newest);
    case "all":
      return query.of.every((part) => matches(part, article, newest));
    case "any":
      break;
  }
  return query.of.some((part) => matches(part, article, newest));
}

function isInRange(language: string, { range }: LanguageQuery): boolean {
  return `${language.toLowerCase()}-`.startsWith(`${range}-`);
}
