import { html, type Html } from "../lib/html/template.ts";
import type { PageContext } from "./page-context.ts";

interface Reader {
  readonly name: string;
  /** Where one tap subscribes. */
  readonly address: (feed: string) => string;
}

/** Readers on the web that subscribe by an address. */
const readers: readonly Reader[] = [
  { name: "Feedly", address: (feed) => `https://feedly.com/i/subscription/feed%2F${encodeURIComponent(feed)}` },
  { name: "Inoreader", address: (feed) => `https://www.inoreader.com/?add_feed=${encodeURIComponent(feed)}` },
  { name: "NewsBlur", address: (feed) => `https://www.newsblur.com/?url=${encodeURIComponent(feed)}` },
  {
    name: "The Old Reader",
    address: (feed) => `https://theoldreader.com/feeds/subscribe?url=${encodeURIComponent(feed)}`,
  },
  { name: "Feedbin", address: (feed) => `https://feedbin.com/?subscribe=${encodeURIComponent(feed)}` },
];

/** Readers people run themselves: paths below their own server. */
const ownReaders: readonly Reader[] = [
  { name: "FreshRSS", address: (feed) => `/i/?c=feed&a=add&url_rss=${encodeURIComponent(feed)}` },
  { name: "Miniflux", address: (feed) => `/bookmarklet?uri=${encodeURIComponent(feed)}` },
];

const ownServerExample = "https://reader.example";

/** One tap each; the last is for whatever reader the device has (the `feed` scheme). */
export function readerLinks(feed: string, { words }: PageContext): Html {
  const links = [...readers, { name: words.otherReader, address: (address: string) => `feed:${address}` }];
  return html`<ul class="readers" aria-label="${words.subscribeIn}">${links.map(
    ({ name, address }) => html`<li><a class="button" href="${address(feed)}" rel="noopener">${name}</a></li>`,
  )}</ul>`;
}

/** For newsboat its line; for servers of one's own the pattern, from which a script makes links. */
export function ownReaderLinks(feed: string, { words }: PageContext): Html {
  return html`<p>${words.newsboatNote}</p>
<pre tabindex="0" translate="no"><code>${feed}</code></pre>
<h3>${words.ownServer}</h3>
<div class="own-server">
<p class="pattern-note">${words.ownServerNote}</p>
<p class="own-server-box" hidden><label>${words.serverAddress} <input type="url" placeholder="${ownServerExample}" autocomplete="url" inputmode="url"></label></p>
${ownReaders.map(
  ({ name, address }) => html`<div class="own-reader" data-path="${address(feed)}">
<p class="pattern">${name}</p><pre class="pattern" tabindex="0" translate="no"><code>${ownServerExample}${address(feed)}</code></pre>
<a class="button" hidden>${words.addIn(name)}</a></div>
`,
)}</div>`;
}
