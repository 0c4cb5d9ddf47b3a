import { fromSeconds, toSeconds } from "../lib/time/seconds.ts";
import type { DocumentLink } from "../model/document.ts";
import type { Edition } from "../model/edition.ts";
import type { HeldEntry } from "../model/feed-version.ts";
import type { KeptDocument, KeptEdition, Publication } from "./catalog.ts";

/** The number of versions that are kept of a feed's document; the present one counts. */
export const MAX_FEED_VERSIONS = 100;

/** A document as the engines keep it. */
export interface DocumentRow {
  readonly etag: string;
  readonly last_modified: number;
  readonly content_type: string;
  readonly links: string;
  readonly max_age_seconds: number;
  readonly identity: Uint8Array;
  readonly gzip: Uint8Array;
  readonly br: Uint8Array;
  readonly zstd: Uint8Array;
}

export function toDocument(path: string, row: DocumentRow): Omit<KeptDocument, "versions"> {
  const links: readonly DocumentLink[] = JSON.parse(row.links);
  return {
    path,
    contentType: row.content_type,
    body: row.identity,
    links,
    maxAgeSeconds: row.max_age_seconds,
    etag: row.etag,
    lastModified: fromSeconds(row.last_modified),
    codings: { gzip: row.gzip, br: row.br, zstd: row.zstd },
  };
}

/** In seconds. */
export function nextLastModified(
  before: { readonly etag: string; readonly lastModified: number } | undefined,
  etag: string,
  now: number,
): number {
  if (before === undefined) return now;
  return before.etag === etag ? before.lastModified : Math.max(now, before.lastModified + 1);
}

/** An edition as it is kept: its text, and when it changed, in seconds. */
export interface EditionState {
  /** Absent where an earlier version of feedmill kept no edition, but when it changed. */
  readonly content: string | null;
  readonly changedAt: number;
}

/** The edition as it is to be kept: the one before where nothing changed. */
export function nextEdition(
  before: EditionState | undefined,
  { edition, version, isNews, now }: Publication,
): EditionState {
  const content = writeEdition(edition, version);
  if (before === undefined) return { content, changedAt: toSeconds(now) };
  if (!isNews && before.content === content) return before;
  return { content, changedAt: Math.max(toSeconds(now), before.changedAt + 1) };
}

/** An edition with the version of feedmill that made its documents. Equal contents are the same edition. */
function writeEdition({ renamed, gone, ...rest }: Edition, version: string): string {
  return JSON.stringify({ version, ...rest, renamed: [...renamed], gone: [...gone].sort() });
}

interface EditionContent extends Omit<Edition, "renamed" | "gone"> {
  readonly renamed: readonly (readonly [string, string])[];
  readonly gone: readonly string[];
}

export function toKeptEdition({ content, changedAt }: EditionState): KeptEdition | undefined {
  return content === null ? undefined : { edition: readEdition(content), changedAt: fromSeconds(changedAt) };
}

function readEdition(content: string): Edition {
  const { site, definitions, outlets, renamed, gone }: EditionContent = JSON.parse(content);
  return { site, definitions, outlets, renamed: new Map(renamed), gone: new Set(gone) };
}

/** The entries of a version of a feed, as text. */
export function writeEntries(entries: readonly HeldEntry[]): string {
  return JSON.stringify(entries.map(({ tag, start, end }) => [tag, start, end]));
}

export function readEntries(text: string): readonly HeldEntry[] {
  const entries: readonly [tag: string, start: number, end: number][] = JSON.parse(text);
  return entries.map(([tag, start, end]) => ({ tag, start, end }));
}
