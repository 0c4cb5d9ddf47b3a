import { QueryTooBroadError, SearchNotReadyError } from "../catalog/search-errors.ts";
import type { DocumentAddress } from "../model/addresses.ts";
import type { Edition } from "../model/edition.ts";
import type { Made } from "../model/made.ts";
import type { EntryRenderer } from "./entry-cache.ts";
import { makeFeed } from "./make-feed.ts";
import { makePage } from "./make-page.ts";
import type { SelectingDeps } from "./select-articles.ts";

export interface MakingDeps extends SelectingDeps {
  readonly edition: Edition;
  readonly renderEntry: EntryRenderer;
  /** As for pages. */
  readonly hasSearch?: boolean;
}

/** The read path for what is made when asked for. */
export function makeDocument(deps: MakingDeps, address: DocumentAddress): Made {
  try {
    if (address.kind === "feed") return makeFeed(deps, address);
    const document = makePage(deps, address);
    if (document !== undefined) return { kind: "document", document };
    const isTakenDown = address.kind === "article-page" && deps.catalog.takedown(address.id) !== undefined;
    return { kind: isTakenDown ? "gone" : "none" };
  } catch (error) {
    if (error instanceof QueryTooBroadError) return { kind: "too-broad" };
    if (error instanceof SearchNotReadyError) return { kind: "not-yet" };
    throw error;
  }
}
