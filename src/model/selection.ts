import type { Query } from "./query.ts";

/** Which articles: those that meet everything it says. An empty one selects every article. */
export interface Selection {
  /** Of these outlets; of every outlet when absent. */
  readonly outletIds?: readonly string[];
  /** Spans of time in it count back from the newest capture in the catalog. */
  readonly query?: Query;
}
