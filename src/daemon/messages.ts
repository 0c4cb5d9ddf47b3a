import type { Config, ConfigSources } from "../config/config.ts";
import type { RateSettings } from "../http/rates/budgets.ts";

/** What the ingest thread is started with. */
export interface IngestThreadData {
  /** With the public URL as it is served: its port is known. */
  readonly config: Config;
  /** For reading the settings anew. */
  readonly sources: ConfigSources;
  /** Threads that may help to read many files. */
  readonly readers: number;
}

/** What the ingest thread has to tell whoever serves. */
export type ForServing =
  /** A catalog is open, perhaps in another's place: its documents can be served. */
  | { readonly kind: "opened"; readonly changedAt: Date | undefined }
  /** These documents were written or removed, and others are made anew. */
  | { readonly kind: "published"; readonly paths: readonly string[]; readonly changedAt: Date }
  | { readonly kind: "scanned"; readonly found: Found }
  /** The settings were read anew. */
  | { readonly kind: "reloaded"; readonly logLevel: Config["logLevel"]; readonly rate: RateSettings };

/** Work cannot begin, for a reason the operator can act on. */
interface Refusal {
  readonly kind: "refused";
  readonly message: string;
}

export type FromIngestThread =
  | ForServing
  | Refusal
  /** How far the reading of many files has come. */
  | { readonly kind: "reading"; readonly done: number; readonly total: number }
  | IngestNews;

/** What the ingest thread does, for whoever watches it. */
export type IngestNews =
  | { readonly kind: "scan-began" }
  /** With how long it took, all that was read and published included. */
  | { readonly kind: "scan-ended"; readonly seconds: number }
  | ({ readonly kind: "applied" } & AppliedCounts);

export interface AppliedCounts {
  /** Files that gave an article, by outlet. */
  readonly outlets: ReadonlyMap<string, number>;
  /** Files that gave a problem. */
  readonly problems: number;
  readonly added: number;
  readonly revised: number;
  readonly removed: number;
}

/** Answers a ping. */
export interface Pong {
  readonly kind: "pong";
}

export type ToIngestThread = { readonly kind: "stop" | "reload" | "ping" };

export interface FoundOutlet {
  readonly id: string;
  readonly name: string;
  readonly articles: number;
  /** Absent without articles. */
  readonly newestSurfacedAt?: Date;
}

/** What there is after a scan, for start-up lines, readiness and logs. */
export interface Found {
  readonly files: number;
  readonly articles: number;
  readonly outlets: readonly FoundOutlet[];
  readonly problems: number;
  /** How many of them are of each code. */
  readonly problemCounts: ReadonlyMap<string, number>;
  /** Losses held back. */
  readonly held: number;
  readonly missingRoots: readonly string[];
  /** Why the archive could not be taken in since; absent where it could. */
  readonly failure?: string;
}
