import type { OutletReport } from "../ingest/archive-report.ts";
import type { TopicCount } from "../push/subscriptions.ts";
import type { Delivery } from "./push-messages.ts";
import type { SourceStatus } from "../model/source.ts";

/** The state of a daemon, as `/status.json` and `feedmill status` say it: instants are text there. */
export interface Status<Instant = Date> {
  readonly version: string;
  readonly startedAt: Instant;
  readonly uptimeSeconds: number;
  readonly publicUrl: string;
  /** Processes that serve. */
  readonly workers: number;
  /** The memory of the primary process. */
  readonly memoryBytes: number;
  /** True while feeds are served. */
  readonly ready: boolean;
  /** The reason why feeds do not show the present archive, in a sentence. */
  readonly degraded?: string;
  /** The last change of what is published. */
  readonly publishedAt?: Instant;
  readonly ingest: IngestState & { readonly lastScanAt?: Instant };
  /** Files read since the start for, and by, other machines that share the catalog; absent where none can. */
  readonly filesRead?: Readonly<Record<"forOthers" | "byOthers", number>>;
  readonly files: number;
  readonly articles: number;
  readonly problems: number;
  readonly problemCounts: Readonly<Record<string, number>>;
  readonly flawCounts: Readonly<Record<string, number>>;
  /** Files that are gone and whose articles are kept until that is accepted. */
  readonly held: number;
  readonly missingRoots: readonly string[];
  /** Sentences: silences of the archive or an outlet, and what was passed over. */
  readonly warnings: readonly string[];
  readonly outlets: readonly (Omit<OutletReport, "newestSurfacedAt"> & { readonly newestSurfacedAt?: Instant })[];
  readonly catalogBytes?: number;
  /** The feeds that `feedmill fetch` polls for this data directory; absent where it never did. */
  readonly sources?: readonly SourceStatus<Instant>[];
  /** Absent where nothing is pushed. */
  readonly push?: PushStatus;
}

/** What is pushed, and to whom. */
export interface PushStatus {
  /** The address of the hub. */
  readonly hub: string;
  /** None where the hub is somebody else's. */
  readonly topics: readonly TopicCount[];
  /** Since the start. */
  readonly deliveries: Readonly<Record<Delivery["result"], number>>;
}

/** The present work of the ingest thread. Counts of files are there while it reads many. */
export interface IngestState {
  readonly state: "starting" | "scanning" | "idle" | "following";
  /** The machine and data directory of the feedmill that takes the archive in, where this one follows it. */
  readonly leader?: string;
  readonly done?: number;
  readonly total?: number;
}
