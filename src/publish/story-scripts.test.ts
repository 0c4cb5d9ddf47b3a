import { beforeEach, expect, test } from "vitest";
import { once, flood, report, ReportedStories, reportTwice, type Item } from "./reported-stories.fixture.ts";

const traditionalFlood = "黔江水庫垮壩三村撤離";

let stories: ReportedStories;
beforeEach(async () => {
  stories = await ReportedStories.open();
});

function headings(text = ""): readonly (string | undefined)[] {
  return Array.from(text.matchAll(/<h2>(.*?)<\/h2>/g), ([, heading]) => heading);
}

function facts({ title, language, url }: Item): readonly string[] {
  return [title, language, url];
}

test.each([
  { simplified: 1, traditional: 2 },
  { simplified: 2, traditional: 1 },
])("of a report in both scripts a feed of stories shows the one in its script: %o", async (numbers) => {
  const { simplified, traditional } = numbers;
  const inBoth = reportTwice(report(simplified, "one", 0, flood), report(traditional, "one", 0, traditionalFlood));
  await stories.ingest(...inBoth, report(3, "two", 2, `${flood}了`));
  const shown = async (path: string): Promise<unknown> => (await stories.itemsOf(path)).map(facts);
  const asSimplified = [flood, "zh-Hans", `https://one.example/${simplified}`];
  const asTraditional = [traditionalFlood, "zh-Hant", `https://one.example/${traditional}`];
  expect(await shown("/feeds/stories/feed.json")).toEqual([asSimplified]);
  expect(await shown("/feeds/stories/zh-hans/feed.json")).toEqual([asSimplified]);
  expect(await shown("/feeds/stories/zh-hant/feed.json")).toEqual([asTraditional]);
  stories.set({ custom: [once({ script: "zh-Hant" })] });
  expect(await shown("/feeds/mine/feed.json")).toEqual([asTraditional]);
});

test("a link to the version in the other script counts for the one that is shown", async () => {
  // Two resemble the Traditional version, which came first, and one the other outlet's report.
  const inBoth = reportTwice(report(2, "one", 1, flood), report(1, "one", 0, traditionalFlood));
  await stories.ingest(
    ...inBoth,
    report(3, "two", 2, `${traditionalFlood}了`),
    report(4, "three", 3, traditionalFlood),
  );
  const [story, ...others] = await stories.itemsOf("/feeds/stories/feed.json");
  expect(others).toEqual([]);
  expect(story?.url).toBe("https://one.example/2");
});

test("a version in the other script that comes later takes its place, and the entry says that it changed", async () => {
  await stories.ingest(report(1, "one", 0, flood), report(3, "two", 2, `${flood}了`));
  const [converted] = await stories.itemsOf("/feeds/stories/zh-hant/feed.json");
  const before = await stories.documentAt("/feeds/stories/atom.xml");
  await stories.ingest(...reportTwice(report(1, "one", 0, flood), report(2, "one", 5, traditionalFlood)));
  const [written] = await stories.itemsOf("/feeds/stories/zh-hant/feed.json");
  expect([converted?.id, converted?.url]).toEqual([written?.id, "https://one.example/1"]);
  expect([written?.url, written?.date_modified]).toEqual(["https://one.example/2", "2024-05-17T06:00:00Z"]);
  expect(await stories.documentAt("/feeds/stories/atom.xml")).toBe(before);
});

test("the heading above other reports is in the feed's language, whichever feed was asked first", async () => {
  await stories.ingest({ ...report(1, "one", 0, traditionalFlood), language: "zh-Hant" }, report(2, "two", 2, flood));
  const inEnglish = once({ id: "in-english", language: "en" });
  const inChinese = once({ id: "in-chinese", language: "zh-Hans" });
  stories.set({ custom: [inEnglish, inChinese] });
  const paths = {
    "/feeds/in-english/feed.json": "Also reported by",
    "/feeds/in-chinese/feed.json": "其他媒体的报道",
    "/feeds/stories/feed.json": "其他媒体的报道",
    "/feeds/stories/zh-hant/feed.json": "其他媒體的報道",
  };
  const wanted = Object.entries(paths);
  for (const [path, heading] of [...wanted, ...wanted.toReversed()]) {
    const [item] = await stories.itemsOf(path);
    expect([path, ...headings(item?.content_html)]).toEqual([path, heading]);
  }
});

test("what an outlet gives no more than the summary of holds no recording", async () => {
  const recordings = [{ url: "https://one.example/v.mp4", type: "video/mp4" }];
  const summary = { ...report(1, "one", 0, flood), entries: "summary", recordings } as const;
  await stories.ingest(summary, report(2, "two", 2, flood));
  stories.set({ custom: [once()] });
  for (const feed of ["one", "stories", "mine"]) {
    const [item] = await stories.itemsOf(`/feeds/${feed}/feed.json`);
    expect(item?.title).toBe(flood);
    expect(item?.attachments).toBeUndefined();
  }
});
