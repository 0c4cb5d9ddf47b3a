import type { CatalogReader } from "../catalog/catalog.ts";
import type { DocumentAddress } from "../model/addresses.ts";
import { feedFormats } from "../model/feed.ts";
import type { Edition } from "../model/edition.ts";
import { locales } from "../model/locale.ts";
import { historyVariants } from "./history-feed.ts";
import { selectionOf } from "./selection-of.ts";

export interface ListingDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "definitions">;
}

/** Everything that is made when asked for and can be known beforehand: all but searches, for a build of static files. */
export function* listAddresses({ catalog, edition }: ListingDeps): Generator<DocumentAddress> {
  const newest = catalog.newestCapturedAt();
  for (const locale of locales) {
    yield { kind: "start-page", locale };
    yield { kind: "policy-page", locale };
    for (const definition of edition.definitions) {
      const { name } = definition;
      yield { kind: "feed-page", locale, name };
      const days = catalog.days(selectionOf(definition, undefined, newest)).map(({ day }) => day);
      for (const day of days) yield { kind: "feed-page", locale, name, shown: { day } };
      const daysOfYear = new Set(days.map((day) => day.slice("2024-".length)));
      for (const onDay of daysOfYear) yield { kind: "feed-page", locale, name, shown: { onDay } };
    }
    for (const { id } of catalog.addresses()) yield { kind: "article-page", locale, id };
  }
  for (const definition of edition.definitions) {
    for (const variant of historyVariants({ catalog }, definition)) {
      for (const format of feedFormats) yield { kind: "feed", variant, format };
    }
  }
}
