import type { DatabaseSync } from "node:sqlite";
import type { Article } from "../../model/article.ts";
import type { TimePart } from "../../search/candidates.ts";
import type { ArticleCount } from "../catalog.ts";
import { possibleCaptures, type Finder } from "./finder.ts";
import { ROW_US, TEXT_US } from "./pace.ts";
import type { Started } from "./selecting.ts";
import { prepareQuery, type Query } from "./statements.ts";

/** The key that feeds are sorted by: ascending, newest first. */
interface SortKey {
  readonly newness: number;
  readonly id: string;
}

interface OrderedRow extends SortKey {
  /** The number of the capture that the article shows. */
  readonly capture: number;
}

/** An article that is selected; `confirms` is there where its text has to decide. */
export interface NewestRow {
  readonly id: string;
  readonly confirms?: (article: Article) => boolean;
}

/** Rows that one look at the database takes: few where each is wanted, more where many are passed over. */
const PAGE = 50;
const LONG_PAGE = 250;
/** After so many rows, of which fewer than one in sixteen was wanted, candidates are looked up and sorted instead. */
const ROWS_BEFORE_SORTING = 1000;
const LEAST_SHARE = 1 / 16;
const MAX_SORTED = 20_000;
const CAPTURES_AT_A_TIME = 500;
/** Texts that a count reads at most. */
const MAX_LOOKS = 250;

const beforeAll: SortKey = { newness: Number.MIN_SAFE_INTEGER, id: "" };

/**
 * Articles in the order of feeds. Each page is one look at an index, so that its cost does not grow with the catalog and
 * no transaction stays open while the consumer takes its time; an article that surfaces again meanwhile is not yielded
 * twice.
 */
export class NewestArticles {
  readonly #pageOfAll: Query<OrderedRow>;
  readonly #pageOfOutlet: Query<OrderedRow>;
  readonly #ofCaptures: Query<OrderedRow & { readonly outlet_id: string }>;
  readonly #hidden: Query<{ readonly capture: number }>;

  constructor(db: DatabaseSync) {
    this.#pageOfAll = prepareQuery(
      db,
      "SELECT newness, id, capture FROM article WHERE (newness, id) > (?, ?) ORDER BY newness, id LIMIT ?",
    );
    this.#pageOfOutlet = prepareQuery(
      db,
      `SELECT newness, id, capture FROM article WHERE outlet_id = ? AND (newness, id) > (?, ?)
       ORDER BY newness, id LIMIT ?`,
    );
    this.#ofCaptures = prepareQuery(
      db,
      "SELECT newness, id, capture, outlet_id FROM article WHERE capture IN (SELECT value FROM json_each(?))",
    );
    this.#hidden = prepareQuery(db, "SELECT capture FROM hidden_capture WHERE capture BETWEEN ? AND ?");
  }

  async *rows({ finder, pace, outletIds }: Started): AsyncGenerator<NewestRow, undefined> {
    if (finder !== undefined) {
      for (const part of finder.parts) yield* this.#rowsOfPart(part, { finder, pace, ...(outletIds && { outletIds }) });
      return undefined;
    }
    for (const row of this.#ordered(outletIds, beforeAll, PAGE)) {
      await pace.step(TEXT_US);
      yield row;
    }
    return undefined;
  }

  /** @param find Finds an article by its id. */
  async count(started: Searching, find: (id: string) => Article | undefined): Promise<ArticleCount> {
    const count = { articles: 0, isAtLeast: false };
    let looks = 0;
    const look = (id: string | undefined, isSure: boolean, confirms: (article: Article) => boolean): void => {
      if (id === undefined) return;
      if (isSure) count.articles += 1;
      else if (looks++ >= MAX_LOOKS) count.isAtLeast = true;
      else {
        const article = find(id);
        if (article !== undefined && confirms(article)) count.articles += 1;
      }
    };
    for (const part of started.finder.parts) {
      if (part.from === undefined && part.until === undefined) await this.#countAll(part, started, look);
      else await this.#countWalking(part, started, look);
    }
    return count;
  }

  /** Counts what the index is sure of without a look at the articles. */
  async #countAll(part: TimePart, { finder, pace }: Searching, look: Look): Promise<void> {
    for await (const segment of finder.segments(part)) {
      const hidden = new Set(this.#hidden.all(segment.first, segment.last).map(({ capture }) => capture));
      for (const [capture, isSure] of possibleCaptures(segment)) {
        if (hidden.has(capture)) continue;
        if (isSure) {
          look("", true, () => true);
          continue;
        }
        await pace.step(TEXT_US);
        const row = this.#ofCaptures.get(JSON.stringify([capture]));
        look(row?.id, false, (article) => finder.confirms(part, capture, article));
      }
    }
  }

  async #countWalking(part: TimePart, { finder, pace, outletIds }: Searching, look: Look): Promise<void> {
    for (const { id, capture } of this.#orderedOfPart(part, outletIds, startOf(part))) {
      const proposal = await finder.propose(part, capture);
      await pace.step(proposal === "maybe" ? TEXT_US : ROW_US);
      if (proposal !== "no") look(id, proposal === "yes", (article) => finder.confirms(part, capture, article));
    }
  }

  async *#rowsOfPart(part: TimePart, started: Searching): AsyncGenerator<NewestRow, undefined> {
    const { finder, pace, outletIds } = started;
    let passed = 0;
    let wanted = 0;
    let canSort = true;
    for (const row of this.#orderedOfPart(part, outletIds, startOf(part))) {
      passed += 1;
      const proposal = await finder.propose(part, row.capture);
      await pace.step(proposal === "no" ? ROW_US : TEXT_US);
      if (proposal !== "no") {
        wanted += 1;
        yield rowOf(row, proposal === "yes", part, finder);
      }
      if (!canSort || passed % ROWS_BEFORE_SORTING !== 0 || wanted > passed * LEAST_SHARE) continue;
      const sorted = await this.#sorted(part, started, row);
      if (sorted !== undefined) {
        for (const found of sorted) {
          await pace.step(TEXT_US);
          yield found;
        }
        return undefined;
      }
      canSort = false;
    }
    return undefined;
  }

  /** The candidates of a part of time after one of its articles; undefined where they are too many to be sorted. */
  async #sorted(
    part: TimePart,
    { finder, pace, outletIds }: Searching,
    after: SortKey,
  ): Promise<readonly NewestRow[] | undefined> {
    const sure = new Map<number, boolean>();
    for await (const segment of finder.segments(part)) {
      for (const [capture, isSure] of possibleCaptures(segment)) sure.set(capture, isSure);
      if (sure.size > MAX_SORTED) return undefined;
    }
    const rows: OrderedRow[] = [];
    const captures = [...sure.keys()];
    for (let start = 0; start < captures.length; start += CAPTURES_AT_A_TIME) {
      await pace.step(CAPTURES_AT_A_TIME * ROW_US);
      for (const row of this.#ofCaptures.all(JSON.stringify(captures.slice(start, start + CAPTURES_AT_A_TIME)))) {
        const isOfOutlets = outletIds?.includes(row.outlet_id) ?? true;
        if (isOfOutlets && isIn(part, row) && compare(after, row) < 0) rows.push(row);
      }
    }
    return rows.toSorted(compare).map((row) => rowOf(row, sure.get(row.capture) === true, part, finder));
  }

  *#orderedOfPart(
    part: TimePart,
    outletIds: readonly string[] | undefined,
    after: SortKey,
  ): Generator<OrderedRow, undefined> {
    for (const row of this.#ordered(outletIds, after, LONG_PAGE)) {
      if (!isIn(part, row)) return undefined;
      yield row;
    }
    return undefined;
  }

  *#ordered(outletIds: readonly string[] | undefined, after: SortKey, page: number): Generator<OrderedRow> {
    if (outletIds === undefined) {
      yield* pages(({ newness, id }) => this.#pageOfAll.all(newness, id, page), after, page);
      return;
    }
    const lists = [...new Set(outletIds)].map((outletId) => {
      return pages(({ newness, id }) => this.#pageOfOutlet.all(outletId, newness, id, page), after, page);
    });
    yield* merge(lists);
  }
}

/** A selection with a query. */
type Searching = Started & { readonly finder: Finder };

type Look = (id: string | undefined, isSure: boolean, confirms: (article: Article) => boolean) => void;

function rowOf({ id, capture }: OrderedRow, isSure: boolean, part: TimePart, finder: Finder): NewestRow {
  return isSure ? { id } : { id, confirms: (article) => finder.confirms(part, capture, article) };
}

/** The key before all articles of a part of time: its first article surfaced before `until`. */
function startOf({ until }: TimePart): SortKey {
  return until === undefined ? beforeAll : { newness: 1 - until, id: "" };
}

function isIn({ from = -Infinity, until = Infinity }: TimePart, { newness }: SortKey): boolean {
  return -newness >= from && -newness < until;
}

function* pages(page: (after: SortKey) => readonly OrderedRow[], start: SortKey, size: number): Generator<OrderedRow> {
  let after: SortKey | undefined = start;
  while (after !== undefined) {
    const rows: readonly OrderedRow[] = page(after);
    yield* rows;
    after = rows.length < size ? undefined : rows.at(-1);
  }
}

/** Merges lists that are each in order. */
function* merge(lists: readonly Generator<OrderedRow>[]): Generator<OrderedRow> {
  const heads = lists.map((list) => list.next());
  for (;;) {
    let first: { readonly row: OrderedRow; readonly list: number } | undefined;
    for (const [list, head] of heads.entries()) {
      if (head.done !== true && (first === undefined || compare(head.value, first.row) < 0)) {
        first = { row: head.value, list };
      }
    }
    const list = first && lists[first.list];
    if (first === undefined || list === undefined) return;
    yield first.row;
    heads[first.list] = list.next();
  }
}

function compare(a: SortKey, b: SortKey): number {
  return a.newness - b.newness || (a.id < b.id ? -1 : Number(a.id > b.id));
}
