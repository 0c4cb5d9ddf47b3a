import type { Capture } from "../model/article.ts";

/** The texts of an article as the search index takes them: tokens that FTS5's `ascii` tokenizer keeps, and spaces. */
export interface IndexTexts {
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly section: string;
}

export type IndexedContent = Pick<Capture, "title" | "bodyHtml" | "authors" | "section">;

/** How the texts of articles are cut for the search index. */
export interface Indexing {
  /** An index made under another one is made anew. */
  readonly version: number;
  readonly textsOf: (content: IndexedContent) => IndexTexts;
}
