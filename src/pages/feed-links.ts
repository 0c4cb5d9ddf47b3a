import { html, type Html } from "../lib/html/template.ts";
import { convertScript } from "../lib/text/convert-script.ts";
import { scriptOfLanguage } from "../lib/text/script-of-language.ts";
import type { DocumentLink } from "../model/document.ts";
import { feedDocumentPath } from "../model/addresses.ts";
import {
  combinedFeedName,
  feedFormats,
  formatFacts,
  type FeedDefinition,
  type FeedFormat,
  type FeedVariant,
} from "../model/feed.ts";
import { absolute, type PageContext } from "./page-context.ts";

/** A feed to subscribe to, and what it is called. */
export interface OfferedFeed {
  readonly title: string;
  readonly variant: FeedVariant;
}

/**
 * The feed as pages in this language offer it: readers of Traditional Chinese are led to the feed in Traditional, where it
 * holds Chinese and is not in that script itself.
 */
export function offeredFeed(definition: FeedDefinition, { locale, edition }: PageContext): OfferedFeed {
  const { name, title, language, script } = definition;
  const written = script ?? scriptOfLanguage(language);
  const isOther = locale === "zh-Hant" && written !== undefined && written !== locale;
  const isConverted = isOther && edition.site.extent !== "core";
  if (!isConverted) return { title, variant: { name } };
  return { title: convertScript(title, locale), variant: { name, script: locale } };
}

export function feedAddress(variant: FeedVariant, format: FeedFormat, context: PageContext): string {
  return absolute(context, feedDocumentPath(variant, format));
}

/** Autodiscovery of feeds in each format, with titles that tell them apart. */
export function feedAlternates(feeds: readonly OfferedFeed[], context: PageContext): readonly DocumentLink[] {
  return feeds.flatMap(({ title, variant }) =>
    feedFormats.map((format) => ({
      rel: "alternate",
      type: formatFacts[format].mediaType,
      title: title + context.words.inParentheses(formatFacts[format].label),
      href: feedAddress(variant, format, context),
    })),
  );
}

/** The feeds that a page announces: its own first, and on every page the feed of everything. */
export function announced(own: readonly OfferedFeed[], context: PageContext): readonly DocumentLink[] {
  const isMissing = own.every(({ variant }) => variant.name !== combinedFeedName);
  const combined = context.edition.definitions.filter(({ name }) => isMissing && name === combinedFeedName);
  return feedAlternates([...own, ...combined.map((definition) => offeredFeed(definition, context))], context);
}

/** An address to take along: one tap selects it, and a script adds the button that copies it. */
export function copyableAddress(address: string, label: string, { words }: PageContext): Html {
  return html`<span class="copyable"><input class="address" readonly value="${address}" aria-label="${label}" translate="no"><button type="button" class="copy" data-done="${words.copied}" hidden>${words.copyAddress}</button></span>`;
}

/** A link to a feed that shows the name of the format. */
export function formatLink(variant: FeedVariant, format: FeedFormat, context: PageContext): Html {
  const { label, mediaType } = formatFacts[format];
  return html`<a href="${feedAddress(variant, format, context)}" type="${mediaType}">${label}</a>`;
}

/** The addresses of a feed, each under the name of its format. */
export function addressList({ title, variant }: OfferedFeed, context: PageContext): Html {
  const rows = feedFormats.map(
    (format) => html`
<div><dt>${formatLink(variant, format, context)}</dt><dd><p>${context.words.formatNotes[format]}</p>
${copyableAddress(feedAddress(variant, format, context), title + context.words.inParentheses(formatFacts[format].label), context)}</dd></div>`,
  );
  return html`<dl class="addresses">${rows}\n</dl>`;
}
