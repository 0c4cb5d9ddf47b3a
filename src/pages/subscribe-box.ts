import { encodeQR } from "qr";
import { html, type Html } from "../lib/html/template.ts";
import { feedFormats, formatFacts } from "../model/feed.ts";
import { chineseScripts, type ChineseScript } from "../model/locale.ts";
import { addressList, copyableAddress, feedAddress, formatLink, type OfferedFeed } from "./feed-links.ts";
import { isOnThisMachineOnly, type PageContext } from "./page-context.ts";

/** Everything a person needs to subscribe, behind one button: address, readers, formats, and a way to a phone. */
export function subscribeBox(feed: OfferedFeed, context: PageContext): Html {
  const { words } = context;
  const address = feedAddress(feed.variant, "rss", context);
  const isLocal = isOnThisMachineOnly(context);
  const labels = feedFormats.map((format) => formatFacts[format].label);
  return html`<details class="subscribing" id="subscribe"><summary class="button primary">${words.subscribe}</summary>
<section class="subscribe" aria-label="${words.subscribe}">
<div>
<p>${isLocal ? words.localNotice : words.thisIsAFeedNote}</p>
${copyableAddress(address, words.feedAddress, context)}
${readerLinks(address, isLocal ? [] : readers, context)}
</div>
${!isLocal && qrCode(address, words.qrCode)}
<details><summary>newsboat, FreshRSS, Miniflux</summary>
${ownReaderLinks(address, context)}
</details>
<details><summary>${words.labelled(words.formatsTitle, words.names(labels))}</summary>
${addressList(feed, context)}
</details>
${context.edition.site.extent !== "core" && scripts(feed, context)}
</section>
</details>`;
}

function scripts(feed: OfferedFeed, context: PageContext): Html {
  const { words } = context;
  return html`<details><summary>${words.scriptsTitle}</summary>
<p>${words.scriptsNote}</p>
<ul>${chineseScripts.map((script) => inScript(feed, script, context))}</ul>
</details>`;
}

function inScript({ variant: offered, title }: OfferedFeed, script: ChineseScript, context: PageContext): Html {
  const variant = { ...offered, script };
  const { words } = context;
  const name = words.scriptNames[script];
  const links = feedFormats.map((format) => html` ${formatLink(variant, format, context)}`);
  return html`<li>${words.labelled(name, "")}${links}
${copyableAddress(feedAddress(variant, "rss", context), title + words.inParentheses(name), context)}</li>`;
}

/** Modules that stay clear around the code (ISO/IEC 18004 §6.3.8). */
const QUIET = 4;

/** A text as a QR code: one path of squares on a white ground, dark in any color scheme, since scanners expect it. */
function qrCode(text: string, label: string): Html {
  const modules = encodeQR(text, "raw", { ecc: "low", border: QUIET });
  const size = modules.length;
  const path = modules.flatMap((row, y) => runs(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${path.join("")}"/></svg>`;
}

/** The runs of dark modules in a row. */
function runs(row: readonly boolean[]): readonly (readonly [start: number, length: number])[] {
  return [
    ...row
      .map((isDark) => (isDark ? "1" : "0"))
      .join("")
      .matchAll(/1+/g),
  ].map((run) => [run.index, run[0].length] as const);
}

interface Reader {
  readonly name: string;
  /** The address by which one tap subscribes. */
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

/** One tap each; the last is for the reader that the device has (the `feed` scheme). */
function readerLinks(feed: string, onTheWeb: readonly Reader[], { words }: PageContext): Html {
  const links = [...onTheWeb, { name: words.otherReader, address: (address: string) => `feed:${address}` }];
  return html`<ul class="readers" aria-label="${words.subscribeIn}">${links.map(
    ({ name, address }) => html`<li><a class="button" href="${address(feed)}" rel="noopener">${name}</a></li>`,
  )}</ul>`;
}

/** For newsboat its line; for servers of one's own the pattern, from which a script makes links. */
function ownReaderLinks(feed: string, { words }: PageContext): Html {
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
