import type { CatalogReader } from "../catalog/catalog.ts";
import { defineFeeds, renamedFeeds } from "../feeds/define-feeds.ts";
import { definedFeedAt, feedPath } from "../model/addresses.ts";
import type { FeedSettings } from "../model/custom-feed.ts";
import type { Edition } from "../model/edition.ts";
import { combinedFeedName, storiesFeedName, type Site } from "../model/feed.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import { firstOf } from "./select.ts";
import type { Outlets } from "../outlets/outlets.ts";

/** The settings that decide what is published. */
export interface PublishSettings {
  readonly outlets: Outlets;
  readonly feeds: FeedSettings;
  readonly site: Site;
}

/** Defines the edition that these settings make of the catalog as it is now, when documents of these paths are removed. */
export async function defineEdition(
  catalog: CatalogReader,
  { outlets, feeds, site }: PublishSettings,
  removed: readonly string[] = [],
): Promise<Edition> {
  // Once a feed has readers it stays, though it lost its last article.
  const hasOther =
    (await catalog.articles.outlets()).some(({ outletId }) => outletId === GENERIC_OUTLET_ID) ||
    (await catalog.documents.tags()).has(feedPath(GENERIC_OUTLET_ID, "rss"));
  const hasStories =
    (await firstOf(catalog.articles.stories(), 1)).length > 0 ||
    (await catalog.documents.tags()).has(feedPath(storiesFeedName, "rss")) ||
    (await catalog.state.takedowns()).some(({ storyId }) => storyId !== undefined);
  const definitions = defineFeeds({ site, outlets: outlets.all, settings: feeds, hasOther, hasStories });
  const names = new Set(definitions.map(({ name }) => name));
  const before = await catalog.documents.edition();
  const removedNow = removed.map(definedFeedAt).filter((name) => name !== undefined);
  const gone = new Set([...(before?.edition.gone ?? []), ...removedNow]).difference(names);
  const renamed = renamedFeeds(outlets.all, feeds.custom);
  return { site, definitions, outlets: outlets.all, renamed, gone };
}

/** False before the first article: no feed is published then. A feed that lost its last article stays, empty. */
export async function hasBegun({ articles, documents }: CatalogReader): Promise<boolean> {
  if ((await articles.outlets()).length > 0) return true;
  return (await documents.tags()).has(feedPath(combinedFeedName, "rss"));
}
