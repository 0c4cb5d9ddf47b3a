import type { FoundOutlet } from "./messages.ts";
import type { IngestState } from "./ingest-watch.ts";

/** How a daemon is, as `/status.json` says it: instants are text there. */
export interface Status<Instant = Date> {
  readonly version: string;
  readonly startedAt: Instant;
  readonly uptimeSeconds: number;
  readonly publicUrl: string;
  /** Processes that serve. */
  readonly workers: number;
  /** Of the primary process. */
  readonly memoryBytes: number;
  /** Whether feeds are served. */
  readonly ready: boolean;
  /** Why what is served is not what it should be, in a sentence. */
  readonly degraded?: string;
  /** When what is published last changed. */
  readonly publishedAt?: Instant;
  readonly ingest: IngestState & { readonly lastScanAt?: Instant };
  readonly files: number;
  readonly articles: number;
  readonly problems: number;
  readonly problemCounts: Readonly<Record<string, number>>;
  /** Files that are gone and whose articles are kept until that is accepted. */
  readonly held: number;
  readonly missingRoots: readonly string[];
  readonly outlets: readonly (Omit<FoundOutlet, "newestSurfacedAt"> & { readonly newestSurfacedAt?: Instant })[];
  readonly catalogBytes?: number;
}
