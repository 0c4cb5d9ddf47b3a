import { publicAddress, pagePath } from "../model/addresses.ts";
import type { Article } from "../model/article.ts";
import type { Edition } from "../model/edition.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { localeOf, type Locale } from "../model/locale.ts";
import type { Takedown } from "../model/takedown.ts";

/** Time for which readers are told of a takedown (RFC 6721). */
const TOLD_MS = 30 * 86_400_000;

/**
 * Takedowns of articles of these outlets up to 30 days before the present, latest first. The present is not the clock's:
 * it is the latest day the catalog knows of.
 */
export function lateTakedowns(
  takedowns: readonly Takedown[],
  { outletIds }: Pick<FeedDefinition, "outletIds">,
  present: Date,
): readonly Takedown[] {
  return takedowns
    .filter(({ outletId }) => outletId !== undefined && (outletIds?.includes(outletId) ?? true))
    .filter(({ takenDownAt }) => takenDownAt.getTime() >= present.getTime() - TOLD_MS);
}

const words: Readonly<Record<Locale, { readonly title: string; readonly text: string }>> = {
  "zh-Hans": { title: "本文已撤回", text: "这篇文章已经撤回，不再提供。" },
  "zh-Hant": { title: "本文已撤回", text: "這篇文章已經撤回，不再提供。" },
  en: { title: "This article was withdrawn", text: "This article has been withdrawn and is no longer available." },
};

/**
 * Stands in for an article that was taken down, under its id. Readers keep an entry that is gone, but overwrite one that
 * comes again. It says nothing of the article but whose it was, in the site's language.
 */
export function withdrawnArticle(
  { id, takenDownAt, outletId = "" }: Takedown,
  { site, definitions }: Pick<Edition, "site" | "definitions">,
): Article {
  const language = localeOf(site.language);
  const { title, text } = words[language];
  return {
    id,
    outletId,
    outletName: definitions.find(({ name }) => name === outletId)?.title ?? site.title,
    canonicalUrl: publicAddress(site, pagePath({ kind: "article-page", locale: language, id }, language)),
    title,
    language,
    authors: [],
    bodyHtml: `<p>${text}</p>`,
    excerpt: text,
    entries: "full",
    publishedAt: takenDownAt,
    publishedAtIsCaptureTime: false,
    updatedAt: takenDownAt,
    firstCapturedAt: takenDownAt,
    capturedAt: takenDownAt,
    surfacedAt: takenDownAt,
    revision: `withdrawn-${id}-${takenDownAt.getTime()}-${language}`,
  };
}
