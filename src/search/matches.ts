import { needleOf } from "./needle-of.ts";
import { textFields, type LanguageQuery, type Query, type TextField } from "./query.ts";
import { runsOf } from "./runs.ts";
import { resolveTimeBound } from "./time-bound.ts";

/** The texts of an article that a query looks in. */
export interface SearchedTexts {
  readonly title: string;
  /** The body's text. */
  readonly body: string;
  readonly authors: readonly string[];
  readonly section?: string;
}

/** What a query can ask of an article. */
export interface SearchedArticle extends SearchedTexts {
  readonly outletId: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly capturedAt: Date;
}

/**
 * Whether an article is one that a query asks for. It decides without an index, in time linear in the article's text,
 * and is the definition that the index has to meet.
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

/** The text of a field as it is searched and indexed: several authors with a comma between them. */
export function searchedText(article: SearchedTexts, field: TextField): string {
  if (field === "author") return article.authors.join(", ");
  return article[field] ?? "";
}

function isInRange(language: string, { range }: LanguageQuery): boolean {
  return `${language.toLowerCase()}-`.startsWith(`${range}-`);
}
