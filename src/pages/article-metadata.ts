import { dataBlock } from "../lib/html/data-block.ts";
import { html, type Html } from "../lib/html/template.ts";
import { formatRfc3339 } from "../lib/time/rfc3339.ts";
import { summaryOf, type Article } from "../model/article.ts";
import { absolute, pathOf, type PageContext } from "./page-context.ts";

/** The facts of an article for programs: schema.org `NewsArticle`, and Open Graph for links that are shared. */
export function articleMetadata(article: Article, context: PageContext): Html {
  const { site } = context.edition;
  const { title, leadImage, publishedAt, updatedAt, authors } = article;
  const properties: readonly (readonly [property: string, content: string | undefined])[] = [
    ["og:type", "article"],
    ["og:title", title],
    ["og:description", summaryOf(article)],
    ["og:url", absolute(context, pathOf(context, { kind: "article-page", id: article.id }))],
    ["og:site_name", site.title],
    ["og:locale", openGraphLocale(article.language)],
    ["og:image", leadImage?.url],
    ["article:published_time", formatRfc3339(publishedAt)],
    ["article:modified_time", formatRfc3339(updatedAt)],
    ...authors.map((author) => ["article:author", author] as const),
  ];
  return html`${properties.map(
    ([property, content]) => content !== undefined && html`<meta property="${property}" content="${content}">\n`,
  )}<meta name="twitter:card" content="${leadImage === undefined ? "summary" : "summary_large_image"}">
${dataBlock("application/ld+json", newsArticle(article))}
`;
}

/** The copy here names the outlet's own page as what it is about, and the outlet as its publisher. */
function newsArticle(article: Article): object {
  const { canonicalUrl, title, language, leadImage, authors, outletName, section } = article;
  const outlet = { "@type": "Organization", name: outletName };
  return {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    mainEntityOfPage: canonicalUrl,
    url: canonicalUrl,
    headline: title,
    description: summaryOf(article),
    inLanguage: language,
    datePublished: formatRfc3339(article.publishedAt),
    dateModified: formatRfc3339(article.updatedAt),
    author: authors.length > 0 ? authors.map((name) => ({ "@type": "Person", name })) : outlet,
    publisher: outlet,
    ...(leadImage !== undefined && { image: leadImage.url }),
    ...(section !== undefined && { articleSection: section }),
  };
}

/** Open Graph writes language and country (`zh_CN`); other languages go without a country. */
function openGraphLocale(language: string): string {
  if (language.startsWith("zh-Hant")) return "zh_TW";
  return language.startsWith("zh") ? "zh_CN" : language.replace("-", "_");
}
