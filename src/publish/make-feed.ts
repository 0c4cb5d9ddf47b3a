import { buildFeed } from "../feeds/build-feed.ts";
import { chooseFeed, searchFeed } from "../feeds/choose-feed.ts";
import { convertDefinition } from "../feeds/convert-definition.ts";
import type { FeedAddress } from "../model/document-address.ts";
import type { FeedDefinition, FeedFormat } from "../model/feed.ts";
import { feedDocumentPath, searchFeedName, type Choice, type FeedPlace } from "../model/feed-place.ts";
import type { Made } from "../model/made.ts";
import { renderFeed } from "../render/render-feed.ts";
import { readChoice } from "../search/read-choice.ts";
import { showMistake } from "../search/show-mistake.ts";
import { historyFeed } from "./history-feed.ts";
import type { MakingDeps } from "./make-document.ts";
import { selectArticles } from "./select-articles.ts";

/** A feed in another script, a choice of a feed, a part of its history. Feeds as they are defined are kept ready. */
export function makeFeed(deps: MakingDeps, { place, format, asked = {} }: FeedAddress): Made {
  const { catalog, edition } = deps;
  const defined = definitionAt(place.name, deps);
  if (defined === undefined) return { kind: "none" };
  if (catalog.outlets().length === 0) return { kind: "not-yet" };
  if (place.part !== undefined || place.onDay !== undefined) return ofHistory(deps, place, format);

  const definition = place.script === undefined ? defined : convertDefinition(defined, place.script);
  const read = readChoice(asked, definition);
  if (!read.ok) return { kind: "mistake", message: read.mistake.message, shown: showMistake(read.value, read.mistake) };
  const { choice } = read;
  if (choice === undefined && place.script === undefined) {
    // A search for nothing in particular finds what there is.
    const name = place.name === searchFeedName ? edition.definitions[0]?.name : place.name;
    return name === undefined ? { kind: "none" } : { kind: "ready", path: feedDocumentPath({ name }, format) };
  }
  return feedOf(deps, { definition, place, format }, choice);
}

function ofHistory(deps: MakingDeps, place: FeedPlace, format: FeedFormat): Made {
  const feed = historyFeed(deps, place);
  if (feed === undefined) return { kind: "none" };
  return { kind: "document", document: renderFeed(feed, format, deps.edition.publication, deps.renderEntry) };
}

function feedOf(
  deps: MakingDeps,
  { definition, place, format }: Pick<FeedAddress, "place" | "format"> & { readonly definition: FeedDefinition },
  choice: Choice | undefined,
): Made {
  const chosen = choice === undefined ? definition : chooseFeed(definition, choice);
  const feed = buildFeed(chosen, selectArticles(definition, deps, choice));
  const placed = { ...feed, place: { ...place, ...(choice !== undefined && { choice }) } };
  return { kind: "document", document: renderFeed(placed, format, deps.edition.publication, deps.renderEntry) };
}

function definitionAt(name: string, { edition: { definitions, publication } }: MakingDeps): FeedDefinition | undefined {
  if (name === searchFeedName) return searchFeed(publication);
  return definitions.find((definition) => definition.name === name);
}
