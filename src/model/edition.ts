import type { FeedDefinition, Site } from "./feed.ts";
import type { Outlet } from "./outlet.ts";

/** What documents are made of besides the catalog, as plain data: it is sent to whoever makes some when asked for. */
export interface Edition {
  readonly site: Site;
  /** Every feed there is, in the order they are listed; hidden ones too. */
  readonly definitions: readonly FeedDefinition[];
  /** What their profiles say of the outlets; the generic one is not among them. */
  readonly outlets: readonly Outlet[];
  /** Former names of feeds, with the present ones. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Names of feeds that were published once and are no more. */
  readonly gone: ReadonlySet<string>;
  /** When articles, settings or feedmill itself last changed: `Last-Modified` of what is made when asked for. */
  readonly changedAt: Date;
}
