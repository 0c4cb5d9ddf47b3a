import type { IndexedContent, Indexing, IndexTexts } from "../catalog/index-texts.ts";
import { textOfSanitized } from "../lib/html/text-of.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import { INDEX_TEXT_VERSION, indexText } from "../search/index-text.ts";
import { searchedText, type SearchedTexts } from "../search/matches.ts";

/** The texts of an article that queries look in, each as one line: what is indexed, and what passages are cut from. */
export function searchedTexts({ title, bodyHtml, authors, section }: IndexedContent): SearchedTexts {
  return { title, body: foldSpace(textOfSanitized(bodyHtml)), authors, ...(section !== undefined && { section }) };
}

export function indexTextsOf(content: IndexedContent): IndexTexts {
  const texts = searchedTexts(content);
  return {
    title: indexText(texts.title),
    body: indexText(texts.body),
    author: indexText(searchedText(texts, "author")),
    section: indexText(searchedText(texts, "section")),
  };
}

export const indexing: Indexing = { version: INDEX_TEXT_VERSION, textsOf: indexTextsOf };
