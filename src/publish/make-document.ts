import { QueryTooBroadError, SearchNotReadyError } from "../catalog/catalog.ts";
import type { DocumentAddress } from "../model/addresses.ts";
import { feedFormats } from "../model/feed.ts";
import { locales } from "../model/locale.ts";
import type { Made } from "../model/document.ts";
import { historyVariants, type HistoryDeps } from "./history.ts";
import { makeFeed, type FeedDeps } from "./make-feed.ts";
import { makePage, type PageDeps } from "./make-page.ts";
import { selectionOf } from "./select.ts";

export type MakeDeps = FeedDeps & PageDeps;

/** Makes a document on demand: a page, a search, a part of a history, a feed in another script or with a choice. */
export function makeDocument(deps: MakeDeps, address: DocumentAddress): Made {
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

/** Every address of a document on demand that can be known beforehand: all but searches, for a build of static files. */
export function* listAddresses({ catalog, edition }: HistoryDeps): Generator<DocumentAddress> {
  for (const locale of locales) {
    yield { kind: "start-page", locale };
    yield { kind: "policy-page", locale };
    for (const definition of edition.definitions) {
      const { name } = definition;
      yield { kind: "feed-page", locale, name };
      const days = catalog.days(selectionOf(definition)).map(({ day }) => day);
      const months = new Set(days.map((day) => day.slice(0, "2024-05".length)));
      for (const month of months) yield { kind: "feed-page", locale, name, shown: { month } };
      if (days.length > 0) yield { kind: "feed-page", locale, name, shown: { everyDay: true } };
      for (const day of days) yield { kind: "feed-page", locale, name, shown: { day } };
      const daysOfYear = new Set(days.map((day) => day.slice("2024-".length)));
      for (const onDay of daysOfYear) yield { kind: "feed-page", locale, name, shown: { onDay } };
    }
    for (const { id } of catalog.addresses()) yield { kind: "article-page", locale, id };
  }
  for (const definition of edition.definitions) {
    for (const variant of historyVariants(catalog, definition)) {
      for (const format of feedFormats) yield { kind: "feed", variant, format };
    }
  }
}
