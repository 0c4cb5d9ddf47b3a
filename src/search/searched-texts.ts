import { textOfSanitized } from "../lib/html/text-of-sanitized.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import type { Capture } from "../model/article.ts";
import { INDEX_TEXT_VERSION, indexText } from "./index-text.ts";
import { searchedText, type SearchedTexts } from "./matches.ts";
import type { TextField } from "./query.ts";

type SearchedContent = Pick<Capture, "title" | "bodyHtml" | "authors" | "section">;

/** The texts of an article that queries look in, each as one line: what is indexed, and what passages are cut from. */
export function searchedTexts({ title, bodyHtml, authors, section }: SearchedContent): SearchedTexts {
  return { title, body: foldSpace(textOfSanitized(bodyHtml)), authors, ...(section !== undefined && { section }) };
}

/** The same texts as the search index takes them. */
export function indexTextsOf(content: SearchedContent): Readonly<Record<TextField, string>> {
  const texts = searchedTexts(content);
  return {
    title: indexText(texts.title),
    body: indexText(texts.body),
    author: indexText(searchedText(texts, "author")),
    section: indexText(searchedText(texts, "section")),
  };
}

/** How a catalog's search index is made of articles. */
export const indexing = { version: INDEX_TEXT_VERSION, textsOf: indexTextsOf };
