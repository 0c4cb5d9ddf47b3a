import type { Article, Capture, Twin } from "../model/article.ts";
import { canonicalJson } from "./canonical-json.ts";
import { fromSeconds } from "./query.ts";

/** An article's own row and the content of the capture it shows. */
export interface ArticleRow {
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

export const articleRowSql = `
  SELECT id, outlet_id, published_at, published_at_is_capture_time, updated_at, first_captured_at, captured_at,
    surfaced_at, found_twin_id, found_twin_url, revision, metadata, body_html
  FROM article JOIN capture_content USING (capture) WHERE id = ?`;

/** What a capture shows besides its body, as kept in one column. */
type Metadata = Omit<Capture, "id" | "outletId" | "bodyHtml" | "capturedAt" | "publishedAt" | "textHash">;

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
export function toArticle(row: ArticleRow): Article {
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
