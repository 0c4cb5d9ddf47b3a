import { textOfSanitized } from "../lib/html/text-of.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import type { Capture } from "../model/article.ts";
import type { TextField } from "../model/query.ts";

/** The texts of an article that a query looks in. */
export interface SearchedTexts {
  readonly title: string;
  /** The body's text. */
  readonly body: string;
  readonly authors: readonly string[];
  readonly section?: string;
}

/** The texts of a field: a phrase stands within one of them. */
export function fieldTexts(article: SearchedTexts, field: TextField): readonly string[] {
  if (field === "author") return article.authors;
  const text = article[field];
  return text === undefined ? [] : [text];
}

/** The texts of an article that queries look in, each in one line. */
export function searchedTexts({
  title,
  bodyHtml,
  authors,
  section,
}: Pick<Capture, "title" | "bodyHtml" | "authors" | "section">): SearchedTexts {
  return { title, body: foldSpace(textOfSanitized(bodyHtml)), authors, ...(section !== undefined && { section }) };
}
