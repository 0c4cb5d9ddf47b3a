import type { Publication } from "../model/feed.ts";
import type { Entry } from "./entry.ts";
import type { FeedFacts } from "./feed-facts.ts";

/** What a format has to say of an entry, and of a feed around its entries. */
export interface Renderer {
  /** One `<item>`, `<entry>` or object; depends on nothing but its arguments. */
  readonly entry: (entry: Entry, publication: Publication) => string;
  readonly envelope: (facts: FeedFacts, publication: Publication) => Envelope;
}

/** A document is its head, its entries with separators between them, and its tail. */
export interface Envelope {
  readonly head: string;
  readonly separator: string;
  readonly tail: string;
}
