import { fromSeconds } from "../lib/time/seconds.ts";
import { isAnotherArticle, type Told } from "./another-article.ts";
import type { CaptureFact, DerivedArticle } from "./derive-article.ts";
import type { RememberedCapture } from "./ledger/ledger-record.ts";
import type { Content } from "./packed-content.ts";

/* Captures as the engines keep them. Times are seconds since 1970. */

/** The capture that a file gave when it was last read, identified by the article and the bytes. */
export interface Given {
  readonly articleId: string;
  readonly sha256: string;
  /** The article that the same bytes give now, under an edited profile. */
  readonly becameId?: string;
}

/** A capture that a file gives, with as much of its content as an article is derived from. */
export interface PresentCapture extends CaptureFact {
  readonly number: number;
  readonly contentHash: string;
  readonly outletId: string;
  readonly canonicalUrl: string;
  readonly twinId?: string;
  readonly shownBytes: number;
  /** Bits of the fields it has. */
  readonly fields: number;
  readonly hasRival: boolean;
}

interface TimesRow {
  readonly captured_at: number;
  readonly published_at: number | null;
  readonly text_hash: string;
}

export interface PresentRow extends TimesRow {
  readonly number: number;
  readonly sha256: string;
  readonly content_hash: string;
  readonly outlet_id: string;
  readonly canonical_url: string;
  readonly twin_id: string | null;
  readonly shown_bytes: number;
  readonly fields: number;
  /** SQLite has 0 and 1. */
  readonly has_rival: boolean | number;
}

export function toPresent(row: PresentRow): PresentCapture {
  return {
    number: row.number,
    sha256: row.sha256,
    capturedAt: fromSeconds(row.captured_at),
    textHash: row.text_hash,
    contentHash: row.content_hash,
    outletId: row.outlet_id,
    canonicalUrl: row.canonical_url,
    shownBytes: row.shown_bytes,
    fields: row.fields,
    hasRival: Boolean(row.has_rival),
    ...(row.published_at === null ? {} : { publishedAt: fromSeconds(row.published_at) }),
    ...(row.twin_id === null ? {} : { twinId: row.twin_id }),
  };
}

/** A capture that the ledger remembers. */
export interface FactRow extends TimesRow {
  readonly sha256: string;
  readonly shown_bytes: number | null;
}

export function toFact(row: FactRow): CaptureFact {
  const claim = row.published_at === null ? {} : { publishedAt: fromSeconds(row.published_at) };
  const size = row.shown_bytes === null ? {} : { shownBytes: row.shown_bytes };
  return { sha256: row.sha256, capturedAt: fromSeconds(row.captured_at), textHash: row.text_hash, ...claim, ...size };
}

/** A capture that no file gives any more. */
export interface DroppedRow extends TimesRow {
  readonly number: number;
  readonly article_id: string;
  readonly sha256: string;
  readonly shown_bytes: number;
}

export function toRemembered(row: DroppedRow): RememberedCapture {
  return {
    type: "capture",
    id: row.article_id,
    sha256: row.sha256,
    capturedAt: fromSeconds(row.captured_at),
    textHash: row.text_hash,
    shownBytes: row.shown_bytes,
    ...(row.published_at !== null && { publishedAt: fromSeconds(row.published_at) }),
  };
}

type Derived = DerivedArticle<PresentCapture>;

/** The twin an article names, with the address it can itself be found at. */
export function claimOf(article: Derived | undefined): { readonly twinId: string; readonly url: string } | undefined {
  if (article?.shown.twinId === undefined) return undefined;
  return { twinId: article.shown.twinId, url: article.shown.canonicalUrl };
}

/** The bytes that the article counts with where a history is cut. */
export function cutBytes({ firstShownBytes, shown }: Derived): number {
  return firstShownBytes ?? shown.shownBytes;
}

/** A capture that is not shown, and may be of another article than the one that is. */
export interface Suspect {
  readonly capture: PresentCapture;
  readonly shown: PresentCapture;
  /** False where it only was one: what was noted of it is to be taken back. */
  readonly isSuspect: boolean;
}

/** Captures that would vanish in silence. Only those with another address are looked at, and few articles have such. */
export function suspectsAmong(present: readonly PresentCapture[], shown: PresentCapture): readonly Suspect[] {
  return present.flatMap((capture) => {
    const isSuspect = capture.canonicalUrl !== shown.canonicalUrl && capture.textHash !== shown.textHash;
    return isSuspect || capture.hasRival ? [{ capture, shown, isSuspect }] : [];
  });
}

/** The note on a suspect: title and address of the article that is shown in its place. Null where both are one article. */
export function rivalOf(
  { capture, shown, isSuspect }: Suspect,
  contentOf: (number: number) => Content | undefined,
): string | null {
  const toldBy = ({ number, canonicalUrl }: PresentCapture): Told => {
    const { title = "", bodyHtml = "" } = contentOf(number) ?? {};
    return { title, canonicalUrl, bodyHtml };
  };
  if (!isSuspect) return null;
  const told = toldBy(shown);
  if (!isAnotherArticle(toldBy(capture), told)) return null;
  return JSON.stringify({ title: told.title, canonicalUrl: told.canonicalUrl });
}

/** The key of a capture: its article and the hash of its file. */
export function captureKey(articleId: string, sha256: string): string {
  return `${articleId} ${sha256}`;
}
