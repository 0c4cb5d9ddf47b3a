import { readFileSync } from "node:fs";
import type { CatalogReader } from "../catalog/catalog.ts";
import { convertDefinition } from "../feeds/scripts.ts";
import { scriptOfLanguage } from "../lib/text/script-of-language.ts";
import type { Document } from "../model/document.ts";
import type { Edition } from "../model/edition.ts";
import { feedFormats, type FeedDefinition } from "../model/feed.ts";
import { chineseScripts, localeOf, type ChineseScript, type Locale } from "../model/locale.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import { pageAssets } from "../pages/page-assets.ts";
import { siteDocuments } from "../pages/site-documents.ts";
import { renderFeed } from "../render/render-feed.ts";
import { renderEveryFeed, renderOpml, type Folder, type ListedFeed } from "../render/opml.ts";
import { hasBegun } from "./edition.ts";
import type { FeedDeps } from "./make-feed.ts";
import { firstOf, selectArticles, type SelectDeps } from "./select.ts";
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
 * Makes the documents that are kept ready, before anybody asks: every feed as it is defined, the lists of feeds, and
 * what pages are drawn with. With `touched`, only what a change to these outlets' articles can have changed. No feed is
 * published before there is a first article to put into one.
 */
export async function* readyDocuments(deps: ReadyDeps, touched?: ReadonlySet<string>): AsyncGenerator<Document> {
  const { catalog, edition, renderEntry } = deps;
  const { definitions, site } = edition;
  const shown = definitions.filter(({ isHidden }) => isHidden !== true);
  const listed = await Array.fromAsync(shown, (definition) => listedFeed(definition, deps));

  if (await hasBegun(catalog)) {
    for (const definition of definitions) {
      if (touched !== undefined && !isTouched(definition, touched)) continue;
      if (!(await isSelectable(definition, catalog))) continue;
      const feed = await subscriptionOf(definition, deps);
      for (const format of feedFormats) yield renderFeed(feed, format, site, renderEntry);
    }
  }
  yield* listsOf(listed, edition);
  if (touched !== undefined) return;
  yield* siteDocuments(site);
  yield* deps.assets;
}

/** A query may count back from the newest capture of all outlets. */
function isTouched({ outletIds, query }: FeedDefinition, touched: ReadonlySet<string>): boolean {
  return outletIds === undefined || query !== undefined || outletIds.some((outletId) => touched.has(outletId));
}

/** A feed with a query waits while the search index is made again; its published documents stay. */
async function isSelectable({ query }: FeedDefinition, catalog: CatalogReader): Promise<boolean> {
  return query === undefined || (await catalog.articles.extent()).isSearchable;
}

/** The list for import, where each article is in one feed, and the list of every feed. */
function* listsOf(listed: readonly ListedFeed[], { site, outlets }: Edition): Generator<Document> {
  const names = new Set([...outlets.map(({ id }) => id), GENERIC_OUTLET_ID]);
  const isOfOutlet = ({ definition }: ListedFeed): boolean => names.has(definition.name);
  const ofOutlets = listed.filter(isOfOutlet);
  yield renderOpml(ofOutlets, site);
  const titles = folderTitles[localeOf(site.language)];
  const inScript = (script: ChineseScript): Folder => {
    return { title: titles[script], feeds: listed.flatMap(({ definition }) => variantIn(script, definition)) };
  };
  const scripts = site.extent === "core" ? [] : chineseScripts;
  const combined = { title: titles.combined, feeds: listed.filter((feed) => !isOfOutlet(feed)) };
  yield renderEveryFeed([{ title: titles.outlets, feeds: ofOutlets }, combined, ...scripts.map(inScript)], site);
}

const folderTitles: Readonly<Record<Locale, Readonly<Record<"outlets" | "combined" | ChineseScript, string>>>> = {
  "zh-Hans": { outlets: "各媒体", combined: "合集与专题", "zh-Hans": "简体中文版", "zh-Hant": "繁體中文版" },
  "zh-Hant": { outlets: "各媒體", combined: "合集與專題", "zh-Hans": "简体中文版", "zh-Hant": "繁體中文版" },
  en: {
    outlets: "Outlets",
    combined: "Combined and selected",
    "zh-Hans": "In Simplified Chinese",
    "zh-Hant": "In Traditional Chinese",
  },
};

/** The variant of a Chinese feed in a script, where the feed itself is not in that script alone. */
function variantIn(script: ChineseScript, definition: FeedDefinition): readonly ListedFeed[] {
  if (definition.script === script || scriptOfLanguage(definition.language) === undefined) return [];
  return [{ definition: convertDefinition(definition, script), variant: { name: definition.name, script } }];
}

async function listedFeed(definition: FeedDefinition, deps: SelectDeps): Promise<ListedFeed> {
  if (!(await isSelectable(definition, deps.catalog))) return { definition };
  const [newest] = await firstOf(selectArticles(definition, deps), 1);
  return newest === undefined ? { definition } : { definition, updatedAt: newest.surfacedAt };
}
