import type { FinishedDocument } from "../../model/document.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { DeltaAddress } from "../../model/feed-version.ts";
import type { Edition } from "../../model/edition.ts";
import type { Made } from "../../model/made.ts";

export interface MakerThreadData {
  readonly dataDirectory: string;
}

export type ToMakerThread =
  | { readonly kind: "edition"; readonly edition: Edition }
  | { readonly kind: "make"; readonly number: number; readonly address: DocumentAddress | DeltaAddress };

/** The answer to the request of that number: what was made, or why the attempt failed. */
export type FromMakerThread =
  | { readonly number: number; readonly made: Made<FinishedDocument> }
  | { readonly number: number; readonly failure: string };
