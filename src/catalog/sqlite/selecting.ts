import type { DatabaseSync } from "node:sqlite";
import type { Query as TextQuery } from "../../model/query.ts";
import type { Selection } from "../../model/selection.ts";
import { SearchNotReadyError } from "../catalog.ts";
import { createVerdicts, Finder } from "./finder.ts";
import { Pace } from "./pace.ts";
import { SegmentReader } from "./segments.ts";
import { fromSeconds, prepareQuery, type Query } from "./statements.ts";

/** A selection under way. */
export interface Started {
  readonly pace: Pace;
  /** All that is selected is of these outlets; absent where it may be of any. */
  readonly outletIds?: readonly string[];
  /** Absent where the selection has no query. */
  readonly finder?: Finder;
}

/** Starts selections: all that is shared between them is here. */
export class Selecting {
  readonly #segments: SegmentReader;
  readonly #verdicts = createVerdicts();
  readonly #newest: Query<{ readonly surfaced_at: number }>;
  readonly #unindexed: Query<unknown>;

  constructor(db: DatabaseSync) {
    this.#segments = new SegmentReader(db);
    this.#newest = prepareQuery(db, "SELECT surfaced_at FROM article ORDER BY newness LIMIT 1");
    this.#unindexed = prepareQuery(db, "SELECT 1 FROM unindexed_capture LIMIT 1");
  }

  newestCapturedAt(): Date | undefined {
    const row = this.#newest.get();
    return row && fromSeconds(row.surfaced_at);
  }

  isSearchable(): boolean {
    return this.#unindexed.get() === undefined;
  }

  /** Throws where a query would miss articles that are not in the index yet. */
  start({ outletIds, query }: Selection, signal: AbortSignal | undefined): Started {
    const pace = new Pace(signal);
    if (query === undefined) return { pace, ...(outletIds && { outletIds }) };
    if (!this.isSearchable()) throw new SearchNotReadyError();
    const shared = { segments: this.#segments, verdicts: this.#verdicts, pace };
    const narrowed = outletIds === undefined ? query : both(query, outletIds);
    const finder = new Finder(narrowed, this.newestCapturedAt() ?? new Date(0), shared);
    const outlets = outletsOf(narrowed);
    return { pace, finder, ...(outlets && { outletIds: outlets }) };
  }
}

function both(query: TextQuery, outletIds: readonly string[]): TextQuery {
  const outlets = outletIds.map((outletId): TextQuery => ({ kind: "outlet", outletId }));
  return { kind: "all", of: [{ kind: "any", of: outlets }, query] };
}

/** The outlets that a query narrows its articles to; undefined where it does not. */
function outletsOf(query: TextQuery): readonly string[] | undefined {
  switch (query.kind) {
    case "outlet":
      return [query.outletId];
    case "all":
      return query.of.map(outletsOf).reduce(intersected, undefined);
    case "any": {
      const each = query.of.map(outletsOf);
      return each.includes(undefined) ? undefined : each.flatMap((ids) => ids ?? []);
    }
    case "text":
    case "language":
    case "after":
    case "before":
    case "not":
      break;
  }
  return undefined;
}

function intersected(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.filter((id) => b.includes(id));
}
