import type { Site } from "../model/feed.ts";
import type { Entry } from "./entry.ts";
import type { FeedFacts } from "./feed-facts.ts";

/** What a format has to say of an entry, and of a feed around its entries. */
export interface Renderer {
  /** One `<item>`, `<entry>` or object; depends on nothing but its arguments. */
  readonly entry: (entry: Entry, site: Site) => string;
  readonly envelope: (facts: FeedFacts, site: Site) => Envelope;
}

/** A document is its head, its entries with separators between them, and its tail. */
export interface Envelope {
  readonly head: string;
  readonly separator: string;
  readonly tail: string;
}
