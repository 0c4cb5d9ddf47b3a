import { z } from "zod";
import type { CaptureFact } from "../derive-article.ts";

/** A capture that no file gives any more. */
export interface RememberedCapture extends CaptureFact {
  readonly type: "capture";
  /** Of the article. */
  readonly id: string;
}

/** The UUID that ids of feeds are derived from. The last one in the ledger holds. */
export interface SiteRecord {
  readonly type: "site";
  readonly siteId: string;
}

/** An article that must not be published, whatever the archive holds of it. */
export interface TakedownRecord {
  readonly type: "takedown";
  /** Of the article. */
  readonly id: string;
  readonly when: Date;
  /** For the operator; it is not published. */
  readonly reason?: string;
  /** Whose article it was when it was taken down; absent where there was none. */
  readonly outletId?: string;
  /** The story that it was a report of then, where several outlets reported it: the archive tells of it no more. */
  readonly storyId?: string;
}

/** An article that may be published again. */
export interface RestorationRecord {
  readonly type: "restoration";
  readonly id: string;
  readonly when: Date;
}

export type LedgerRecord = RememberedCapture | SiteRecord | TakedownRecord | RestorationRecord;

/** What a line of the ledger turned out to be. A type we do not know is a newer feedmill's: it stays where it is. */
export type LedgerLine =
  | { readonly kind: "record"; readonly record: LedgerRecord }
  | { readonly kind: "unknown"; readonly type: string }
  | { readonly kind: "unreadable" };

const rfc3339 = z.iso.datetime().transform((text) => new Date(text));

const recordSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("site"), siteId: z.string().min(1) }),
  z.object({
    type: z.literal("capture"),
    id: z.string().min(1),
    capturedAt: rfc3339,
    publishedAt: z.exactOptional(rfc3339),
    textHash: z.string().min(1),
    sha256: z.string().min(1),
    shownBytes: z.exactOptional(z.int().nonnegative()),
  }),
  z.object({
    type: z.literal("takedown"),
    id: z.string().min(1),
    when: rfc3339,
    reason: z.exactOptional(z.string()),
    outletId: z.exactOptional(z.string()),
    storyId: z.exactOptional(z.string()),
  }),
  z.object({ type: z.literal("restoration"), id: z.string().min(1), when: rfc3339 }),
]);

const knownTypes: ReadonlySet<unknown> = new Set(["site", "capture", "takedown", "restoration"]);

/** Reads one line of the ledger, without its line feed. */
export function parseLedgerLine(line: string): LedgerLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: "unreadable" };
  }
  const parsed = recordSchema.safeParse(value);
  if (parsed.success) return { kind: "record", record: parsed.data };
  if (typeof value !== "object" || value === null || !("type" in value)) return { kind: "unreadable" };
  const { type } = value;
  return typeof type === "string" && !knownTypes.has(type) ? { kind: "unknown", type } : { kind: "unreadable" };
}

/** Writes one line of the ledger, with its line feed. Instants are RFC 3339 in UTC, in whole seconds. */
export function formatLedgerLine(record: LedgerRecord): string {
  return `${JSON.stringify(lineOf(record))}\n`;
}

function lineOf(record: LedgerRecord): object {
  if (record.type === "site") return { type: record.type, siteId: record.siteId };
  return record.type === "capture" ? captureLine(record) : { ...record, when: wholeSeconds(record.when) };
}

function captureLine({ type, id, capturedAt, publishedAt, textHash, sha256, shownBytes }: RememberedCapture): object {
  const claim = publishedAt === undefined ? {} : { publishedAt: wholeSeconds(publishedAt) };
  const size = shownBytes === undefined ? {} : { shownBytes };
  return { type, id, capturedAt: wholeSeconds(capturedAt), ...claim, textHash, sha256, ...size };
}

function wholeSeconds(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, "Z");
}
