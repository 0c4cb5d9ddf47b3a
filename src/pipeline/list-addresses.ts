import type { CatalogReader } from "../catalog/catalog.ts";
import type { DocumentAddress } from "../model/document-address.ts";
import type { Edition } from "../model/edition.ts";
import { feedFormats } from "../model/feed.ts";
import { localeOf } from "../model/locale.ts";
import { historyPlaces } from "./history-feed.ts";

export interface ListingDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "definitions" | "publication">;
}

/** Everything that is made when asked for and can be known beforehand: all but searches, for a build of static files. */
export function* listAddresses({ catalog, edition }: ListingDeps): Generator<DocumentAddress> {
  const { definitions, publication } = edition;
  const locale = localeOf(publication.language);
  yield { kind: "start-page", locale };
  for (const { name } of definitions) yield { kind: "feed-page", locale, name };
  for (const definition of definitions) {
    for (const place of historyPlaces({ catalog }, definition)) {
      for (const format of feedFormats) yield { kind: "feed", place, format };
    }
  }
}
