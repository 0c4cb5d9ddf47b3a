import type { CatalogLocation } from "../catalog/open-catalog.ts";
import type { HubAnswer, HubRequest } from "../model/hub.ts";
import type { LoggerOptions, LogLevel } from "../observe/logger.ts";

/** The settings of the process that pushes, as plain data. */
export interface PushOptions extends CatalogLocation {
  readonly publicUrl: string;
  /** Public URLs that the site had before. */
  readonly formerly: readonly string[];
  /** The hub of somebody else's that is told of news; absent where feedmill is the hub itself. */
  readonly otherHub?: string;
  /** Private addresses that may be called, as `createAddressSet` takes them. */
  readonly allow: readonly string[];
  /** The version of feedmill. */
  readonly version: string;
  readonly log: Pick<LoggerOptions, "level" | "format">;
}

export type ToPush =
  /** Comes first. */
  | { readonly kind: "start"; readonly options: PushOptions }
  /** A catalog is open, perhaps in another's place. */
  | { readonly kind: "opened" }
  /** The catalog has an edition. These documents were written or removed. */
  | { readonly kind: "published"; readonly paths: readonly string[] }
  | { readonly kind: "reloaded"; readonly logLevel: LogLevel }
  /** To be answered under the same number. */
  | { readonly kind: "ask"; readonly number: number; readonly request: HubRequest }
  | { readonly kind: "stop" };

export type FromPush = { readonly kind: "answer"; readonly number: number; readonly answer: HubAnswer } | PushNews;

/** What status and metrics tell of. */
export type PushNews =
  | { readonly kind: "delivery"; readonly delivery: Delivery }
  | { readonly kind: "ping"; readonly isTaken: boolean };

/** One attempt to tell a subscriber what is new. */
export interface Delivery {
  readonly topic: string;
  /** `gone`: the subscriber wants no more. */
  readonly result: "delivered" | "failed" | "gone";
  /** From the first sight of the version to the answer. */
  readonly ageSeconds: number;
}
