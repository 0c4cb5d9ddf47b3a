import type { CustomFeed } from "../model/custom-feed.ts";
import type { Checked } from "../model/mistake.ts";
import { canonicalLanguage } from "../outlets/profile-values.ts";
import { schemaMistakes } from "../outlets/schema-mistakes.ts";
import { feedKeys, feedsSchema, type WrittenFeed } from "./feed-schema.ts";

/** The feeds a configuration file defines, in its order. `placeOf` says where a path below `feeds` stands. */
export function parseFeeds(
  value: unknown,
  placeOf: (path: readonly PropertyKey[]) => string,
): Checked<readonly CustomFeed[]> {
  const checked = feedsSchema.safeParse(value);
  if (!checked.success) {
    return { ok: false, mistakes: schemaMistakes(checked.error.issues, { placeOf, knownKeys: () => feedKeys }) };
  }
  return { ok: true, value: Object.entries(checked.data ?? {}).map(([id, feed]) => toCustomFeed(id, feed)) };
}

function toCustomFeed(id: string, feed: WrittenFeed): CustomFeed {
  const { title, description, query, outlets, limit, entries, script, scripts = "main", share = 100 } = feed;
  const language = feed.language === undefined ? undefined : canonicalLanguage(feed.language);
  return {
    id,
    title,
    ...(description !== undefined && { description }),
    ...(language !== undefined && { language }),
    ...(query !== undefined && { query }),
    ...(outlets !== undefined && { outletIds: outlets }),
    ...(limit !== undefined && { limit }),
    // More than an outlet's profile allows, a feed cannot show.
    ...(entries === "summary" && { entries }),
    ...(script !== undefined && { script }),
    scripts,
    ...(share < 100 && { share }),
    isHidden: feed.hidden ?? false,
    formerly: feed.formerly ?? [],
  };
}
