import { expect, test } from "vitest";
import { formatKeyPath } from "../outlets/schema-mistakes.ts";
import { parseFeeds } from "./custom-feeds.ts";

function parse(value: unknown): ReturnType<typeof parseFeeds> {
  return parseFeeds(value, (path) => formatKeyPath(["feeds", ...path]));
}

/** The mistakes of one feed, each with its place below the feed. */
function mistakes(feed: unknown): string[] {
  const parsed = parse({ tea: feed });
  return parsed.ok ? [] : parsed.mistakes.map(({ where, message }) => `${where}: ${message}`);
}

test("a feed needs only a title", () => {
  expect(parse({ tea: { title: "茶" } })).toEqual({
    ok: true,
    value: [{ id: "tea", title: "茶", scripts: "main", isHidden: false, formerly: [] }],
  });
});

test("a feed can say everything there is to say, and its query and language are spelled in one way", () => {
  const feed = {
    title: "茶",
    description: "关于茶",
    language: "zh-hant",
    query: "  茶　AND  Tea ",
    outlets: "dw-zh",
    limit: 20,
    entries: "summary",
    script: "zh-hant",
    scripts: "both",
    share: 40,
    hidden: true,
    formerly: ["chai", "cha"],
  };
  expect(parse({ tea: feed })).toEqual({
    ok: true,
    value: [
      {
        id: "tea",
        title: "茶",
        description: "关于茶",
        language: "zh-Hant",
        query: "tea 茶",
        outletIds: ["dw-zh"],
        limit: 20,
        entries: "summary",
        script: "zh-Hant",
        scripts: "both",
        share: 40,
        isHidden: true,
        formerly: ["chai", "cha"],
      },
    ],
  });
});

test("feeds keep the order of the file; none are none", () => {
  const parsed = parse({ tea: { title: "茶" }, "a-b": { title: "b" } });
  expect(parsed.ok && parsed.value.map(({ id }) => id)).toEqual(["tea", "a-b"]);
  expect(parse(null)).toEqual({ ok: true, value: [] });
});

test("full entries and the whole feed for one outlet are what holds anyway", () => {
  expect(parse({ tea: { title: "茶", entries: "full", share: 100 } })).toEqual(parse({ tea: { title: "茶" } }));
});

test("all mistakes are told at once, each with its place and what would be right", () => {
  expect(
    mistakes({
      titel: "茶",
      limit: 51,
      entries: "none",
      script: "zh",
      share: 0,
      hidden: 1,
      formerly: ["Old"],
      outlets: [],
    }),
  ).toEqual([
    "feeds.tea.title: This is missing.",
    "feeds.tea.outlets: This list is empty.",
    "feeds.tea.limit: This may be at most 50.",
    "feeds.tea.entries: This must be `full` or `summary`.",
    "feeds.tea.script: This must be `zh-hans` or `zh-hant`.",
    "feeds.tea.share: This must be at least 1.",
    "feeds.tea.hidden: This must be `true` or `false`.",
    "feeds.tea.formerly[0]: This must be lower-case letters and digits, with single hyphens between them.",
    "feeds.tea.titel: There is no such key. Did you mean `title`?",
  ]);
});

test("a query that is none is shown with a caret where it goes wrong", () => {
  expect(mistakes({ title: "茶", query: "乌克兰 (拜登" })).toEqual([
    "feeds.tea.query: This parenthesis is not closed.\n乌克兰 (拜登\n       ^",
  ]);
});

test.each([
  ["all", /taken/],
  ["other", /taken/],
  ["search", /taken/],
  ["zh-hant", /taken/],
  ["on", /taken/],
  ["Tea", /lower-case/],
  ["2024-05-17", /letter/],
])("a feed cannot be named %s", (id, message) => {
  expect(parse({ [id]: { title: "茶" } })).toMatchObject({
    ok: false,
    mistakes: [{ where: `feeds.${id}`, message: expect.stringMatching(message) }],
  });
});

test.each([
  ["a list", [{ title: "茶" }]],
  ["text", "tea"],
])("%s is no mapping of feeds", (_, value) => {
  expect(parse(value)).toMatchObject({
    ok: false,
    mistakes: [{ where: "feeds", message: "This must hold feeds, each under its id." }],
  });
});
