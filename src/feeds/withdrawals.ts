import { publicAddress, pagePath } from "../model/addresses.ts";
import type { Article } from "../model/article.ts";
import type { Edition } from "../model/edition.ts";
import { storiesFeedName, type Deletion, type FeedDefinition } from "../model/feed.ts";
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

type Words = Readonly<Record<Locale, { readonly title: string; readonly text: string }>>;

const articleWords: Words = {
  "zh-Hans": { title: "本文已撤回", text: "这篇文章已经撤回，不再提供。" },
  "zh-Hant": { title: "本文已撤回", text: "這篇文章已經撤回，不再提供。" },
  en: { title: "This article was withdrawn", text: "This article has been withdrawn and is no longer available." },
};

const storyWords: Words = {
  "zh-Hans": { title: "本条已撤回", text: "这一事件的报道已经撤回，不再提供。" },
  "zh-Hant": { title: "本條已撤回", text: "這一事件的報道已經撤回，不再提供。" },
  en: {
    title: "This story was withdrawn",
    text: "Reports of this event have been withdrawn and are no longer available.",
  },
};

/** Stories that lost a report by takedowns, which come latest first: each with the latest of its own. */
export function takedownsOfStories(takedowns: readonly Takedown[]): ReadonlyMap<string, Takedown> {
  const ofStories = new Map<string, Takedown>();
  for (const takedown of takedowns) {
    const { storyId } = takedown;
    if (storyId !== undefined) ofStories.getOrInsert(storyId, takedown);
  }
  return ofStories;
}

/**
 * Stands in for an article that was taken down, under its id. Readers keep an entry that is gone, but overwrite one that
 * comes again. It says nothing of the article but whose it was, in the site's language.
 */
export function withdrawnArticle(
  { id, takenDownAt, outletId = "" }: Takedown,
  edition: Pick<Edition, "site" | "definitions">,
): Article {
  return withdrawn({ id, takenDownAt, from: outletId, page: "article-page", words: articleWords }, edition);
}

/** The same for a story that is one of several outlets no more, under the story's id. */
export function withdrawnStory(
  id: string,
  { takenDownAt }: Takedown,
  edition: Pick<Edition, "site" | "definitions">,
): Article {
  const about = { id, takenDownAt, from: storiesFeedName, page: "story-page", words: storyWords } as const;
  // Of a story that nobody reports; by that, entries of stories lead to its page.
  return { ...withdrawn(about, edition), storySize: { reports: 0, outlets: 0 } };
}

interface Withdrawn extends Deletion {
  /** The feed that it is from. */
  readonly from: string;
  readonly page: "article-page" | "story-page";
  readonly words: Words;
}

function withdrawn(
  { id, takenDownAt, from, page, words }: Withdrawn,
  { site, definitions }: Pick<Edition, "site" | "definitions">,
): Article {
  const language = localeOf(site.language);
  const { title, text } = words[language];
  return {
    id,
    outletId: from,
    outletName: definitions.find(({ name }) => name === from)?.title ?? site.title,
    canonicalUrl: publicAddress(site, pagePath({ kind: page, locale: language, id }, language)),
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
