import { load } from "cheerio";
import { beforeEach, expect, test } from "vitest";
import { exampleId } from "../catalog/contract/example-file.ts";
import type { Capture } from "../model/article.ts";
import type { CustomFeed } from "../model/custom-feed.ts";
import { storyId } from "../stories/story.ts";
import { flood, once, report, ReportedStories, reportTwice, type Item } from "./reported-stories.fixture.ts";

let stories: ReportedStories;
beforeEach(async () => {
  stories = await ReportedStories.open();
});

async function ingest(...captures: readonly Capture[]): Promise<void> {
  await stories.ingest(...captures);
}

async function documentAt(path: string, custom: readonly CustomFeed[] = []): Promise<string | undefined> {
  stories.set({ custom });
  return stories.documentAt(path);
}

async function itemsOf(path: string, custom: readonly CustomFeed[] = []): Promise<readonly Item[]> {
  stories.set({ custom });
  return stories.itemsOf(path);
}

async function titles(path: string): Promise<readonly string[]> {
  return (await itemsOf(path)).map(({ title }) => title);
}

/** The addresses of a feed's items, where the feed `mine` shows each story once. */
async function addressesOnce(path: string, changes: Partial<CustomFeed> = {}): Promise<readonly string[]> {
  return (await itemsOf(path, [once(changes)])).map(({ url }) => url);
}

const listed = (html = ""): readonly string[] =>
  load(html)("ul li")
    .toArray()
    .map((item) => load(item).text());

test("there is a feed of stories from the moment that a second outlet joins one", async () => {
  await ingest(report(1, "one", 0, flood), report(2, "one", 1, flood));
  expect(await documentAt("/feeds/stories/feed.json")).toBeUndefined();
  await ingest(report(3, "two", 2, `${flood}了`, "两报的报道。"));
  const [story, ...others] = await itemsOf("/feeds/stories/feed.json");
  expect(others).toEqual([]);
  expect(story).toMatchObject({
    title: flood,
    url: "https://one.example/2",
    date_modified: "2024-05-17T03:00:00Z",
    _story: { reports: 2, outlets: 2 },
  });
  expect(listed(story?.content_html)).toEqual([`${flood}了two 报 · 2024-05-17 02:00 UTC两报的报道。`]);
  expect(story?._related.links[0]?.url).toBe(`https://f.example/stories/${story?.id.slice("urn:uuid:".length)}/`);
});

test("an outlet that joins updates the story's one entry, and one that follows itself up changes no byte", async () => {
  await ingest(report(1, "one", 0, flood), report(2, "two", 2, `${flood}了`));
  const [before] = await itemsOf("/feeds/stories/feed.json");
  const bytes = await documentAt("/feeds/stories/atom.xml");
  await ingest(report(3, "two", 5, `${flood}后续`));
  expect(await documentAt("/feeds/stories/atom.xml")).toBe(bytes);
  await ingest(report(4, "three", 6, `${flood}原因`));
  const [after, ...others] = await itemsOf("/feeds/stories/feed.json");
  expect(others).toEqual([]);
  expect([after?.id, after?.date_modified]).toEqual([before?.id, "2024-05-17T07:00:00Z"]);
  expect(after?._story).toMatchObject({ reports: 4, outlets: 3 });
  expect(listed(after?.content_html)).toHaveLength(3);
});

test("other feeds have every article with its story, and their other bytes do not tell of it", async () => {
  await ingest(report(1, "one", 0, flood));
  const alone = await documentAt("/feeds/one/rss.xml");
  const [item] = await itemsOf("/feeds/one/feed.json");
  await ingest(report(2, "two", 2, flood));
  expect(await documentAt("/feeds/one/rss.xml")).toBe(alone);
  expect(await itemsOf("/feeds/one/feed.json")).toEqual([item]);
  expect(item?._story).toEqual({ id: storyId(exampleId(1)) });
  expect((await itemsOf("/feeds/two/feed.json"))[0]?._story).toEqual({ id: storyId(exampleId(1)) });
  expect(await itemsOf("/feeds/all/feed.json")).toHaveLength(2);
});

test("the feed of stories has what other feeds have: scripts, queries, a history", async () => {
  await ingest(report(1, "one", 0, flood), report(2, "two", 2, flood));
  await ingest(report(3, "one", 30, "大臣会晤工会"), report(4, "two", 31, "大臣会晤工会"));
  await ingest(report(5, "three", 80, "别的"));
  expect(await titles("/feeds/stories/feed.json")).toEqual(["大臣会晤工会", flood]);
  expect(await titles("/feeds/stories/zh-hant/feed.json")).toEqual(["大臣會晤工會", "黔江水庫垮壩三村撤離"]);
  expect(await titles("/feeds/stories/feed.json?q=水库")).toEqual([flood]);
  expect(await titles("/feeds/stories/2024-05-17/feed.json")).toEqual([flood]);
  expect(await titles("/feeds/stories/2024-05-18/feed.json")).toEqual(["大臣会晤工会"]);
  expect(await titles("/feeds/stories/on/05-17/feed.json")).toEqual([flood]);
  expect(JSON.parse((await documentAt("/feeds/stories/2024-05-18/feed.json")) ?? "{}")).toMatchObject({
    next_url: "https://f.example/feeds/stories/2024-05-17/feed.json",
  });
  for (const page of ["", "days/", "2024-05/", "2024-05-17/"]) {
    expect(await documentAt(`/feeds/stories/${page}`)).toBeDefined();
  }
});

test("a feed that shows stories once has one report of each, with the others listed below it", async () => {
  await ingest(report(1, "one", 0, flood), report(2, "two", 2, flood), report(3, "three", 3, flood));
  await ingest(report(4, "one", 4, "别的事"));
  const all = await itemsOf("/feeds/mine/feed.json", [once({})]);
  expect(all.map(({ url }) => url)).toEqual(["https://one.example/4", "https://one.example/1"]);
  expect(listed(all[1]?.content_html)).toHaveLength(2);
  const ofTwo = await itemsOf("/feeds/mine/feed.json", [once({ outletIds: ["two", "three"] })]);
  expect(ofTwo.map(({ url }) => url)).toEqual(["https://two.example/2"]);
  expect(listed(ofTwo[0]?.content_html)).toHaveLength(1);
});

test("a feed that shows stories once has a story's lead in whichever script the feed has", async () => {
  const inBothScripts = reportTwice(report(1, "one", 0, flood), report(2, "one", 0, "黔江水庫垮壩三村撤離"));
  await ingest(...inBothScripts, report(3, "two", 2, `${flood}了`));
  expect(await addressesOnce("/feeds/mine/feed.json")).toEqual(["https://one.example/1"]);
  expect(await addressesOnce("/feeds/mine/feed.json", { scripts: "both" })).toEqual(["https://one.example/1"]);
  expect(await addressesOnce("/feeds/mine/zh-hans/feed.json")).toEqual(["https://one.example/1"]);
  expect(await addressesOnce("/feeds/mine/zh-hant/feed.json")).toEqual(["https://one.example/2"]);
  expect(await addressesOnce("/feeds/mine/feed.json", { query: "lang:zh-hant" })).toEqual(["https://one.example/2"]);
});

test("a story's page has its reports by time, an article's names the others and earlier ones on its subject", async () => {
  await ingest(report(9, "two", -200, "黔江水库垮坝隐患"), report(8, "two", -300, "与此无关"));
  await ingest(report(1, "one", 0, flood), report(2, "two", 2, `${flood}了`), report(3, "one", 3, "大臣会晤工会"));
  const [item] = await itemsOf("/feeds/stories/feed.json");
  const page = load((await documentAt(`/stories/${item?.id.slice("urn:uuid:".length)}/`)) ?? "");
  expect(
    page(".headlines h3")
      .toArray()
      .map((heading) => page(heading).text()),
  ).toEqual([flood, `${flood}了`]);
  expect(page("main .lead").text()).toBe("2 家媒体的 2 篇报道");
  expect(page(".timeline circle")).toHaveLength(2);
  const article = load((await documentAt(`/articles/${exampleId(2).slice("urn:uuid:".length)}/`)) ?? "");
  expect(article('[aria-labelledby="reports"] li a').text()).toBe(flood);
  expect(article('[aria-labelledby="related"] li a').text()).toBe("黔江水库垮坝隐患");
  const start = load((await documentAt("/")) ?? "");
  expect(start(".stories h3").text()).toBe(flood);
  const alone = load((await documentAt(`/articles/${exampleId(3).slice("urn:uuid:".length)}/`)) ?? "");
  expect(alone('[aria-labelledby="reports"]')).toHaveLength(0);
});
