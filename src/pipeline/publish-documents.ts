import type { CatalogReader } from "../catalog/catalog.ts";
import { buildFeed } from "../feeds/build-feed.ts";
import { defineFeeds } from "../feeds/define-feeds.ts";
import type { Document } from "../model/document.ts";
import { feedFormats, type FeedDefinition, type Publication } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { renderFeedPage } from "../pages/feed-page.ts";
import type { FeedOverview } from "../pages/overview.ts";
import { renderSiteImages } from "../pages/site-images.ts";
import { renderStartPage } from "../pages/start-page.ts";
import { renderStylesheet } from "../pages/stylesheet.ts";
import { renderEntry } from "../render/render-entry.ts";
import { renderFeed } from "../render/render-feed.ts";
import { renderOpml, type ListedFeed } from "../render/opml.ts";
import { createEntryCache, type EntryRenderer } from "./entry-cache.ts";

export interface PublishingDeps {
  readonly catalog: CatalogReader;
  readonly outlets: Outlets;
  readonly publication: Publication;
  /** From `entryRenderer`, for the same publication. */
  readonly renderEntry: EntryRenderer;
}

/** Renders entries for one publication, keeping at most `cacheBytes` of them. */
export function entryRenderer(publication: Publication, cacheBytes: number): EntryRenderer {
  return createEntryCache((article, format) => renderEntry(article, format, publication), cacheBytes);
}

/**
 * The read path: what the catalog holds becomes documents. With `touched`, only what a change to these outlets'
 * articles can have changed: their feeds and the lists of all feeds. No feed is published before there is a first
 * article to put into one.
 */
export function* publishDocuments(deps: PublishingDeps, touched?: ReadonlySet<string>): Generator<Document> {
  const { catalog, publication } = deps;
  const definitions = definitionsOf(deps);
  const overviews = definitions.map((definition) => overviewOf(definition, catalog));

  if (overviews.some(({ newest }) => newest !== undefined)) {
    for (const definition of definitions) {
      if (touched !== undefined && !isTouched(definition, touched)) continue;
      const feed = buildFeed(definition, catalog.newest(selectionOf(definition)));
      for (const format of feedFormats) yield renderFeed(feed, format, publication, deps.renderEntry);
      yield renderFeedPage(feed, publication);
    }
  }
  yield renderOpml(overviews.map(withUpdatedAt), publication);
  yield renderStartPage({ feeds: overviews, problems: catalog.problemCount() }, publication);
  if (touched === undefined) {
    yield renderStylesheet();
    yield* renderSiteImages();
  }
}

/** What a definition asks of the catalog. */
function selectionOf({ outletIds }: FeedDefinition): Selection {
  return outletIds === undefined ? {} : { outletIds };
}

function definitionsOf({ catalog, outlets, publication }: PublishingDeps): readonly FeedDefinition[] {
  const hasOther = catalog.outlets().some(({ outletId }) => outletId === GENERIC_OUTLET_ID);
  return defineFeeds(outlets.all, publication, hasOther);
}

function isTouched({ outletIds }: FeedDefinition, touched: ReadonlySet<string>): boolean {
  return outletIds === undefined || outletIds.some((outletId) => touched.has(outletId));
}

function overviewOf(definition: FeedDefinition, catalog: CatalogReader): FeedOverview {
  const summaries = catalog.outlets().filter(({ outletId }) => definition.outletIds?.includes(outletId) ?? true);
  const articles = summaries.reduce((sum, summary) => sum + summary.articles, 0);
  for (const { title, canonicalUrl, surfacedAt } of catalog.newest(selectionOf(definition))) {
    return { definition, articles, newest: { title, url: canonicalUrl, surfacedAt } };
  }
  return { definition, articles };
}

function withUpdatedAt({ definition, newest }: FeedOverview): ListedFeed {
  return newest === undefined ? { definition } : { definition, updatedAt: newest.surfacedAt };
}
