import { fromSeconds } from "../lib/time/seconds.ts";
import type { Article } from "../model/article.ts";
import type { Link, Report } from "../model/story.ts";
import { WINDOW_MS, type Linkable } from "../stories/find-parent.ts";
import type { Linked } from "../stories/relink.ts";
import type { Signature } from "../stories/signature.ts";
import { storyId } from "../stories/story.ts";
import { captureKey } from "./capture-rows.ts";
import type { IngestedFile } from "./catalog.ts";

/* Reports as the engines keep them. Times are seconds since 1970. */

/** What a report is linked by. */
export interface LinkedRow {
  readonly article_id: string;
  readonly outlet_id: string;
  readonly published_at: number;
  readonly twin_id: string | null;
  readonly signature: Uint8Array;
  readonly parent_id: string | null;
  readonly score: number | null;
}

export interface ReportRow {
  readonly article_id: string;
  readonly outlet_id: string;
  readonly published_at: number;
  readonly first_captured_at: number;
  readonly twin_id: string | null;
  readonly parent_id: string | null;
  readonly score: number | null;
}

export const reportColumns = "article_id, outlet_id, published_at, first_captured_at, twin_id, parent_id, score";
export const linkedColumns = "article_id, outlet_id, published_at, twin_id, signature, parent_id, score";

export const WINDOW_SECONDS = WINDOW_MS / 1000;
/** Reports that are linked at one look at those around them: of so much time, and so many. */
const SPAN_SECONDS = 48 * 3600;
export const REPORTS_AT_A_TIME = 256;

/** Some reports that are linked together. */
export interface Batch {
  readonly ids: ReadonlySet<string>;
  readonly since: number;
  readonly until: number;
}

/** Parts reports into such as are near in time, the earliest first. */
export function* batchesOf(
  places: readonly { readonly id: string; readonly at: number }[],
): Generator<Batch, undefined> {
  const inTime = places.toSorted((a, b) => a.at - b.at);
  let some: typeof inTime = [];
  const batch = (): Batch => {
    return { ids: new Set(some.map(({ id }) => id)), since: some[0]?.at ?? 0, until: some.at(-1)?.at ?? 0 };
  };
  for (const place of inTime) {
    if (some[0] !== undefined && place.at > some[0].at + SPAN_SECONDS) {
      yield batch();
      some = [];
    }
    some.push(place);
  }
  if (some.length > 0) yield batch();
  return undefined;
}

export function toReport(row: ReportRow): Report {
  const link = linkOf(row);
  return {
    id: row.article_id,
    outletId: row.outlet_id,
    publishedAt: fromSeconds(row.published_at),
    firstCapturedAt: fromSeconds(row.first_captured_at),
    ...(row.twin_id !== null && { twinId: row.twin_id }),
    ...(link && { link }),
  };
}

export function toLinked(row: LinkedRow): Linked {
  const link = linkOf(row);
  const linkable: Linkable = {
    id: row.article_id,
    outletId: row.outlet_id,
    publishedAt: fromSeconds(row.published_at),
    signature: signatureIn(row.signature),
    ...(row.twin_id !== null && { twinId: row.twin_id }),
  };
  return link ? { ...linkable, link } : linkable;
}

function linkOf({ parent_id: to, score }: Pick<ReportRow, "parent_id" | "score">): Link | undefined {
  if (to === null) return undefined;
  return score === null ? { to } : { to, score };
}

/** Signatures that were made with captures, by `captureKey`. */
export type MadeSignatures = ReadonlyMap<string, Signature>;

export function signaturesIn(files: readonly IngestedFile[]): MadeSignatures {
  const signatures = new Map<string, Signature>();
  for (const { sha256, outcome, articleSignature } of files) {
    if (outcome.ok && articleSignature) signatures.set(captureKey(outcome.value.id, sha256), articleSignature);
  }
  return signatures;
}

export function bytesOf(signature: Signature): Uint8Array {
  return new Uint8Array(signature.buffer, signature.byteOffset, signature.byteLength);
}

/** Not copied where the bytes lie as numbers have to: thousands are read for each article that is linked. */
function signatureIn(bytes: Uint8Array): Signature {
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, byteLength / Uint32Array.BYTES_PER_ELEMENT);
}

/** The story of an article, and the revision that tells of it where it is not the article's own. */
export function storyOfRow(row: {
  readonly id: string;
  readonly revision: string;
  /** Absent until an older catalog's articles are linked. */
  readonly story_id: string | null;
}): Pick<Article, "storyId" | "revision"> {
  const { id, revision, story_id: story } = row;
  const ownId = storyId(id);
  if (story === null || story === ownId) return { storyId: ownId, revision };
  return { storyId: story, revision: `${revision}-${story.slice("urn:uuid:".length, "urn:uuid:".length + 8)}` };
}
