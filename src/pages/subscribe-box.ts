import { html, type Html } from "../lib/html/template.ts";
import { addressList, copyableAddress, feedAddress, formatLink, type OfferedFeed } from "./feed-links.ts";
import { chineseScripts, type ChineseScript } from "../model/locale.ts";
import type { PageContext } from "./page-context.ts";
import { qrCode } from "./qr-code.ts";
import { ownReaderLinks, readerLinks } from "./reader-links.ts";

/** What a person needs to subscribe: the address, the readers, the formats, and a way to a phone. */
export function subscribeBox(feed: OfferedFeed, context: PageContext): Html {
  const { words } = context;
  const address = feedAddress(feed.variant, "rss", context);
  return html`<section class="subscribe" aria-labelledby="subscribe">
<div>
<h2 id="subscribe">${words.thisIsAFeed}</h2>
<p>${words.thisIsAFeedNote}</p>
${copyableAddress(address, words.feedAddress, context)}
${readerLinks(address, context)}
</div>
${qrCode(address, words.qrCode)}
<details><summary>newsboat, FreshRSS, Miniflux</summary>
${ownReaderLinks(address, context)}
</details>
<details><summary>${words.formatsTitle}: RSS, Atom, JSON Feed</summary>
${addressList(feed, context)}
</details>
<details><summary>${words.scriptsTitle}</summary>
<p>${words.scriptsNote}</p>
<ul>${chineseScripts.map((script) => inScript(feed, script, context))}</ul>
</details>
</section>`;
}

function inScript({ variant: offered, title }: OfferedFeed, script: ChineseScript, context: PageContext): Html {
  const variant = { ...offered, script };
  const name = context.words.scriptNames[script];
  return html`<li>${name}: ${formatLink(variant, "rss", context)}, ${formatLink(variant, "atom", context)}, ${formatLink(variant, "json", context)}
${copyableAddress(feedAddress(variant, "rss", context), `${title} (${name})`, context)}</li>`;
}
