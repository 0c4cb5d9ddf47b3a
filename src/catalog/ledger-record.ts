import { z } from "zod";
import type { CaptureFact } from "./capture-fact.ts";

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

export type LedgerRecord = RememberedCapture | SiteRecord;

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
  }),
]);

const knownTypes: ReadonlySet<unknown> = new Set(["site", "capture"]);

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
  return `${JSON.stringify(record.type === "site" ? siteLine(record) : captureLine(record))}\n`;
}

function siteLine({ type, siteId }: SiteRecord): object {
  return { type, siteId };
}

function captureLine({ type, id, capturedAt, publishedAt, textHash, sha256 }: RememberedCapture): object {
  const claim = publishedAt === undefined ? {} : { publishedAt: wholeSeconds(publishedAt) };
  return { type, id, capturedAt: wholeSeconds(capturedAt), ...claim, textHash, sha256 };
}

function wholeSeconds(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, "Z");
}
