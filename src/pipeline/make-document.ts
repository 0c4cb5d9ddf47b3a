import type { CatalogReader } from "../catalog/catalog.ts";
import { buildFeed } from "../feeds/build-feed.ts";
import { convertDefinition } from "../feeds/convert-definition.ts";
import type { DocumentAddress, FeedAddress } from "../model/document-address.ts";
import type { Edition } from "../model/edition.ts";
import { feedDocumentPath } from "../model/feed-place.ts";
import type { Made } from "../model/made.ts";
import { renderFeed } from "../render/render-feed.ts";
import type { EntryRenderer } from "./entry-cache.ts";
import { makePage } from "./make-page.ts";
import { selectArticles } from "./select-articles.ts";

export interface MakingDeps {
  readonly catalog: CatalogReader;
  readonly edition: Edition;
  readonly renderEntry: EntryRenderer;
}

/** The read path for what is made when asked for. */
export function makeDocument(deps: MakingDeps, address: DocumentAddress): Made {
  if (address.kind === "feed") return makeFeed(deps, address);
  const document = makePage(deps, address);
  return document === undefined ? { kind: "none" } : { kind: "document", document };
}

function makeFeed(deps: MakingDeps, { place, format }: FeedAddress): Made {
  const { catalog, edition, renderEntry } = deps;
  const definition = edition.definitions.find(({ name }) => name === place.name);
  if (definition === undefined) return { kind: "none" };
  if (catalog.outlets().length === 0) return { kind: "not-yet" };
  if (place.script === undefined && place.part === undefined) return { kind: "ready", path: feedDocumentPath(place, format) };
  const asked = place.script === undefined ? definition : convertDefinition(definition, place.script);
  const feed = { ...buildFeed(asked, selectArticles(asked, deps)), place };
  return { kind: "document", document: renderFeed(feed, format, edition.publication, renderEntry) };
}
