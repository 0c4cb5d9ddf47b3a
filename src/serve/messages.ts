import type { AddressInfo } from "node:net";
import type { CatalogLocation } from "../catalog/open-catalog.ts";
import type { ListenTarget } from "../http/listen.ts";
import type { RateSettings } from "../http/rates/budgets.ts";
import type { DocumentAddress } from "../model/addresses.ts";
import type { FinishedDocument, Made } from "../model/document.ts";
import type { DeltaAddress } from "../model/feed-version.ts";
import type { HubAnswer, HubRequest } from "../model/hub.ts";
import type { Following } from "../model/following.ts";
import type { Pace } from "../model/pace.ts";
import type { LoggerOptions, LogLevel } from "../observe/logger.ts";
import type { ServingReport } from "../observe/reports.ts";

/** The settings of what serves, as plain data: workers are sent them. */
export interface ServeOptions extends CatalogLocation {
  readonly listen: ListenTarget;
  /** The mode of a Unix socket; absent, what the umask leaves. */
  readonly listenMode?: number;
  /** Absent where the operator has not configured one. */
  readonly publicUrl?: string;
  /** Public URLs that the site had before. */
  readonly formerly: readonly string[];
  /** BCP 47 tag of the site, until an edition says it. */
  readonly language: string;
  readonly rate: RateSettings;
  readonly workers: number;
  /** True where subscriptions are taken. */
  readonly isHub: boolean;
  readonly log: Pick<LoggerOptions, "level" | "format">;
}

/** News for what serves: the daemon's own process, or each of its workers. */
export type ServingNews =
  /** A catalog is open, perhaps in another's place: its documents can be served. */
  | { readonly kind: "opened" }
  /** The catalog has an edition. These documents were written or removed; those on demand are out of date. */
  | { readonly kind: "published"; readonly paths: readonly string[] }
  | { readonly kind: "scanned"; readonly archive: ArchiveState }
  /** The settings were read again. */
  | { readonly kind: "reloaded"; readonly logLevel: LogLevel; readonly rate: RateSettings };

/** The catalog compared with the archive, after a scan. */
export interface ArchiveState extends Pace {
  readonly articles: number;
  readonly problems: number;
  /** Losses held back. */
  readonly held: number;
  readonly missingRoots: readonly string[];
  readonly outlets: readonly OutletState[];
  /** Why the archive could not be taken in since; absent where it could. */
  readonly failure?: string;
  /** Why the files of `publish-to` are older than what is served; absent where they are not. */
  readonly filesFailure?: string;
  /** Absent where this feedmill takes the archive in itself. */
  readonly following?: Following;
}

interface OutletState extends Pace {
  readonly id: string;
  readonly name: string;
}

export type ToWorker =
  | ServingNews
  | { readonly kind: "start"; readonly options: ServeOptions }
  | { readonly kind: "stop" }
  /** Answers "closed": no connection that was handed over is on its way any more. */
  | { readonly kind: "exit" }
  | { readonly kind: "report" }
  /** Answers the request of that number. */
  | { readonly kind: "hub-answer"; readonly number: number; readonly answer: HubAnswer };

export type FromWorker =
  /** It takes no more connections, and has answered all that it had. */
  | { readonly kind: "closed" }
  | { readonly kind: "listening"; readonly address: AddressInfo | string }
  | { readonly kind: "report"; readonly report: ServingReport }
  /** To be answered under the same number. */
  | { readonly kind: "ask-hub"; readonly number: number; readonly request: HubRequest }
  /** It cannot listen, for a reason that the operator can act on. */
  | { readonly kind: "refused"; readonly message: string };

export type ToMaker =
  /** The edition is another. */
  | { readonly kind: "renew" }
  | { readonly kind: "make"; readonly number: number; readonly address: DocumentAddress | DeltaAddress }
  /** Nobody waits for the answer to this request any more. */
  | { readonly kind: "give-up"; readonly number: number };

/** The answer to the request of that number: the outcome, or why the attempt failed. */
export type FromMaker =
  | { readonly number: number; readonly made: Made<FinishedDocument> }
  | { readonly number: number; readonly failure: string };
