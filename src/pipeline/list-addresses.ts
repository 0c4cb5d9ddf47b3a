import type { DocumentAddress } from "../model/document-address.ts";
import type { Edition } from "../model/edition.ts";
import { localeOf } from "../model/locale.ts";

/** Everything that is made when asked for and can be known beforehand: all but searches, for a build of static files. */
export function* listAddresses({ definitions, publication }: Pick<Edition, "definitions" | "publication">): Generator<DocumentAddress> {
  const locale = localeOf(publication.language);
  yield { kind: "start-page", locale };
  for (const { name } of definitions) yield { kind: "feed-page", locale, name };
}
