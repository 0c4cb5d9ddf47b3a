import type { Article } from "./article.ts";

/** An article; those with higher numbers are older by a second each. */
export function article(number: number, changes: Partial<Article> = {}): Article {
  const at = new Date(Date.UTC(2024, 0, 1, 0, 0, 0) - number * 1000);
  return {
    id: `urn:uuid:${number}`,
    outletId: "gazette",
    outletName: "样报",
    canonicalUrl: `https://gazette.example/${number}`,
    title: "茶",
    language: "zh-Hans",
    authors: [],
    bodyHtml: "<p>茶</p>",
    excerpt: "茶",
    entries: "full",
    publishedAt: at,
    publishedAtIsCaptureTime: false,
    updatedAt: at,
    firstCapturedAt: at,
    capturedAt: at,
    surfacedAt: at,
    revision: `r${number}`,
    ...changes,
  };
}
