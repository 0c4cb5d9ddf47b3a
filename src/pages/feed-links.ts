import { html, type Html } from "../lib/html/template.ts";
import { feedPath, publicAddress } from "../model/addresses.ts";
import type { DocumentLink } from "../model/document.ts";
import { feedFormats, formatFacts, type FeedDefinition, type FeedFormat, type Publication } from "../model/feed.ts";

/** Autodiscovery of a feed in each format, with titles that tell them apart. */
export function feedAlternates(definition: FeedDefinition, publication: Publication): readonly DocumentLink[] {
  return feedFormats.map((format) => ({
    rel: "alternate",
    type: formatFacts[format].mediaType,
    title: `${definition.title} (${formatFacts[format].label})`,
    href: publicAddress(publication, feedPath(definition.name, format)),
  }));
}

/** An address to copy: one tap selects the whole of it. */
export function copyableAddress(address: string): Html {
  return html`<code class="address" translate="no">${address}</code>`;
}

/** The addresses of a feed, each under the name of its format. */
export function addressList(
  definition: FeedDefinition,
  publication: Publication,
  formats: readonly FeedFormat[] = feedFormats,
): Html {
  const rows = formats.map((format) => {
    const address = publicAddress(publication, feedPath(definition.name, format));
    return html`
<div><dt>${formatLink(definition, format, publication)}</dt><dd>${copyableAddress(address)}</dd></div>`;
  });
  return html`<dl class="addresses">${rows}\n</dl>`;
}

/** A link to a feed that shows the name of the format. */
export function formatLink({ name }: FeedDefinition, format: FeedFormat, publication: Publication): Html {
  const { label, mediaType } = formatFacts[format];
  return html`<a href="${publicAddress(publication, feedPath(name, format))}" type="${mediaType}">${label}</a>`;
}
