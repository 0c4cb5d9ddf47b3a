import { Pace } from "../../lib/pace.ts";
import { fromSeconds } from "../../lib/time/seconds.ts";
import type { Query } from "../../model/query.ts";
import type { Selection } from "../../model/selection.ts";
import { SearchNotReadyError } from "../catalog.ts";
import { createVerdicts, Finder } from "./finder.ts";
import type { SelectionTables } from "./tables.ts";

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
  readonly #tables: SelectionTables;
  readonly #verdicts = createVerdicts();

  constructor(tables: SelectionTables) {
    this.#tables = tables;
  }

  async newestCapturedAt(): Promise<Date | undefined> {
    const [newest] = await this.#tables.inOrder(undefined, 1);
    return newest && fromSeconds(newest.surfacedAt);
  }

  /** Throws where a query would miss articles that are not in the index yet. */
  async start({ outletIds, query }: Selection, signal: AbortSignal | undefined): Promise<Started> {
    const pace = new Pace(signal);
    if (query === undefined) return { pace, ...(outletIds && { outletIds }) };
    if (!(await this.#tables.isSearchable())) throw new SearchNotReadyError();
    const narrowed = outletIds === undefined ? query : both(query, outletIds);
    const finder = new Finder(narrowed, (await this.newestCapturedAt()) ?? new Date(0), {
      tables: this.#tables,
      verdicts: this.#verdicts,
      pace,
    });
    const outlets = outletsOf(narrowed);
    return { pace, finder, ...(outlets && { outletIds: outlets }) };
  }
}

function both(query: Query, outletIds: readonly string[]): Query {
  const outlets = outletIds.map((outletId): Query => ({ kind: "outlet", outletId }));
  return { kind: "all", of: [{ kind: "any", of: outlets }, query] };
}

/** The outlets that a query narrows its articles to; undefined where it does not. */
function outletsOf(query: Query): readonly string[] | undefined {
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
