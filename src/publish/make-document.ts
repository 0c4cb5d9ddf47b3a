import { QueryTooBroadError, SearchNotReadyError } from "../catalog/catalog.ts";
import { takedownsOfStories } from "../feeds/withdrawals.ts";
import type { DocumentAddress } from "../model/addresses.ts";
import type { Made } from "../model/document.ts";
import { makeFeed, type FeedDeps } from "./make-feed.ts";
import { makePage, type PageDeps } from "./make-page.ts";

export type MakeDeps = FeedDeps & PageDeps;

/** Makes a document on demand: a page, a search, a part of a history, a feed in another script or with a choice. */
export async function makeDocument(deps: MakeDeps, address: DocumentAddress): Promise<Made> {
  try {
    if (address.kind === "feed") return await makeFeed(deps, address);
    const document = await makePage(deps, address);
    if (document !== undefined) return { kind: "document", document };
    return { kind: (await isWithdrawn(address, deps)) ? "gone" : "none" };
  } catch (error) {
    if (error instanceof QueryTooBroadError) return { kind: "too-broad" };
    if (error instanceof SearchNotReadyError) return { kind: "not-yet" };
    throw error;
  }
}

async function isWithdrawn(address: DocumentAddress, { catalog: { state } }: MakeDeps): Promise<boolean> {
  if (address.kind === "article-page") return (await state.takedowns(address.id)).length > 0;
  if (address.kind !== "story-page") return false;
  return takedownsOfStories(await state.takedowns()).has(address.id);
}
