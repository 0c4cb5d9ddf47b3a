import { z } from "zod";
import type { CustomFeed } from "../model/custom-feed.ts";
import { MAX_ENTRIES } from "../model/feed.ts";
import type { Checked } from "../model/mistake.ts";
import * as values from "../outlets/profile-values.ts";
import { schemaMistakes } from "../outlets/schema-mistakes.ts";
import { formatQuery } from "../search/canonical-query.ts";
import { parseQuery } from "../search/parse-query.ts";
import { showMistake } from "../search/query-mistake.ts";

/** The schema of the operator's own feeds. Editors show the descriptions. */

const mapping = { error: "This must be a mapping, one `key: value` a line." };
const wholeNumber = { error: "This must be a whole number." };

/** A query in its one spelling; a mistake is shown where it is. */
const querySchema = values.text(500).transform((text, context): string => {
  const parsed = parseQuery(text);
  if (parsed.ok) return formatQuery(parsed.value);
  context.addIssue(`${parsed.mistake.message}\n${showMistake(text, parsed.mistake)}`);
  return z.NEVER;
});

const outletId = z.string({ error: "This must be the id of an outlet." });

const feedSchema = z.strictObject(
  {
    title: values.text(100).describe("What the feed is called."),
    description: values.text(500).optional().describe("What it holds, in a sentence."),
    language: values.language
      .optional()
      .describe("BCP 47 tag. Default: that of its outlet or script, else that of the combined feed."),
    query: querySchema.optional().describe("What its articles must meet, as in a search. Default: nothing."),
    outlets: values.listOf(outletId, 1).optional().describe("Ids of outlets. Default: every outlet."),
    limit: z
      .int(wholeNumber)
      .min(1, "This must be at least 1.")
      .max(MAX_ENTRIES, `This may be at most ${MAX_ENTRIES}.`)
      .optional()
      .describe(`How many entries it has at most. Default: ${MAX_ENTRIES}.`),
    entries: z
      .enum(["full", "summary"], { error: "This must be `full` or `summary`." })
      .optional()
      .describe("How much of an article it shows: all that the outlet's profile allows, or summaries. Default: full."),
    script: z
      .enum(["zh-hans", "zh-hant"], { error: "This must be `zh-hans` or `zh-hant`." })
      .optional()
      .describe("The script its Chinese is converted to. Default: each article's own."),
    scripts: z
      .enum(["main", "both"], { error: "This must be `main` or `both`." })
      .optional()
      .describe(
        "What it shows of an article that is there in both scripts: that in the feed's or the outlet's main script, or both. Default: main.",
      ),
    stories: z
      .enum(["once", "all"], { error: "This must be `once` or `all`." })
      .optional()
      .describe(
        "What it shows of a story of several reports: one of them, with the others listed below it, or all. Default: all.",
      ),
    share: z
      .int(wholeNumber)
      .min(1, "This must be at least 1.")
      .max(100, "This may be at most 100.")
      .optional()
      .describe("How much of it one outlet may fill, in percent. Default: 100."),
    hidden: z
      .boolean({ error: "This must be `true` or `false`." })
      .optional()
      .describe("Whether it is left out of every list of feeds. Default: false."),
    formerly: values.listOf(values.feedName).optional().describe("Ids it had before: they lead to the present one."),
  },
  mapping,
);

type WrittenFeed = z.output<typeof feedSchema>;

export const feedsSchema = z
  .record(values.feedName, feedSchema, { error: "This must hold feeds, each under its id." })
  .nullable()
  .describe("Feeds of your own, each under its id: /feeds/ID/. Takes effect as soon as the file is saved.");

/** The keys that a feed may have. */
export const feedKeys: readonly string[] = Object.keys(feedSchema.shape);

/** Checks the feeds of a configuration file, in its order. `placeOf` says where a path below `feeds` stands. */
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
  const language = feed.language === undefined ? undefined : values.canonicalLanguage(feed.language);
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
    ...(script !== undefined && { script: script === "zh-hant" ? "zh-Hant" : "zh-Hans" }),
    scripts,
    ...(share < 100 && { share }),
    ...(feed.stories === "once" && { stories: feed.stories }),
    isHidden: feed.hidden ?? false,
    formerly: feed.formerly ?? [],
  };
}
