import type { DatabaseSync } from "node:sqlite";
import type { Article, Capture, Twin } from "../../model/article.ts";
import type { ArticleAddress, CatalogReader } from "../catalog.ts";
import { canonicalJson } from "../../lib/canonical-json.ts";
import { asksIndex } from "./compile-selection.ts";
import type { Search } from "./search.ts";
import { fromSeconds, prepareQuery } from "./statements.ts";

/** An article's own row and the content of the capture it shows. */
interface ArticleRow {
  readonly id: string;
  readonly outlet_id: string;
  readonly published_at: number;
  readonly published_at_is_capture_time: number;
  readonly updated_at: number;
  readonly first_captured_at: number;
  readonly captured_at: number;
  readonly surfaced_at: number;
  readonly found_twin_id: string | null;
  readonly found_twin_url: string | null;
  readonly revision: string;
  readonly metadata: string;
  readonly body_html: string;
}

interface OutletRow {
  readonly outlet_id: string;
  readonly articles: number;
  readonly surfaced_at: number;
  readonly outlet_name: string;
}

type ArticleReader = Pick<
  CatalogReader,
  "newest" | "count" | "newestCapturedAt" | "isSearchable" | "article" | "addresses" | "outlets" | "activeHours"
>;

const HOUR_SECONDS = 3600;

const never = (): boolean => false;

/** Articles, one by one and in the order of feeds. */
export function createArticleReader(db: DatabaseSync, search: Search): ArticleReader {
  const newestIds = createNewestIds(db);
  const find = prepareQuery<ArticleRow>(
    db,
    `SELECT id, outlet_id, published_at, published_at_is_capture_time, updated_at, first_captured_at, captured_at,
       surfaced_at, found_twin_id, found_twin_url, revision, metadata, body_html
     FROM article JOIN capture_content USING (capture) WHERE id = ?`,
  );
  const addresses = prepareQuery<ArticleAddress>(
    db,
    "SELECT id, canonical_url AS canonicalUrl FROM article JOIN capture ON capture.number = article.capture",
  );
  const outlets = prepareQuery<OutletRow>(
    db,
    `SELECT total.outlet_id, total.articles, surfaced_at, json_extract(metadata, '$.outletName') AS outlet_name
     FROM outlet_total AS total
     JOIN article ON id = (SELECT id FROM article WHERE outlet_id = total.outlet_id ORDER BY newness, id LIMIT 1)
     JOIN capture_content USING (capture)
     ORDER BY total.outlet_id`,
  );

  function article(id: string): Article | undefined {
    const row = find.get(id);
    return row && toArticle(row);
  }

  return {
    *newest(selection = {}, isOver = never) {
      for (const id of asksIndex(selection) ? search.newestIds(selection, isOver) : newestIds(selection.outletIds)) {
        const found = article(id);
        if (found !== undefined) yield found;
      }
    },
    count(selection = {}, isOver = never) {
      if (asksIndex(selection)) return search.count(selection, isOver);
      const counted = outlets.all().filter((row) => selection.outletIds?.includes(row.outlet_id) ?? true);
      return counted.reduce((sum, { articles }) => sum + articles, 0);
    },
    newestCapturedAt: () => search.newestCapturedAt(),
    isSearchable: () => search.isComplete(),
    article,
    addresses: () => addresses.rows(),
    outlets: () =>
      outlets.all().map((row) => ({
        outletId: row.outlet_id,
        outletName: row.outlet_name,
        articles: row.articles,
        newestSurfacedAt: fromSeconds(row.surfaced_at),
      })),
    activeHours: createActiveHours(db),
  };
}

/** Everything that a capture shows besides its body, as kept in one column. */
export type Metadata = Omit<Capture, "id" | "outletId" | "bodyHtml" | "capturedAt" | "publishedAt" | "textHash">;

export function metadataOf(capture: Capture): string {
  const {
    id: _id,
    outletId: _outletId,
    bodyHtml: _bodyHtml,
    capturedAt: _capturedAt,
    publishedAt: _publishedAt,
    textHash: _textHash,
    ...metadata
  } = capture;
  return canonicalJson(metadata satisfies Metadata);
}

/** The article names its twin itself, or one that names this article was found. */
function toArticle(row: ArticleRow): Article {
  const metadata: Metadata = JSON.parse(row.metadata);
  const twin = metadata.twin ?? foundTwin(row);
  return {
    ...metadata,
    ...(twin === undefined ? {} : { twin }),
    id: row.id,
    outletId: row.outlet_id,
    bodyHtml: row.body_html,
    publishedAt: fromSeconds(row.published_at),
    publishedAtIsCaptureTime: row.published_at_is_capture_time === 1,
    updatedAt: fromSeconds(row.updated_at),
    firstCapturedAt: fromSeconds(row.first_captured_at),
    capturedAt: fromSeconds(row.captured_at),
    surfacedAt: fromSeconds(row.surfaced_at),
    revision: row.revision,
  };
}

function foundTwin({ found_twin_id: id, found_twin_url: url }: ArticleRow): Twin | undefined {
  return id === null || url === null ? undefined : { id, url };
}

/** The key that feeds are sorted by: ascending, newest first. */
interface SortKey {
  readonly newness: number;
  readonly id: string;
}

const PAGE = 50;
const beforeAll: SortKey = { newness: Number.MIN_SAFE_INTEGER, id: "" };

/**
 * Ids in the order of feeds, of all outlets or of some. Each page is one look at an index, so that its cost does not
 * grow with the catalog and no transaction stays open while the consumer takes its time; an article that surfaces
 * again meanwhile is not yielded twice.
 */
function createNewestIds(db: DatabaseSync): (outletIds?: readonly string[]) => Generator<string> {
  const pageOfAll = prepareQuery<SortKey>(
    db,
    `SELECT newness, id FROM article WHERE (newness, id) > (?, ?) ORDER BY newness, id LIMIT ${PAGE}`,
  );
  const pageOfOutlet = prepareQuery<SortKey>(
    db,
    `SELECT newness, id FROM article WHERE outlet_id = ? AND (newness, id) > (?, ?) ORDER BY newness, id LIMIT ${PAGE}`,
  );

  function* keys(page: (after: SortKey) => readonly SortKey[]): Generator<SortKey> {
    let after: SortKey | undefined = beforeAll;
    while (after !== undefined) {
      const rows: readonly SortKey[] = page(after);
      yield* rows;
      after = rows.length < PAGE ? undefined : rows.at(-1);
    }
  }

  return function* newestIds(outletIds) {
    const lists =
      outletIds === undefined
        ? [keys(({ newness, id }) => pageOfAll.all(newness, id))]
        : [...new Set(outletIds)].map((outletId) => keys(({ newness, id }) => pageOfOutlet.all(outletId, newness, id)));
    for (const { id } of merge(lists)) yield id;
  };
}

/** See `CatalogReader.activeHours`. One look at an index for each hour, however many articles it has. */
function createActiveHours(db: DatabaseSync): CatalogReader["activeHours"] {
  type Row = { readonly newness: number | null };
  const newestAfter = prepareQuery<Row>(db, "SELECT MIN(newness) AS newness FROM article WHERE newness > ?");
  const newestOfOutletAfter = prepareQuery<Row>(
    db,
    "SELECT MIN(newness) AS newness FROM article WHERE outlet_id = ? AND newness > ?",
  );

  return (max, outletId) => {
    const hours: Date[] = [];
    let after = Number.MIN_SAFE_INTEGER;
    while (hours.length < max) {
      const row = outletId === undefined ? newestAfter.get(after) : newestOfOutletAfter.get(outletId, after);
      if (typeof row?.newness !== "number") break;
      const hour = Math.floor(-row.newness / HOUR_SECONDS) * HOUR_SECONDS;
      hours.push(fromSeconds(hour));
      after = -hour;
    }
    return hours;
  };
}

/** Merges lists that are each in order. */
function* merge(lists: readonly Generator<SortKey>[]): Generator<SortKey> {
  const heads = lists.map((list) => list.next());
  for (;;) {
    let first: { readonly key: SortKey; readonly list: number } | undefined;
    for (const [list, head] of heads.entries()) {
      if (head.done !== true && (first === undefined || isBefore(head.value, first.key))) {
        first = { key: head.value, list };
      }
    }
    const list = first && lists[first.list];
    if (first === undefined || list === undefined) return;
    yield first.key;
    heads[first.list] = list.next();
  }
}

function isBefore(a: SortKey, b: SortKey): boolean {
  return a.newness < b.newness || (a.newness === b.newness && a.id < b.id);
}
