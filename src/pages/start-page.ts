import { html, type Html } from "../lib/html/template.ts";
import { feedPagePath, opmlPath, publicAddress, startPagePath } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import type { Publication } from "../model/feed.ts";
import { addressList, copyableAddress, feedAlternates, formatLink } from "./feed-links.ts";
import type { FeedOverview, NewestArticle, Overview } from "./overview.ts";
import { renderPage, siteHref } from "./page.ts";
import { renderTime } from "./time.ts";

/** The page at `/`: every feed there is, with its addresses, how much is in it and what is newest. */
export function renderStartPage(overview: Overview, publication: Publication): Document {
  const main = html`<h1>订阅 <span lang="en">Subscribe</span></h1>
<p class="lead">这里的每个信源都可以在任何阅读器里订阅：复制一个地址，粘贴到阅读器的“添加订阅”里，新文章就会自动出现。</p>
${localNotice(publication)}
<ul class="feeds">${overview.feeds.map((feed) => html`\n${feedCard(feed, publication)}`)}
</ul>
<section class="opml">
<h2>一次订阅全部 <span lang="en">OPML</span></h2>
<p>把<a href="${siteHref(publication, opmlPath)}">全部信源的清单</a>导入阅读器：</p>
${copyableAddress(publicAddress(publication, opmlPath))}
</section>`;
  return renderPage(
    {
      path: startPagePath,
      title: publication.title,
      description: "可订阅的新闻信源：RSS 2.0、Atom 1.0 和 JSON Feed 1.1。",
      alternates: overview.feeds.flatMap(({ definition }) => feedAlternates(definition, publication)),
      main,
      footer: html`${problemCount(overview.problems)}<p>标题和文章链接均指向原媒体；文章版权归原媒体所有。</p>
${jsonExtensions}`,
    },
    publication,
  );
}

const loopbackHost = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function localNotice(publication: Publication): Html | undefined {
  if (!loopbackHost.test(new URL(publication.publicUrl).hostname)) return undefined;
  return html`<p class="notice"><strong>以下地址只在这台机器上有效。</strong>要让别的设备订阅，请把 <code>public-url</code>
设为它们访问本站的地址。<span lang="en">These addresses work on this machine only: set <code>public-url</code>.</span></p>`;
}

function feedCard({ definition, articles, newest }: FeedOverview, publication: Publication): Html {
  const page = siteHref(publication, feedPagePath(definition.name));
  return html`<li>
<h2 lang="${definition.language}"><a href="${page}">${definition.title}</a></h2>
<p><span lang="${definition.language}">${definition.description}</span>
<span class="facts">${count.format(articles)} 篇</span></p>
${newest !== undefined && newestArticle(newest, definition.language)}
${addressList(definition, publication, ["rss"])}
<p class="formats">其他格式：${otherFormats.map((format) => html`${formatLink(definition, format, publication)} `)}</p>
</li>`;
}

const otherFormats = ["atom", "json"] as const;
const count = new Intl.NumberFormat("zh-Hans-CN");

function newestArticle({ title, url, surfacedAt }: NewestArticle, language: string): Html {
  return html`<p class="newest"><a href="${url}" lang="${language}">${title}</a>
<span class="facts">最新收录 · ${renderTime(surfacedAt)}</span></p>`;
}

/** Lies at `jsonExtensionsPath`, which JSON feeds name as the explanation of their extensions. */
const jsonExtensions = html`<p id="json-feed">JSON Feed 的扩展：<code>_source</code> 是文章出自的信源，有名称、标识、地址和版权声明；
<code>_related</code> 是文章的其他地址：外文原文，或繁简另一种字体的版本。
<span lang="en">JSON Feed extensions: <code>_source</code> is the feed an item was taken from (title, feed_id, feed_url,
rights); <code>_related</code> lists other addresses of the article: the foreign original, the other Chinese script.
</span></p>`;

function problemCount(problems: number): Html | undefined {
  if (problems === 0) return undefined;
  return html`<p>有 ${count.format(problems)} 个文件未能发布。运行 <code>feedmill check</code> 可以看到原因和办法。</p>\n`;
}
