import { readFileSync } from "node:fs";
import type { CatalogReader } from "../catalog/catalog.ts";
import type { Document } from "../model/document.ts";
import { feedFormats, type FeedDefinition } from "../model/feed.ts";
import { pageAssets } from "../pages/page-assets.ts";
import { siteDocuments } from "../pages/site-documents.ts";
import { renderFeed } from "../render/render-feed.ts";
import { renderOpml, type ListedFeed } from "../render/opml.ts";
import { hasBegun } from "./edition.ts";
import type { FeedDeps } from "./make-feed.ts";
import { selectArticles, type SelectDeps } from "./select.ts";
import { subscriptionOf } from "./subscription.ts";

/** The files of the package's `assets/`, as documents. */
export function readPageAssets(): readonly Document[] {
  return pageAssets((name) => readFileSync(new URL(`../../assets/${name}`, import.meta.url)));
}

export interface ReadyDeps extends FeedDeps {
  /** What pages load and feeds name, besides documents of the catalog. */
  readonly assets: readonly Document[];
}

/**
 * Makes the documents that are kept ready, before anybody asks: every feed as it is defined, the list of all feeds, and
 * what pages are drawn with. With `touched`, only what a change to these outlets' articles can have changed. No feed is
 * published before there is a first article to put into one.
 */
export function* readyDocuments(deps: ReadyDeps, touched?: ReadonlySet<string>): Generator<Document> {
  const { catalog, edition, renderEntry } = deps;
  const { definitions, site } = edition;
  const listed = definitions
    .filter(({ isHidden }) => isHidden !== true)
    .map((definition) => listedFeed(definition, deps));

  if (hasBegun(catalog)) {
    for (const definition of definitions) {
      if (touched !== undefined && !isTouched(definition, touched)) continue;
      if (!isSelectable(definition, catalog)) continue;
      const feed = subscriptionOf(definition, deps);
      for (const format of feedFormats) yield renderFeed(feed, format, site, renderEntry);
    }
  }
  yield renderOpml(listed, site);
  if (touched !== undefined) return;
  yield* siteDocuments(site);
  yield* deps.assets;
}

/** A query may count back from the newest capture of all outlets. */
function isTouched({ outletIds, query }: FeedDefinition, touched: ReadonlySet<string>): boolean {
  return outletIds === undefined || query !== undefined || outletIds.some((outletId) => touched.has(outletId));
}

/** A feed with a query waits while the search index is made again; its published documents stay. */
function isSelectable({ query }: FeedDefinition, catalog: CatalogReader): boolean {
  return query === undefined || catalog.isSearchable();
}

function listedFeed(definition: FeedDefinition, deps: SelectDeps): ListedFeed {
  if (!isSelectable(definition, deps.catalog)) return { definition };
  for (const { surfacedAt } of selectArticles(definition, deps)) return { definition, updatedAt: surfacedAt };
  return { definition };
}
