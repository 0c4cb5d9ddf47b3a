import { buildFeed } from "../feeds/build-feed.ts";
import { chooseFeed, searchFeed } from "../feeds/choose-feed.ts";
import { convertDefinition } from "../feeds/convert-definition.ts";
import { feedDocumentPath, type FeedAddress } from "../model/addresses.ts";
import { searchFeedName, type Choice, type FeedDefinition, type FeedFormat, type FeedVariant } from "../model/feed.ts";
import type { Made } from "../model/made.ts";
import { renderFeed } from "../render/render-feed.ts";
import { readChoice } from "../search/read-choice.ts";
import { showMistake } from "../search/show-mistake.ts";
import { historyFeed } from "./history-feed.ts";
import type { MakingDeps } from "./make-document.ts";
import { selectArticles } from "./select-articles.ts";

/** A feed in another script, a choice of a feed, a part of its history. Feeds as they are defined are kept ready. */
export function makeFeed(deps: MakingDeps, { variant, format, asked = {} }: FeedAddress): Made {
  const { catalog, edition } = deps;
  const defined = definitionAt(variant.name, deps);
  if (defined === undefined) return { kind: "none" };
  if (catalog.outlets().length === 0) return { kind: "not-yet" };
  if (variant.part !== undefined || variant.onDay !== undefined) return ofHistory(deps, variant, format);

  const definition = variant.script === undefined ? defined : convertDefinition(defined, variant.script);
  const read = readChoice(asked, definition);
  if (!read.ok) return { kind: "mistake", message: read.mistake.message, shown: showMistake(read.value, read.mistake) };
  const { choice } = read;
  if (choice === undefined && variant.script === undefined) {
    // A search for nothing in particular finds what there is.
    const name = variant.name === searchFeedName ? edition.definitions[0]?.name : variant.name;
    return name === undefined ? { kind: "none" } : { kind: "ready", path: feedDocumentPath({ name }, format) };
  }
  return feedOf(deps, { definition, variant, format }, choice);
}

function ofHistory(deps: MakingDeps, variant: FeedVariant, format: FeedFormat): Made {
  const feed = historyFeed(deps, variant);
  if (feed === undefined) return { kind: "none" };
  return { kind: "document", document: renderFeed(feed, format, deps.edition.publication, deps.renderEntry) };
}

function feedOf(
  deps: MakingDeps,
  { definition, variant, format }: Pick<FeedAddress, "variant" | "format"> & { readonly definition: FeedDefinition },
  choice: Choice | undefined,
): Made {
  const chosen = choice === undefined ? definition : chooseFeed(definition, choice);
  const feed = buildFeed(chosen, selectArticles(definition, deps, choice));
  const varied = { ...feed, variant: { ...variant, ...(choice !== undefined && { choice }) } };
  return { kind: "document", document: renderFeed(varied, format, deps.edition.publication, deps.renderEntry) };
}

function definitionAt(name: string, { edition: { definitions, publication } }: MakingDeps): FeedDefinition | undefined {
  if (name === searchFeedName) return searchFeed(publication);
  return definitions.find((definition) => definition.name === name);
}
