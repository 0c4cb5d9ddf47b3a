import type { ArticleFile } from "../model/article-file.ts";
import type { Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";
import { parseArticle } from "../parse/parse-article.ts";

/** What a file claims before anything is judged, for `explain`. */
export function readClaims(file: ArticleFile): Outcome<RawArticle> {
  return parseArticle(file);
}
