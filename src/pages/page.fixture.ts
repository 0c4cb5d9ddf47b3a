import { load, type CheerioAPI } from "cheerio";
import type { Article } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import type { FeedDefinition, Site } from "../model/feed.ts";
import type { Locale } from "../model/locale.ts";
import { createPageContext, type PageContext } from "./page-context.ts";

export const site: Site = {
  title: "晨读",
  publicUrl: "https://news.example/daily",
  siteId: "7c1ad8b4-6e2c-4d5f-9f55-2f1f9f4f0a01",
  language: "zh-Hans",
  maxAgeSeconds: 600,
};

export const all: FeedDefinition = { name: "all", title: "晨读：全部", description: "全部文章", language: "zh-Hans" };
export const gazette: FeedDefinition = { ...all, name: "gazette", title: "公报", outletIds: ["gazette"] };

const at = new Date("2024-05-17T03:20:00Z");
export const article: Article = {
  id: "urn:uuid:0f2c3b52-5a6c-5e0a-8f5d-000000000001",
  outletId: "gazette",
  outletName: "公报",
  canonicalUrl: "https://outlet.example/a-1",
  title: "最后一家修表铺",
  language: "zh-Hant",
  authors: ["陈默", "Anna Becker"],
  leadImage: { url: "https://outlet.example/1.jpg", alt: "铺面", caption: "修表铺", credit: "林若兰" },
  bodyHtml: "<p>正文</p>",
  excerpt: "只有六平方米。",
  entries: "full",
  publishedAt: at,
  publishedAtIsCaptureTime: false,
  updatedAt: at,
  firstCapturedAt: at,
  capturedAt: at,
  surfacedAt: at,
  revision: "1",
};

/** Text that would end the element or attribute it stands in, were it not escaped. */
export const hostile = `</title></script><script>x</script><img src=x onerror=x>"' onload="x`;

export function contextIn(locale: Locale, publicUrl: string = site.publicUrl): PageContext {
  return createPageContext({ site: { ...site, publicUrl }, definitions: [all, gazette], outlets: [] }, locale);
}

export function parsed(document: Document): CheerioAPI {
  return load(Buffer.from(document.body).toString());
}
