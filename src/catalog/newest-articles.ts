import type { DatabaseSync } from "node:sqlite";
import { prepareQuery } from "./query.ts";

/** Where an article stands in the order of feeds: ascending, newest first. */
interface Place {
  readonly newness: number;
  readonly id: string;
}

const PAGE = 50;
const beforeAll: Place = { newness: Number.MIN_SAFE_INTEGER, id: "" };

/**
 * Ids in the order of feeds, of all outlets or of some. Each page is one look at an index, so that its cost does not
 * grow with the catalog and no transaction stays open while the consumer takes its time; an article that surfaces
 * again meanwhile is not yielded twice.
 */
export function createNewestIds(db: DatabaseSync): (outletIds?: readonly string[]) => Generator<string> {
  const pageOfAll = prepareQuery<Place>(
    db,
    `SELECT newness, id FROM article WHERE (newness, id) > (?, ?) ORDER BY newness, id LIMIT ${PAGE}`,
  );
  const pageOfOutlet = prepareQuery<Place>(
    db,
    `SELECT newness, id FROM article WHERE outlet_id = ? AND (newness, id) > (?, ?) ORDER BY newness, id LIMIT ${PAGE}`,
  );

  function* places(page: (after: Place) => readonly Place[]): Generator<Place> {
    let after: Place | undefined = beforeAll;
    while (after !== undefined) {
      const rows: readonly Place[] = page(after);
      yield* rows;
      after = rows.length < PAGE ? undefined : rows.at(-1);
    }
  }

  return function* newestIds(outletIds) {
    const lists =
      outletIds === undefined
        ? [places(({ newness, id }) => pageOfAll.all(newness, id))]
        : [...new Set(outletIds)].map((outletId) =>
            places(({ newness, id }) => pageOfOutlet.all(outletId, newness, id)),
          );
    for (const { id } of merge(lists)) yield id;
  };
}

/** Merges lists that are each in order. */
function* merge(lists: readonly Generator<Place>[]): Generator<Place> {
  const heads = lists.map((list) => list.next());
  for (;;) {
    let first: { readonly place: Place; readonly list: number } | undefined;
    for (const [list, head] of heads.entries()) {
      if (head.done !== true && (first === undefined || isBefore(head.value, first.place))) {
        first = { place: head.value, list };
      }
    }
    const list = first && lists[first.list];
    if (first === undefined || list === undefined) return;
    yield first.place;
    heads[first.list] = list.next();
  }
}

function isBefore(a: Place, b: Place): boolean {
  return a.newness < b.newness || (a.newness === b.newness && a.id < b.id);
}
