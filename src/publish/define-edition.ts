import type { CatalogReader } from "../catalog/catalog.ts";
import { defineFeeds, renamedFeeds } from "../feeds/define-feeds.ts";
import { definedFeedAt, feedPath } from "../model/addresses.ts";
import type { FeedSettings } from "../model/custom-feed.ts";
import type { Edition } from "../model/edition.ts";
import type { Publication } from "../model/feed.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import type { Outlets } from "../outlets/outlets.ts";

export interface EditionDeps {
  readonly catalog: CatalogReader;
  readonly outlets: Outlets;
  readonly feeds: FeedSettings;
  readonly publication: Publication;
}

/** An edition but for when it changed. */
export type EditionFacts = Omit<Edition, "changedAt">;

/** What is published under these settings from what the catalog holds now. */
export function defineEdition({ catalog, outlets, feeds, publication }: EditionDeps): EditionFacts {
  const tags = catalog.documentTags();
  // Once a feed has readers it stays, though it lost its last article.
  const hasOther =
    catalog.outlets().some(({ outletId }) => outletId === GENERIC_OUTLET_ID) ||
    tags.has(feedPath(GENERIC_OUTLET_ID, "rss"));
  const definitions = defineFeeds({ publication, outlets: outlets.all, settings: feeds, hasOther });
  const names = new Set(definitions.map(({ name }) => name));
  const removed = [...catalog.removedPaths()].map(definedFeedAt).filter((name) => name !== undefined);
  const gone = new Set(removed.filter((name) => !names.has(name)));
  return { publication, definitions, outlets: outlets.all, renamed: renamedFeeds(outlets.all, feeds.custom), gone };
}
