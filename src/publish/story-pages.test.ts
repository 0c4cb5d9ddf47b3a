import { load, type CheerioAPI } from "cheerio";
import { beforeEach, expect, test } from "vitest";
import { exampleId } from "../catalog/contract/example-file.ts";
import type { Capture } from "../model/article.ts";
import type { Corrections } from "../model/story.ts";
import { storyId } from "../stories/story.ts";
import { flood, report, ReportedStories, reportTwice } from "./reported-stories.fixture.ts";
import { listAddresses } from "./static-documents.ts";

/** A title that has no term in common with that of another number. */
const titleOf = (number: number): string => String.fromCodePoint(0x4e00 + 7 * number, 0x4e03 + 7 * number).repeat(3);

const pathIn = (directory: string, id: string): string => `/${directory}/${id.slice("urn:uuid:".length)}/`;
const storyPage = (first: number): string => pathIn("stories", storyId(exampleId(first)));
const articlePage = (number: number): string => pathIn("articles", exampleId(number));

let stories: ReportedStories;
beforeEach(async () => {
  stories = await ReportedStories.open();
});

async function page(path: string): Promise<CheerioAPI> {
  return load((await stories.documentAt(path)) ?? "");
}

const texts = ($: CheerioAPI, selector: string): readonly string[] =>
  $(selector)
    .toArray()
    .map((element) => $(element).text().replaceAll("\u00a0", " "));

test("the front page leads with what most outlets report, however many stories came after it", async () => {
  await stories.ingest(report(1, "one", 0, flood), report(2, "two", 1, flood), report(3, "three", 2, flood));
  for (let number = 4; number < 104; number += 2) {
    await stories.ingest(report(number, "one", 3, titleOf(number)), report(number + 1, "two", 4, titleOf(number)));
  }
  const [first, ...others] = texts(await page("/"), ".stories h3");
  expect([first, others.length]).toEqual([flood, 3]);
});

test("a list of stories names the lead's outlet, the others, how many reports there are, and when the last one joined", async () => {
  await stories.ingest(
    report(1, "two", 0, flood),
    report(2, "one", 2, `${flood}了`),
    report(3, "three", 4, `${flood}后`),
  );
  await stories.ingest(report(4, "two", 6, `${flood}了`));
  expect(texts(await page("/"), ".stories .facts")).toEqual([
    "two 报 · 另有one 报、three 报 · 3 家媒体的 4 篇报道 · 最近一家加入：2024年5月17日 05:00 UTC",
  ]);
  expect(texts(await page("/feeds/stories/"), ".entries .facts")).toEqual([
    "two 报 · 另有one 报、three 报 · 3 家媒体的 4 篇报道 · 最近一家加入：05:00",
  ]);
});

test("all pages have one lead and one size of a story, when an outlet follows itself up", async () => {
  await stories.ingest(report(1, "one", 0, `${flood}后`), report(2, "two", 2, flood));
  await stories.ingest(report(3, "one", 3, `${flood}了`), report(4, "one", 4, flood));
  const [start, feed, story] = [await page("/"), await page("/feeds/stories/"), await page(storyPage(1))];
  expect([start(".stories h3").text(), feed(".entries h3").text(), story("h1").text()]).toEqual(
    Array.from({ length: 3 }, () => `${flood}后`),
  );
  const size = "2 家媒体的 4 篇报道";
  expect(story(".lead").text()).toBe(size);
  expect(start(".stories .facts").text()).toContain(size);
  expect(feed(".entries .facts").text()).toContain(size);
});

test("times of reports are in one zone, which a page names once", async () => {
  await stories.ingest(report(1, "three", 2, flood), report(2, "two", 3, flood), report(3, "one", 4, flood));
  const story = await page(storyPage(1));
  const times = ["2024年5月17日 02:00", "2024年5月17日 03:00", "2024年5月17日 04:00"];
  expect(texts(story, ".headlines time")).toEqual(times);
  expect(texts(story, ".timeline time")).toEqual([times[0], times[2]]);
  expect(texts(story, "figcaption span > span")).toEqual(["three 报", "one 报"]);
  expect(story("figcaption").text().trim()).toBe(`three 报 ${times[0]}\none 报 ${times[2]}`);
  expect(
    story("main")
      .text()
      .match(/UTC|GMT/g),
  ).toEqual(["UTC"]);
  const others = (await page(articlePage(2)))('[aria-labelledby="reports"]');
  expect(others.find("time").text()).toBe(`${times[0]}${times[2]}`);
  expect(others.text().match(/UTC|GMT/g)).toEqual(["UTC"]);
  const found = await page(`/search?q=${flood}&stories=together`);
  expect(texts(found, ".results time")).toEqual([`${times[2]} UTC`, times[1], times[0]]);
});

test("an article leads to the page of its story where that is one of several outlets, which a static site has, too", async () => {
  await stories.ingest(report(1, "one", 0, flood), report(2, "two", 1, flood));
  await stories.ingest(report(3, "one", 2, titleOf(3)), report(4, "one", 3, titleOf(4)));
  const corrections: Corrections = { join: [[exampleId(3), exampleId(4)]], forbid: [] };
  while ((await stories.catalog.state.maintain(corrections)).left > 0);
  const joined = await page(articlePage(4));
  expect(texts(joined, '[aria-labelledby="reports"] li a')).toEqual([titleOf(3)]);
  const published = new Set<string>();
  for await (const address of listAddresses(await stories.deps())) {
    if (address.kind === "story-page") published.add(pathIn("stories", address.id));
  }
  const linked = [joined, await page(articlePage(2))].flatMap(($) =>
    $('a[href*="/stories/"]')
      .toArray()
      .map(({ attribs }) => attribs["href"] ?? ""),
  );
  expect(linked.filter((path) => path !== "/feeds/stories/")).toEqual([...published]);
});

/** A report in both scripts, with the number and the next one. */
function twice(number: number, hours: number, title: string, traditional: string): readonly Capture[] {
  return reportTwice(report(number, "one", hours, title), report(number + 1, "one", hours, traditional));
}

test("of an article in both scripts, pages show one", async () => {
  await stories.ingest(...twice(1, -200, "黔江水库垮坝隐患", "黔江水庫垮壩隱患"));
  await stories.ingest(...twice(3, 0, flood, "黔江水庫垮壩三村撤離"), report(5, "two", 1, `${flood}了`));
  const article = await page(articlePage(5));
  expect(texts(article, '[aria-labelledby="reports"] li a')).toEqual([flood]);
  expect(texts(article, '[aria-labelledby="related"] li a')).toEqual(["黔江水库垮坝隐患"]);
  expect(texts(await page(`/zh-hant${articlePage(5)}`), '[aria-labelledby="related"] li a')).toEqual([
    "黔江水庫垮壩隱患",
  ]);
  expect(texts(await page(storyPage(3)), ".lead")).toEqual(["2 家媒体的 2 篇报道"]);
  const together = await page("/search?q=三村&stories=together");
  expect(texts(together, ".results h2, .results .reports li a")).toEqual([`${flood}了`, flood]);
  expect(texts(await page("/search?q=隐患"), '[aria-label="同一事件"]')).toEqual([]);
});
