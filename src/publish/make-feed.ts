import { LRUCache } from "lru-cache";
import { chooseFeed, searchFeed } from "../feeds/choose-feed.ts";
import { convertDefinition } from "../feeds/scripts.ts";
import type { Article } from "../model/article.ts";
import { feedDocumentPath, type FeedAddress } from "../model/addresses.ts";
import type { Edition } from "../model/edition.ts";
import {
  searchFeedName,
  type Choice,
  type FeedDefinition,
  type FeedFormat,
  type FeedVariant,
  type Site,
} from "../model/feed.ts";
import type { Made } from "../model/document.ts";
import { renderEntry, renderFeed } from "../render/render-feed.ts";
import { readChoice } from "../search/read-choice.ts";
import { showMistake } from "../search/query-mistake.ts";
import { hasBegun } from "./edition.ts";
import { historyFeed } from "./history.ts";
import type { SelectDeps } from "./select.ts";
import { chosenFeed, subscriptionOf } from "./subscription.ts";

export type EntryRenderer = (article: Article, format: FeedFormat) => Uint8Array;

/**
 * Renders entries of one site, and keeps at most `maxBytes` of them: an entry's bytes depend on nothing but its
 * article's revision and its format, so that one once kept is never stale.
 */
export function entryRenderer(site: Site, maxBytes: number): EntryRenderer {
  return keepEntries((article, format) => renderEntry(article, format, site), maxBytes);
}

export function keepEntries(render: EntryRenderer, maxBytes: number): EntryRenderer {
  const entries = new LRUCache<string, Uint8Array>({
    maxSize: maxBytes,
    sizeCalculation: ({ byteLength }) => byteLength,
  });
  return (article, format) => {
    const key = `${format}:${article.revision}`;
    const kept = entries.get(key);
    if (kept !== undefined) return kept;
    const bytes = render(article, format);
    entries.set(key, bytes);
    return bytes;
  };
}

export interface FeedDeps extends SelectDeps {
  readonly edition: Edition;
  readonly renderEntry: EntryRenderer;
}

/** A feed in another script, a choice of a feed, a part of its history. Feeds as they are defined are kept ready. */
export async function makeFeed(deps: FeedDeps, { variant, format, asked = {} }: FeedAddress): Promise<Made> {
  const { catalog, edition } = deps;
  const defined = definitionAt(variant.name, deps);
  if (defined === undefined) return { kind: "none" };
  if (!(await hasBegun(catalog))) return { kind: "not-yet" };
  if (variant.part !== undefined || variant.onDay !== undefined) return await ofHistory(deps, variant, format);

  const definition = variant.script === undefined ? defined : convertDefinition(defined, variant.script);
  const read = readChoice(asked, definition, edition.outlets);
  if (!read.ok)
    return { kind: "mistake", message: read.mistake.message, shown: showMistake(read.written, read.mistake) };
  const choice = read.value;
  if (choice === undefined && variant.script === undefined) {
    // A search for nothing in particular finds what there is.
    const name = variant.name === searchFeedName ? edition.definitions[0]?.name : variant.name;
    return name === undefined ? { kind: "none" } : { kind: "ready", path: feedDocumentPath({ name }, format) };
  }
  return await feedOf(deps, { definition, variant, format }, choice);
}

async function ofHistory(deps: FeedDeps, variant: FeedVariant, format: FeedFormat): Promise<Made> {
  const feed = await historyFeed(deps, variant);
  if (feed === undefined) return { kind: "none" };
  return { kind: "document", document: renderFeed(feed, format, deps.edition.site, deps.renderEntry) };
}

async function feedOf(
  deps: FeedDeps,
  { definition, variant, format }: Pick<FeedAddress, "variant" | "format"> & { readonly definition: FeedDefinition },
  choice: Choice | undefined,
): Promise<Made> {
  const feed =
    choice === undefined
      ? await subscriptionOf(definition, deps)
      : await chosenFeed(chooseFeed(definition, choice), definition, choice, deps);
  const varied = { ...feed, variant: { ...variant, ...(choice !== undefined && { choice }) } };
  return { kind: "document", document: renderFeed(varied, format, deps.edition.site, deps.renderEntry) };
}

function definitionAt(name: string, { edition: { definitions, site } }: FeedDeps): FeedDefinition | undefined {
  if (name === searchFeedName) return searchFeed(site);
  return definitions.find((definition) => definition.name === name);
}
