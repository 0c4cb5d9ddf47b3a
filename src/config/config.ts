import type { CustomFeed, ShownScripts } from "../model/custom-feed.ts";
import type { ImagePolicy } from "../model/outlet.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { LogFormat, LogLevel } from "./operator-options.ts";

/** The effective settings. All paths are absolute. */
export interface Config {
  readonly seeds: readonly string[];
  readonly data: string;
  readonly listen: ListenAddress;
  /** Without a final slash. Where nobody set it, `http://localhost:PORT`, and port 0 is then still open. */
  readonly publicUrl: string;
  readonly publicUrlIsSet: boolean;
  /** How many processes serve. */
  readonly workers: number;
  readonly title: string;
  readonly language: string;
  /** Directory of outlet profiles. */
  readonly outlets: string;
  readonly scanEvery: string;
  readonly images: ImagePolicy;
  readonly maxAgeSeconds: number;
  readonly attribution: boolean;
  /** Whether feeds have deltas (RFC 3229). */
  readonly deltas: boolean;
  /** In percent. */
  readonly allShare: number;
  readonly allScripts: ShownScripts;
  readonly archiveKeep: boolean;
  readonly adminListen: ListenAddress | "off";
  readonly adminListenIsSet: boolean;
  readonly adminHosts: readonly string[];
  /** Ranges of addresses as `createAddressSet` takes them. */
  readonly trustedProxies: readonly string[];
  /** These three are in seconds, 0 for no limit; see `http/rate-budgets.ts`. */
  readonly ratePoll: number;
  readonly rateFull: number;
  readonly rateMade: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly configFile: string;
  /** The operator's own, in the order of the file: it alone can define them. */
  readonly feeds: readonly CustomFeed[];
  /** Where each setting but the feeds came from: `default`, `file PATH:LINE`, `environment FEEDMILL_X` or `flag --x`. */
  readonly origins: Readonly<Record<string, string>>;
}
