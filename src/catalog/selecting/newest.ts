import { textUs } from "../../lib/pace.ts";
import type { Article } from "../../model/article.ts";
import type { TimePart } from "../../search/candidates.ts";
import type { ArticleCount } from "../catalog.ts";
import { rowPages } from "../row-pages.ts";
import { possibleCaptures, type Finder } from "./finder.ts";
import { ROW_US, TEXT_US } from "./step-costs.ts";
import type { Started } from "./selecting.ts";
import type { OrderedRow, SelectionTables, SortKey } from "./tables.ts";

/** An article that may be selected; `confirms` is there where its text has to decide. */
interface Found {
  readonly id: string;
  readonly confirms?: (article: Article) => Promise<boolean>;
}

/** Rows that one look at the database takes: few where each is wanted, more where many are passed over. */
const PAGE = 50;
const LONG_PAGE = 250;
/** Articles that one look at the database takes, and the next ones: some want one article, and a feed fifty. */
const ARTICLES_AT_A_TIME = 10;
const MORE_ARTICLES_AT_A_TIME = 20;
/** After so many rows, of which fewer than one in sixteen was wanted, candidates are looked up and sorted instead. */
const ROWS_BEFORE_SORTING = 1000;
const LEAST_SHARE = 1 / 16;
const MAX_SORTED = 20_000;
const CAPTURES_AT_A_TIME = 500;
/** Texts that a count reads at most. */
const MAX_LOOKS = 250;

/**
 * Articles in the order of feeds. Each page is one look at an index, so that its cost does not grow with the catalog and
 * no transaction stays open while the consumer takes its time; an article that surfaces again meanwhile is not yielded
 * twice.
 */
export class NewestArticles {
  readonly #tables: SelectionTables;

  constructor(tables: SelectionTables) {
    this.#tables = tables;
  }

  async *articles(started: Started): AsyncGenerator<Article, undefined> {
    let pending: Found[] = [];
    let size = ARTICLES_AT_A_TIME;
    for await (const found of this.#found(started)) {
      pending.push(found);
      if (pending.length < size) continue;
      yield* this.#confirmed(pending, started);
      pending = [];
      size = MORE_ARTICLES_AT_A_TIME;
    }
    yield* this.#confirmed(pending, started);
    return undefined;
  }

  async *#confirmed(found: readonly Found[], { pace }: Started): AsyncGenerator<Article, undefined> {
    if (found.length === 0) return undefined;
    const articles = await this.#tables.find(found.map(({ id }) => id));
    for (const { id, confirms } of found) {
      const article = articles.get(id);
      if (article === undefined) continue;
      await pace.step(TEXT_US + textUs(article));
      if (confirms === undefined || (await confirms(article))) yield article;
    }
    return undefined;
  }

  async *#found({ finder, pace, outletIds }: Started): AsyncGenerator<Found, undefined> {
    if (finder !== undefined) {
      for (const part of finder.parts) yield* this.#foundIn(part, { finder, pace, ...(outletIds && { outletIds }) });
      return undefined;
    }
    for await (const rows of this.#ordered(outletIds, undefined, PAGE)) yield* rows;
    return undefined;
  }

  async count(started: Searching): Promise<ArticleCount> {
    const tally = new Tally(this.#tables, started);
    for (const part of started.finder.parts) {
      if (part.from === undefined && part.until === undefined) await this.#countAll(part, started, tally);
      else await this.#countWalking(part, started, tally);
    }
    return tally.count();
  }

  /** Counts what the index is sure of without a look at the articles. */
  async #countAll(part: TimePart, { finder }: Searching, tally: Tally): Promise<void> {
    for await (const segment of finder.segments(part)) {
      const hidden = new Set(await this.#tables.hidden(segment.first, segment.last));
      const unsure: number[] = [];
      for (const [capture, isSure] of possibleCaptures(segment)) {
        if (hidden.has(capture)) continue;
        if (isSure) tally.add();
        else if (unsure.length <= MAX_LOOKS) unsure.push(capture);
      }
      if (tally.isFull && unsure.length > 0) tally.addUnknown();
      else for (const row of await this.#tables.showing(unsure)) await tally.look(part, row);
    }
  }

  async #countWalking(part: TimePart, { finder, pace, outletIds }: Searching, tally: Tally): Promise<void> {
    for await (const rows of this.#orderedOfPart(part, outletIds)) {
      for (const row of rows) {
        const proposal = await finder.propose(part, row.capture);
        await pace.step(ROW_US);
        if (proposal === "yes") tally.add();
        else if (proposal === "maybe") await tally.look(part, row);
      }
    }
  }

  async *#foundIn(part: TimePart, started: Searching): AsyncGenerator<Found, undefined> {
    const { finder, pace, outletIds } = started;
    let passed = 0;
    let wanted = 0;
    let canSort = true;
    for await (const rows of this.#orderedOfPart(part, outletIds)) {
      for (const row of rows) {
        const proposal = await finder.propose(part, row.capture);
        await pace.step(ROW_US);
        if (proposal === "no") continue;
        wanted += 1;
        yield foundOf(row, proposal === "yes", part, finder);
      }
      const last = rows.at(-1);
      const isRare = wanted <= (passed + rows.length) * LEAST_SHARE;
      const isTime =
        Math.floor(passed / ROWS_BEFORE_SORTING) < Math.floor((passed + rows.length) / ROWS_BEFORE_SORTING);
      passed += rows.length;
      if (last === undefined || !isRare || !isTime || !canSort) continue;
      const sorted = await this.#sorted(part, started, last);
      if (sorted === undefined) canSort = false;
      else {
        yield* sorted;
        return undefined;
      }
    }
    return undefined;
  }

  /** The candidates of a part of time after one of its articles; undefined where they are too many to be sorted. */
  async #sorted(
    part: TimePart,
    { finder, pace, outletIds }: Searching,
    after: SortKey,
  ): Promise<readonly Found[] | undefined> {
    const sure = new Map<number, boolean>();
    for await (const segment of finder.segments(part)) {
      for (const [capture, isSure] of possibleCaptures(segment)) sure.set(capture, isSure);
      if (sure.size > MAX_SORTED) return undefined;
    }
    const rows: OrderedRow[] = [];
    for (const captures of chunks([...sure.keys()], CAPTURES_AT_A_TIME)) {
      await pace.step(CAPTURES_AT_A_TIME * ROW_US);
      for (const row of await this.#tables.showing(captures)) {
        const isOfOutlets = outletIds?.includes(row.outletId) ?? true;
        if (isOfOutlets && isIn(part, row) && compare(after, row) < 0) rows.push(row);
      }
    }
    return rows.toSorted(compare).map((row) => foundOf(row, sure.get(row.capture) === true, part, finder));
  }

  async *#orderedOfPart(part: TimePart, outletIds: readonly string[] | undefined): AsyncGenerator<Page, undefined> {
    for await (const rows of this.#ordered(outletIds, startOf(part), LONG_PAGE)) {
      const inside = rows.filter((row) => isIn(part, row));
      yield inside;
      if (inside.length < rows.length) return undefined;
    }
    return undefined;
  }

  #ordered(
    outletIds: readonly string[] | undefined,
    start: SortKey | undefined,
    size: number,
  ): AsyncGenerator<Page, undefined> {
    const list = (outletId?: string): AsyncGenerator<Page, undefined> => {
      return rowPages<OrderedRow>(size, (last) => this.#tables.inOrder(last ?? start, size, outletId));
    };
    return outletIds === undefined ? list() : merge([...new Set(outletIds)].map((outletId) => list(outletId)));
  }
}

/** Articles that follow one another in the order of feeds. */
type Page = readonly OrderedRow[];

/** A selection with a query. */
type Searching = Started & { readonly finder: Finder };

/** Counts articles; those that the index is not sure of are read, up to a number. */
class Tally {
  readonly #tables: SelectionTables;
  readonly #started: Searching;
  readonly #pending: { readonly id: string; readonly confirms: (article: Article) => Promise<boolean> }[] = [];
  #articles = 0;
  #looks = 0;
  #isAtLeast = false;

  constructor(tables: SelectionTables, started: Searching) {
    this.#tables = tables;
    this.#started = started;
  }

  /** True where no more texts are read. */
  get isFull(): boolean {
    return this.#looks >= MAX_LOOKS;
  }

  add(): void {
    this.#articles += 1;
  }

  /** There are more articles that no text was read of. */
  addUnknown(): void {
    this.#isAtLeast = true;
  }

  async look(part: TimePart, { id, capture }: OrderedRow): Promise<void> {
    if (this.isFull) {
      this.addUnknown();
      return;
    }
    this.#looks += 1;
    this.#pending.push({ id, confirms: (article) => this.#started.finder.confirms(part, capture, article) });
    if (this.#pending.length >= ARTICLES_AT_A_TIME) await this.#confirm();
  }

  async count(): Promise<ArticleCount> {
    await this.#confirm();
    return { articles: this.#articles, isAtLeast: this.#isAtLeast };
  }

  async #confirm(): Promise<void> {
    const pending = this.#pending.splice(0);
    if (pending.length === 0) return;
    const found = await this.#tables.find(pending.map(({ id }) => id));
    for (const { id, confirms } of pending) {
      const article = found.get(id);
      await this.#started.pace.step(TEXT_US);
      if (article !== undefined && (await confirms(article))) this.add();
    }
  }
}

function foundOf({ id, capture }: OrderedRow, isSure: boolean, part: TimePart, finder: Finder): Found {
  return isSure ? { id } : { id, confirms: (article) => finder.confirms(part, capture, article) };
}

/** The key before all articles of a part of time: its first article surfaced before `until`. */
function startOf({ until }: TimePart): SortKey | undefined {
  return until === undefined ? undefined : { surfacedAt: until - 1, id: "" };
}

function isIn({ from = -Infinity, until = Infinity }: TimePart, { surfacedAt }: SortKey): boolean {
  return surfacedAt >= from && surfacedAt < until;
}

function* chunks(numbers: readonly number[], size: number): Generator<readonly number[]> {
  for (let start = 0; start < numbers.length; start += size) yield numbers.slice(start, start + size);
}

/** Merges lists that are each in order. */
async function* merge(lists: readonly AsyncGenerator<Page, undefined>[]): AsyncGenerator<Page, undefined> {
  const heads = await Promise.all(lists.map(async (list) => new Head(list, (await list.next()).value)));
  let merged: OrderedRow[] = [];
  for (;;) {
    let first: Head | undefined;
    for (const head of heads) {
      if (head.row !== undefined && (first?.row === undefined || compare(head.row, first.row) < 0)) first = head;
    }
    if (first?.row === undefined) break;
    merged.push(first.row);
    if (first.goOn()) continue;
    yield merged;
    merged = [];
    await first.turnPage();
  }
  return undefined;
}

/** The next row of a list that is merged. */
class Head {
  row: OrderedRow | undefined;
  readonly #list: AsyncGenerator<Page, undefined>;
  #page: Page;
  #at = 0;

  constructor(list: AsyncGenerator<Page, undefined>, page: Page | undefined) {
    this.#list = list;
    this.#page = page ?? [];
    this.row = this.#page[0];
  }

  /** False at the end of the page. */
  goOn(): boolean {
    this.row = this.#page[++this.#at];
    return this.row !== undefined;
  }

  async turnPage(): Promise<void> {
    this.#page = (await this.#list.next()).value ?? [];
    this.#at = 0;
    this.row = this.#page[0];
  }
}

function compare(a: SortKey, b: SortKey): number {
  return b.surfacedAt - a.surfacedAt || (a.id < b.id ? -1 : Number(a.id > b.id));
}
