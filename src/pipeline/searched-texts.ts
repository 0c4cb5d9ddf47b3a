import type { IndexedContent, Indexing, IndexTexts } from "../catalog/index-texts.ts";
import { textOfSanitized } from "../lib/html/text-of-sanitized.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import { INDEX_TEXT_VERSION, indexText } from "../search/index-text.ts";
import type { Article } from "../model/article.ts";
import { searchedText, type SearchedArticle, type SearchedTexts } from "../search/matches.ts";

/** The texts of an article that queries look in, each as one line: what is indexed, and what passages are cut from. */
export function searchedTexts({ title, bodyHtml, authors, section }: IndexedContent): SearchedTexts {
  return { title, body: foldSpace(textOfSanitized(bodyHtml)), authors, ...(section !== undefined && { section }) };
}

/** All of an article that queries ask about. */
export function searchedArticle(article: Article): SearchedArticle {
  const { outletId, language, capturedAt } = article;
  return { ...searchedTexts(article), outletId, language, capturedAt };
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
