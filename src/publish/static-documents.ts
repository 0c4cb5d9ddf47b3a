import {
  combinedFeedAliases,
  everyFeedAliases,
  everyFeedPath,
  feedPath,
  importListAliases,
  opmlPath,
  openSearchPath,
  robotsPath,
  siteImages,
  type DocumentAddress,
} from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import { combinedFeedName, feedFormats, type FeedDefinition, type FeedVariant, type Site } from "../model/feed.ts";
import { chineseScripts, localesOf, type Locale } from "../model/locale.ts";
import { entriesOf } from "./entries.ts";
import { historyVariants, type HistoryDeps } from "./history.ts";
import { makeDocument, type MakeDeps } from "./make-document.ts";
import { readyDocuments, type ReadyDeps } from "./ready-documents.ts";
import { selectionOf } from "./select.ts";

export type StaticDeps = MakeDeps & ReadyDeps & { readonly hasSearch: false };

/** A document for a directory of files. */
export interface StaticDocument extends Pick<Document, "path" | "body"> {
  /** True for texts that readers ask for again and again, and that pages are drawn with. */
  readonly isHot: boolean;
}

/** All documents of a site but searches, which files cannot answer, with their number. They are made one at a time. */
export async function staticDocuments(
  deps: StaticDeps,
): Promise<{ total: number; documents: AsyncIterable<StaticDocument> }> {
  const ready = (await Array.fromAsync(readyDocuments(deps))).filter(({ path }) => path !== openSearchPath);
  const fixed = [...ready.flatMap(withAliases), robots];
  const addresses = await Array.fromAsync(listAddresses(deps));
  return { total: fixed.length + addresses.length, documents: withOnDemand(fixed, addresses, deps) };
}

async function* withOnDemand(
  fixed: readonly StaticDocument[],
  addresses: readonly DocumentAddress[],
  deps: StaticDeps,
): AsyncGenerator<StaticDocument> {
  yield* fixed;
  for (const address of addresses) {
    const made = await makeDocument(deps, address);
    if (made.kind === "document") yield { ...made.document, isHot: false };
  }
}

/** Files cannot redirect: the addresses that people, readers and browsers guess are copies. */
function withAliases({ path, body, contentType }: Document): readonly StaticDocument[] {
  const aliases = aliasesOf(path).filter((alias) => /\.[a-z]+$|^\/\.well-known\//.test(alias));
  return [path, ...aliases].map((each) => ({ path: each, body, isHot: !contentType.startsWith("image/") }));
}

function aliasesOf(path: string): readonly string[] {
  if (path === opmlPath) return importListAliases;
  if (path === everyFeedPath) return everyFeedAliases;
  if (path === siteImages.favicon.path) return ["/favicon.ico"];
  const format = feedFormats.find((each) => path === feedPath(combinedFeedName, each));
  return format === undefined ? [] : combinedFeedAliases[format];
}

/** Allows all: there are no searches to keep crawlers from. */
const robots: StaticDocument = {
  path: robotsPath,
  body: Buffer.from("User-agent: *\nDisallow:\n"),
  isHot: false,
};

/** Every address of a document on demand that can be known beforehand: all but searches. */
export async function* listAddresses(deps: HistoryDeps & Pick<MakeDeps, "edition">): AsyncGenerator<DocumentAddress> {
  const { catalog, edition } = deps;
  const { site, definitions } = edition;
  for (const locale of localesOf(site)) {
    yield { kind: "start-page", locale };
    yield { kind: "policy-page", locale };
    for (const definition of definitions) yield* feedPages(definition, locale, deps, site);
    for await (const addresses of catalog.articles.addresses()) {
      for (const { id } of addresses) yield { kind: "article-page", locale, id };
    }
    for await (const { id } of catalog.articles.stories({ isBrief: true })) yield { kind: "story-page", locale, id };
  }
  for (const definition of definitions) {
    for await (const variant of variants(definition, deps, site)) {
      for (const format of feedFormats) yield { kind: "feed", variant, format };
    }
  }
}

async function* feedPages(
  definition: FeedDefinition,
  locale: Locale,
  deps: HistoryDeps,
  { extent }: Site,
): AsyncGenerator<DocumentAddress> {
  const page = { kind: "feed-page", locale, name: definition.name } as const;
  yield page;
  const days = (await entriesOf(definition, deps).days(selectionOf(definition))).map(({ day }) => day);
  if (days.length === 0) return;
  yield { ...page, shown: { everyDay: true } };
  const months = new Set(days.map((day) => day.slice(0, "2024-05".length)));
  for (const month of months) yield { ...page, shown: { month } };
  for (const day of days) yield { ...page, shown: { day } };
  if (extent === "core") return;
  const daysOfYear = new Set(days.map((day) => day.slice("2024-".length)));
  for (const onDay of daysOfYear) yield { ...page, shown: { onDay } };
}

/** The parts of a feed's history; where all is published, days of the year and the feed in each script, too. */
async function* variants(definition: FeedDefinition, deps: HistoryDeps, { extent }: Site): AsyncGenerator<FeedVariant> {
  const { name } = definition;
  const isCore = extent === "core";
  const all = await Array.fromAsync(historyVariants(deps, definition));
  const ofFeed = all.filter(({ part }) => !isCore || part !== undefined);
  yield* ofFeed;
  for (const script of isCore ? [] : chineseScripts) {
    yield { name, script };
    for (const variant of ofFeed) yield { ...variant, script };
  }
}
