import { textOfSanitized } from "../lib/html/text-of.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import type { Capture } from "../model/article.ts";
import type { TextField } from "../model/query.ts";
import { isHan, runsOf } from "./runs.ts";

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

/** The text of a field in one line: several authors with a comma between them. */
export function searchedText(article: SearchedTexts, field: TextField): string {
  return fieldTexts(article, field).join(", ");
}

/** The texts of an article that queries look in, each as one line: they are indexed, and passages are cut from them. */
export function searchedTexts({
  title,
  bodyHtml,
  authors,
  section,
}: Pick<Capture, "title" | "bodyHtml" | "authors" | "section">): SearchedTexts {
  return { title, body: foldSpace(textOfSanitized(bodyHtml)), authors, ...(section !== undefined && { section }) };
}

/** The texts of an article as an index takes them: tokens parted by spaces. */
export interface IndexTexts {
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly section: string;
}

export function indexTextsOf(content: Parameters<typeof searchedTexts>[0]): IndexTexts {
  const texts = searchedTexts(content);
  return {
    title: indexText(texts.title),
    body: indexText(texts.body),
    author: indexText(searchedText(texts, "author")),
    section: indexText(searchedText(texts, "section")),
  };
}

/** Raised whenever some text comes to be indexed differently: an index made under another number is made again. */
export const INDEX_TEXT_VERSION = 1;

/**
 * A text as its index takes it: tokens parted by spaces. A word is one token; a run of Chinese is a token for each
 * character, made of it and the next, or of it alone where the run ends: `G7峰会` is `g7 峰会 会`. No token holds an
 * ASCII character but lower-case letters and digits, so that an index that parts texts there keeps each whole.
 */
export function indexText(text: string): string {
  return tokensOf(runsOf(text));
}

/** The tokens of runs as `runsOf` writes them. */
export function tokensOf(runs: string): string {
  let tokens = "";
  let followsHan = false;
  for (const character of runs) {
    const isHanToo = isHan(character);
    tokens += followsHan && isHanToo ? `${character} ${character}` : character;
    followsHan = isHanToo;
  }
  return tokens.trim();
}
