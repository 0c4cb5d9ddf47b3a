import { beforeEach, expect, test } from "vitest";
import { exampleId } from "../catalog/contract/example-file.ts";
import { at, flood, once, report, ReportedStories, type Item } from "./reported-stories.fixture.ts";

const feed = "/feeds/mine/feed.json";

let stories: ReportedStories;
beforeEach(async () => {
  stories = await ReportedStories.open();
  stories.set({ custom: [once()] });
});

/** The only item of the feed. */
async function onlyItem(path = feed): Promise<Item> {
  const [item, ...others] = await stories.itemsOf(path);
  expect(others).toEqual([]);
  if (item === undefined) throw new Error("the feed is empty");
  return item;
}

/** The number of an item's article, and of the one that it shows, when it changed, and how many reports are below it. */
function facts({ id, url, date_modified: modified, content_html: html }: Item): readonly unknown[] {
  return [id, url, modified, html.match(/<li/g)?.length ?? 0];
}

test("a story keeps the id of the report that readers have, whichever is its lead, and changes when an outlet joins", async () => {
  await stories.ingest(report(1, "one", 0, flood));
  expect(facts(await onlyItem())).toEqual([exampleId(1), "https://one.example/1", "2024-05-17T00:00:00Z", 0]);
  await stories.ingest(report(2, "two", 2, `${flood}：救援队抵达`));
  expect(facts(await onlyItem())).toEqual([exampleId(1), "https://one.example/1", "2024-05-17T03:00:00Z", 1]);
  await stories.ingest(report(3, "three", 3, `${flood}：救援队抵达现场`));
  const before = await onlyItem();
  await stories.ingest(report(4, "one", 4, `救援队抵达：${flood}`));
  expect(await onlyItem()).toEqual(before);
});

test("where the lead changes, its text and link do, and the entry stays one", async () => {
  // The second is the nearest to both that come after it.
  await stories.ingest(report(1, "one", 0, flood), report(2, "two", 2, `${flood}：救援队抵达`));
  const before = await onlyItem();
  expect(facts(before)).toEqual([exampleId(1), "https://one.example/1", "2024-05-17T03:00:00Z", 1]);
  const later = ["，灾民获救", "，军队增援"].map((more, index) =>
    report(3 + index, index === 0 ? "three" : "other", 3 + index, `${flood}：救援队抵达${more}`),
  );
  await stories.ingest(...later);
  const after = await onlyItem();
  expect(facts(after)).toEqual([exampleId(1), "https://two.example/2", "2024-05-17T05:00:00Z", 3]);
  expect(after.title).toBe(`${flood}：救援队抵达`);
  // What reads here is the article that is shown.
  const page = `articles/${exampleId(2).slice("urn:uuid:".length)}/`;
  expect(after._related.links[0]?.url).toBe(`https://f.example/${page}`);
  expect(await stories.documentAt("/feeds/mine/")).toContain(page);
});

test("an earlier report that is captured later leaves a story's id, too", async () => {
  await stories.ingest(report(2, "two", 2, flood));
  await stories.ingest({ ...report(1, "one", 0, flood), capturedAt: at(8) });
  expect(facts(await onlyItem())).toEqual([exampleId(2), "https://one.example/1", "2024-05-17T08:00:00Z", 1]);
});

test("a story comes before what is older than its newest report, and is in its history on the day that began it", async () => {
  await stories.ingest(report(1, "one", 0, flood), report(2, "one", 26, "别的事"), report(3, "two", 30, flood));
  await stories.ingest(report(4, "one", 54, "后来的事"));
  const ids = async (path: string): Promise<readonly string[]> => (await stories.itemsOf(path)).map(({ id }) => id);
  expect(await ids(feed)).toEqual([exampleId(4), exampleId(1), exampleId(2)]);
  expect(await ids("/feeds/mine/2024-05-17/feed.json")).toEqual([exampleId(1)]);
  expect(await ids("/feeds/mine/2024-05-18/feed.json")).toEqual([exampleId(2)]);
  const [item] = await stories.itemsOf("/feeds/mine/2024-05-17/feed.json");
  expect(facts(item ?? (await onlyItem()))[3]).toBe(1);
});

test("reports of one outlet alone, in a feed that has no other's, are articles as elsewhere", async () => {
  await stories.ingest(report(1, "one", 0, flood), report(2, "two", 2, flood), report(3, "one", 5, `${flood}后续`));
  stories.set({ custom: [once({ outletIds: ["one"] })] });
  expect((await stories.itemsOf(feed)).map(facts)).toEqual([
    [exampleId(3), "https://one.example/3", "2024-05-17T05:00:00Z", 0],
    [exampleId(1), "https://one.example/1", "2024-05-17T00:00:00Z", 0],
  ]);
});

test("where a report is taken down that is listed, the entry changes later than before", async () => {
  await stories.ingest(report(1, "one", 0, flood), report(2, "two", 2, flood), report(3, "three", 3, flood));
  await stories.takeDown(3, at(50));
  const items = await stories.itemsOf(feed);
  expect(items.map(({ id, date_modified: modified }) => [id, modified])).toEqual([
    [exampleId(3), "2024-05-19T02:00:00Z"],
    [exampleId(1), "2024-05-19T02:00:00Z"],
  ]);
  expect(items[1]?.content_html).not.toContain("https://three.example/3");
});

test("where the report is taken down whose id a story has, that entry says so, and the story has the next one's", async () => {
  await stories.ingest(report(1, "one", 0, flood), report(2, "two", 2, flood), report(3, "three", 3, flood));
  await stories.takeDown(1, at(50));
  const items = await stories.itemsOf(feed);
  expect(items.map(({ id, title }) => [id, title])).toEqual([
    [exampleId(1), "本文已撤回"],
    [exampleId(2), flood],
  ]);
});
