import { articlePairs, oneOf, wholeNumber, type Option } from "./option.ts";

/** Entries of `options` that say what is in the feeds of several outlets. */
export const feedOptions = {
  /** In percent. */
  allShare: {
    key: "all.share",
    ...wholeNumber(1, 100, "percent"),
    expected: "a whole number from 1 to 100",
    default: 100,
    reloads: true,
    help: "How much of the combined feed one outlet may fill, in percent",
  },
  allScripts: {
    key: "all.scripts",
    ...oneOf("main", "both"),
    default: "main",
    reloads: true,
    help: "Which script the combined feed shows of an article that exists in both: the outlet's main one, or both",
  },
  /** In percent. */
  storiesShare: {
    key: "stories.share",
    ...wholeNumber(1, 100, "percent"),
    expected: "a whole number from 1 to 100",
    default: 100,
    reloads: true,
    help: "How much of the feed of stories one outlet may lead, in percent",
  },
  storiesJoin: {
    key: "stories.join",
    ...articlePairs,
    default: [],
    reloads: true,
    help: "Articles that report one event and were not found to, published at most 72 hours apart: pairs of ids",
  },
  storiesForbid: {
    key: "stories.forbid",
    ...articlePairs,
    default: [],
    reloads: true,
    help: "Articles that report two events and were taken for reports of one: pairs of ids",
  },
} as const satisfies Readonly<Record<string, Option>>;
