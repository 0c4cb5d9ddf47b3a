import { createHash } from "node:crypto";
import type { Article, Capture } from "../model/article.ts";

/** Hash of what readers see of an article, times and twin left out: those are drawn from more than one file. */
export function shownContent(article: Article | Capture): string {
  const { id, outletId, outletName, canonicalUrl, title, language, authors, section, rights } = article;
  const { leadImage, originalUrl, bodyHtml, dek, excerpt, entries } = article;
  const { url, alt, caption, credit, width, height } = leadImage ?? {};
  const facts = [id, outletId, outletName, canonicalUrl, title, language, authors, section, rights];
  const content = [url, alt, caption, credit, width, height, originalUrl, bodyHtml, dek, excerpt, entries];
  return createHash("sha256")
    .update(JSON.stringify([facts, content]))
    .digest("base64");
}
