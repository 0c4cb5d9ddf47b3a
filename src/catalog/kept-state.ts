import { fromSeconds } from "../lib/time/seconds.ts";
import type { Takedown } from "../model/takedown.ts";
import type { HeldLosses, SelectableArticle } from "./catalog.ts";
import type { TakedownRecord } from "./ledger/ledger-record.ts";
import type { Content } from "./packed-content.ts";

export interface TakedownRow {
  readonly article_id: string;
  readonly taken_down_at: number;
  readonly reason: string | null;
  readonly outlet_id: string | null;
  readonly story_id: string | null;
}

export const takedownColumns = "article_id, taken_down_at, reason, outlet_id, story_id";

/** The outlet of an article that is taken down, and its story where several outlets report that. */
export interface OriginRow {
  readonly outlet_id: string;
  readonly story_id: string | null;
}

/** Selects the origin of an article whose id is said behind it. */
export const selectOrigin = `SELECT article.outlet_id, story.id AS story_id FROM article
  LEFT JOIN report ON report.article_id = article.id LEFT JOIN story ON story.id = report.story_id WHERE article.id =`;

export function withOrigin(record: TakedownRecord, origin: OriginRow | undefined): TakedownRecord {
  if (origin === undefined) return record;
  const { outlet_id: outletId, story_id: storyId } = origin;
  return { ...record, outletId, ...(storyId !== null && { storyId }) };
}

export function toTakedown(row: TakedownRow): Takedown {
  return {
    id: row.article_id,
    takenDownAt: fromSeconds(row.taken_down_at),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.outlet_id === null ? {} : { outletId: row.outlet_id }),
    ...(row.story_id === null ? {} : { storyId: row.story_id }),
  };
}

/** The last capture of an article that is taken down. */
export interface TakenDownRow {
  readonly number: number;
  readonly outlet_id: string;
  readonly captured_at: number;
}

export function toSelectable(
  row: TakenDownRow,
  { title, bodyHtml, authors, section, language }: Content,
): SelectableArticle {
  const facts = { title, bodyHtml, authors, language, ...(section !== undefined && { section }) };
  return { ...facts, outletId: row.outlet_id, capturedAt: fromSeconds(row.captured_at) };
}

/** As `JSON.stringify` wrote them. */
export function readHeldLosses(text: string): HeldLosses {
  const { count, since }: { count: number; since: string } = JSON.parse(text);
  return { count, since: new Date(since) };
}
