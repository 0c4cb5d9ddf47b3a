import { fromSeconds } from "../lib/time/seconds.ts";
import type { Article } from "../model/article.ts";
import type { Content } from "./packed-content.ts";
import { storyOfRow } from "./report-rows.ts";

/** An article as the engines keep it, but for the content that it shows. Times are seconds since 1970. */
export interface ArticleRow {
  readonly id: string;
  readonly outlet_id: string;
  readonly published_at: number;
  /** SQLite has 0 and 1. */
  readonly published_at_is_capture_time: boolean | number;
  readonly updated_at: number;
  readonly first_captured_at: number;
  readonly captured_at: number;
  readonly surfaced_at: number;
  readonly found_twin_id: string | null;
  readonly found_twin_url: string | null;
  readonly revision: string;
  readonly story_id: string | null;
}

/** The article names its twin itself, or one that names this article was found. */
export function toArticle(row: ArticleRow, content: Content): Article {
  const { found_twin_id: id, found_twin_url: url } = row;
  const twin = content.twin ?? (id === null || url === null ? undefined : { id, url });
  return {
    ...content,
    ...(twin === undefined ? {} : { twin }),
    id: row.id,
    outletId: row.outlet_id,
    publishedAt: fromSeconds(row.published_at),
    publishedAtIsCaptureTime: Boolean(row.published_at_is_capture_time),
    updatedAt: fromSeconds(row.updated_at),
    firstCapturedAt: fromSeconds(row.first_captured_at),
    capturedAt: fromSeconds(row.captured_at),
    surfacedAt: fromSeconds(row.surfaced_at),
    ...storyOfRow(row),
  };
}
