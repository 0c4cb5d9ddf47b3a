import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import RssParser from "rss-parser";
import type { Catalog } from "../src/catalog/catalog.ts";
import type { Document } from "../src/model/document.ts";
import { feedFormats, type FeedDefinition, type FeedFormat } from "../src/model/feed.ts";
import { outletDefaults } from "../src/outlets/generic-outlet.ts";
import { createOutlets } from "../src/outlets/outlets.ts";
import { defineEdition } from "../src/publish/edition.ts";
import { historyFeed, historyVariants } from "../src/publish/history.ts";
import { entryRenderer } from "../src/publish/make-feed.ts";
import { readyDocuments } from "../src/publish/ready-documents.ts";
import { renderFeed } from "../src/render/render-feed.ts";
import { readWithFeedsmith } from "./read-back.ts";
import { site } from "./render-cases.ts";

/** What a reader sees of a document: its entries, and where its links through the history lead. */
export interface ReadPage {
  readonly ids: readonly (string | undefined)[];
  readonly links: ReadonlyMap<string, string>;
}

const outletIds = ["one", "two"];
export const definitions: readonly FeedDefinition[] = ["all", ...outletIds].map((name) => ({
  name,
  title: name,
  description: name,
  language: "zh-Hans",
  rights: "©",
  ...(name === "all" ? {} : { outletIds: [name] }),
}));

/** Every document there is of the catalog's feeds, by its public address. */
export async function publishAll(catalog: Catalog): Promise<ReadonlyMap<string, Document>> {
  const outlets = createOutlets(outletIds.map((id) => ({ ...outletDefaults, id, name: id, hosts: [`${id}.example`] })));
  if (!outlets.ok) throw new Error("These outlets cannot contradict each other.");
  const renderEntry = entryRenderer(site, 1_000_000);
  const feeds = { custom: [], combined: { scripts: "both" as const } };
  const edition = await defineEdition(catalog, { outlets: outlets.value, feeds, site });
  const documents = await Array.fromAsync(readyDocuments({ catalog, edition, renderEntry, assets: [] }));
  for (const definition of definitions) {
    for await (const variant of historyVariants({ catalog, edition }, definition)) {
      const feed = await historyFeed({ catalog, edition: { ...edition, definitions } }, variant);
      if (feed === undefined) throw new Error(`listed, but not there: ${JSON.stringify(variant)}`);
      for (const format of feedFormats) documents.push(renderFeed(feed, format, site, renderEntry));
    }
  }
  return new Map(documents.map((document) => [site.publicUrl + document.path, document]));
}

/** Reads a document with feedsmith. */
export async function readPage({ body }: Pick<Document, "body">, format: FeedFormat): Promise<ReadPage> {
  const text = Buffer.from(body).toString();
  return { ids: readWithFeedsmith(text, format, "summary").map(({ id }) => id), links: linksIn(text, format) };
}

function linksIn(text: string, format: FeedFormat): ReadonlyMap<string, string> {
  if (format === "json") {
    const { next_url: next } = parseJsonFeed(text);
    return new Map(next === undefined ? [] : [["prev-archive", next]]);
  }
  const links = format === "rss" ? parseRssFeed(text).atom?.links : parseAtomFeed(text).links;
  return new Map((links ?? []).map(({ rel = "", href = "" }) => [rel, href]));
}

interface RssParserLink {
  readonly $: { readonly rel: string; readonly href: string };
}

/** As rss-parser takes it, and its types do not: every link of the channel, as an array. */
const everyLink = '{"feed":[["atom:link","links",{"keepArray":true}]]}';

/** Reads an RSS document with rss-parser. */
export async function readWithRssParser({ body }: Pick<Document, "body">): Promise<ReadPage> {
  const parser = new RssParser<{ links?: readonly RssParserLink[] }>({ customFields: JSON.parse(everyLink) });
  const { items, links = [] } = await parser.parseString(Buffer.from(body).toString());
  return { ids: items.map(({ guid }) => guid), links: new Map(links.map(({ $: { rel, href } }) => [rel, href])) };
}

/** Follows `prev-archive` from an address to the end: the pages in the order they are read. */
export async function walkBack(
  documents: ReadonlyMap<string, Pick<Document, "body">>,
  start: string,
  read: (document: Pick<Document, "body">) => Promise<ReadPage>,
): Promise<readonly (ReadPage & { readonly address: string })[]> {
  const pages: (ReadPage & { readonly address: string })[] = [];
  for (let address: string | undefined = start; address !== undefined;) {
    const document = documents.get(address);
    if (document === undefined) throw new Error(`a link leads nowhere: ${address}`);
    if (pages.some((page) => page.address === address)) throw new Error(`a walk in circles: ${address}`);
    const page: ReadPage = await read(document);
    pages.push({ address, ...page });
    address = page.links.get("prev-archive");
  }
  return pages;
}
