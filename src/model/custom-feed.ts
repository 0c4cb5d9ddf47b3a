import type { ChineseScript } from "./locale.ts";

/** A feed as the operator asks for it. */
export interface CustomFeed {
  /** Names the feed, for ever: lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  /** BCP 47 tag. */
  readonly language?: string;
  /** As `formatQuery` spells it. */
  readonly query?: string;
  /** Absent: every outlet. */
  readonly outletIds?: readonly string[];
  readonly limit?: number;
  readonly entries?: "summary";
  readonly script?: ChineseScript;
  readonly scripts: ShownScripts;
  /** In percent. */
  readonly share?: number;
  /** Of a story only one report. */
  readonly stories?: "once";
  readonly isHidden: boolean;
  /** Names it had before. */
  readonly formerly: readonly string[];
}

/** Shown of an article that is there in both scripts: the capture in the outlet's main one, or both. */
export type ShownScripts = "main" | "both";

/** The operator's settings of feeds, apart from the outlets. */
export interface FeedSettings {
  readonly custom: readonly CustomFeed[];
  /** For the combined feed; `share` in percent. */
  readonly combined: { readonly share?: number; readonly scripts: ShownScripts };
  /** For the feed of stories; `share` in percent, of stories that an outlet leads. */
  readonly stories?: { readonly share?: number };
}
