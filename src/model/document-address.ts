import type { FeedFormat } from "./feed.ts";
import type { FeedPlace } from "./feed-place.ts";
import type { Locale } from "./locale.ts";

/** What a request asks for, as far as its address tells: whether there is such a document shows only in making it. */
export type DocumentAddress = FeedAddress | PageAddress;

/** A feed in a format. */
export interface FeedAddress {
  readonly kind: "feed";
  readonly place: Omit<FeedPlace, "choice">;
  readonly format: FeedFormat;
  /** What the query of the address says, unchecked; absent where it chooses nothing. */
  readonly asked?: AskedChoice;
}

/** A page for people. */
export type PageAddress =
  | { readonly kind: "start-page"; readonly locale: Locale }
  /** The subscription page of a feed, or what it holds of a day. */
  | { readonly kind: "feed-page"; readonly locale: Locale; readonly name: string; readonly shown?: ShownDay }
  | { readonly kind: "article-page"; readonly locale: Locale; readonly id: string }
  /** Without a query, the form alone. `page` counts from 1. */
  | { readonly kind: "search-page"; readonly locale: Locale; readonly query?: string; readonly page: number }
  /** What readers' programs are asked to keep to. */
  | { readonly kind: "policy-page"; readonly locale: Locale };

/** A UTC day of first capture (`2024-05-17`), or a day of every year (`05-17`). */
export type ShownDay = { readonly day: string } | { readonly onDay: string };

/** Parameters of a feed's address as they were written. */
export interface AskedChoice {
  readonly q?: string;
  readonly limit?: string;
  readonly entries?: string;
}
