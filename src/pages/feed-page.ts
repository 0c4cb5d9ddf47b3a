import { html, type Html } from "../lib/html/template.ts";
import { feedPagePath } from "../model/addresses.ts";
import type { Article, Picture } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import type { Feed, Publication } from "../model/feed.ts";
import { addressList, feedAlternates } from "./feed-links.ts";
import { renderPage } from "./page.ts";
import { renderTime } from "./time.ts";

/** The page at `/feeds/<name>/`: what a feed is, its addresses, and its entries as people read them. */
export function renderFeedPage(feed: Feed, publication: Publication): Document {
  const { definition, articles } = feed;
  const main = html`<h1 lang="${definition.language}">${definition.title}</h1>
<p class="lead" lang="${definition.language}">${definition.description}</p>
<section class="subscribe">
<h2>这是一个可订阅的信源 <span lang="en">This is a feed</span></h2>
<p>复制任一地址，粘贴到阅读器的“添加订阅”里，新文章就会自动出现。三种格式内容相同：不确定时选 RSS 2.0。</p>
${addressList(definition, publication)}
</section>
<h2>最新文章 <span lang="en">Latest articles</span></h2>
${
    articles.length === 0
      ? html`<p>还没有文章。<span lang="en">No articles yet.</span></p>`
      : html`<ol class="entries">${articles.map((article) => html`\n${entry(article)}`)}\n</ol>`
  }`;
  return renderPage(
    {
      path: feedPagePath(definition.name),
      title: definition.title,
      description: definition.description,
      alternates: feedAlternates(definition, publication),
      main,
      footer: html`<p>标题链接指向原媒体；文章版权归原媒体所有。</p>`,
    },
    publication,
  );
}

function entry(article: Article): Html {
  const { title, canonicalUrl, outletName, authors, publishedAt, excerpt, leadImage, language } = article;
  return html`<li lang="${language}">
<article>
<h3><a href="${canonicalUrl}">${title}</a></h3>
<p class="facts">${outletName}${authors.length > 0 && html` · ${authors.join("、")}`} · ${renderTime(publishedAt)}</p>
<p class="excerpt">${excerpt}</p>
</article>
${leadImage !== undefined && picture(leadImage)}
</li>`;
}

/** A thumbnail: the stylesheet gives it its size, so that the page does not move when it arrives. */
function picture({ url, alt, caption }: Picture): Html {
  return html`<img src="${url}" alt="${alt ?? caption ?? ""}" loading="lazy" decoding="async">`;
}
