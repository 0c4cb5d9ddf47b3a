import type { ChineseScript } from "../lib/text/convert-script.ts";
import type { FeedScript } from "../model/feed-place.ts";

/** The script that a feed in one script is in. */
export const chineseScripts: Readonly<Record<FeedScript, ChineseScript>> = { "zh-hans": "Hans", "zh-hant": "Hant" };
