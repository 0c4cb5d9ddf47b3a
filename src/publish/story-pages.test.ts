import { load, type CheerioAPI } from "cheerio";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { Catalog } from "../catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import type { DocumentAddress } from "../model/addresses.ts";
import type { Capture } from "../model/article.ts";
import { storiesFeedName } from "../model/feed.ts";
import type { Corrections } from "../model/story.ts";
import { site } from "../model/site.fixture.ts";
import { outletDefaults } from "../outlets/generic-outlet.ts";
import { createOutlets } from "../outlets/outlets.ts";
import { storyId } from "../stories/story.ts";
import { defineEdition } from "./edition.ts";
import { makeDocument } from "./make-document.ts";
import { entryRenderer } from "./make-feed.ts";
import { listAddresses } from "./static-documents.ts";

const begin = Date.UTC(2024, 4, 17);
const at = (hours: number): Date => new Date(begin + hours * 3_600_000);
const flood = "黔江水库垮坝三村撤离";
const zones = { one: "Asia/Shanghai", two: "Europe/Paris", three: "America/New_York" };

/** An outlet's report, captured an hour after it was published. */
function report(number: number, outletId: string, hours: number, title: string): Capture {
  return exampleCapture({
    id: exampleId(number),
    outletId,
    outletName: `${outletId} 报`,
    canonicalUrl: `https://${outletId}.example/${number}`,
    title,
    text: `${title}。`,
    publishedAt: at(hours),
    capturedAt: at(hours + 1),
  });
}

/** A title that has no term in common with that of another number. */
const titleOf = (number: number): string => String.fromCodePoint(0x4e00 + 7 * number, 0x4e03 + 7 * number).repeat(3);

let catalog: Catalog;
beforeEach(async () => {
  ({ catalog } = await openCatalog({ data: temporaryDirectory() }).write());
  onTestFinished(() => catalog.close());
});

async function ingest(...captures: readonly Capture[]): Promise<void> {
  const ingested = captures.map((capture) => exampleFile(`${capture.id}.txt`, capture));
  await catalog.files.apply({ ingested, removed: [] });
}

async function defined() {
  const outlets = createOutlets(
    Object.entries(zones).map(([id, timeZone]) => ({
      ...outletDefaults,
      id,
      name: `${id} 报`,
      hosts: [`${id}.example`],
      timeZone,
    })),
  );
  if (!outlets.ok) throw new Error("the outlets are none");
  const feeds = { custom: [], combined: { scripts: "both" } } as const;
  const edition = await defineEdition(catalog, { outlets: outlets.value, feeds, site });
  return { catalog, edition, renderEntry: entryRenderer(site, 1_000_000), assets: [] };
}

async function page(address: DocumentAddress): Promise<CheerioAPI> {
  const made = await makeDocument(await defined(), address);
  if (made.kind !== "document") throw new Error("there is no page there");
  return load(Buffer.from(made.document.body).toString());
}

const locale = "zh-Hans";
const startPage = { kind: "start-page", locale } as const;
const storyPage = (first: number) => ({ kind: "story-page", locale, id: storyId(exampleId(first)) }) as const;
const articlePage = (number: number) => ({ kind: "article-page", locale, id: exampleId(number) }) as const;
const feedPage = { kind: "feed-page", locale, name: storiesFeedName } as const;

const texts = ($: CheerioAPI, selector: string): readonly string[] =>
  $(selector)
    .toArray()
    .map((element) => $(element).text().replaceAll("\u00a0", " "));

test("the front page leads with what most outlets report, however many stories came after it", async () => {
  await ingest(report(1, "one", 0, flood), report(2, "two", 1, flood), report(3, "three", 2, flood));
  for (let number = 4; number < 104; number += 2) {
    await ingest(report(number, "one", 3, titleOf(number)), report(number + 1, "two", 4, titleOf(number)));
  }
  const [first, ...others] = texts(await page(startPage), ".stories h3");
  expect([first, others.length]).toEqual([flood, 3]);
});

test("a list of stories names the lead's outlet, the others, how many reports there are, and when the last one joined", async () => {
  await ingest(report(1, "two", 0, flood), report(2, "one", 2, `${flood}了`), report(3, "three", 4, `${flood}后`));
  await ingest(report(4, "two", 6, `${flood}了`));
  expect(texts(await page(startPage), ".stories .facts")).toEqual([
    "two 报 · 另有one 报、three 报 · 3 家媒体的 4 篇报道 · 最近一家加入：2024年5月17日 05:00 UTC",
  ]);
  expect(texts(await page(feedPage), ".entries .facts")).toEqual([
    "two 报 · 另有one 报、three 报 · 3 家媒体的 4 篇报道 · 最近一家加入：05:00",
  ]);
});

test("all pages have one lead and one size of a story, when an outlet follows itself up", async () => {
  await ingest(report(1, "one", 0, `${flood}后`), report(2, "two", 2, flood));
  await ingest(report(3, "one", 3, `${flood}了`), report(4, "one", 4, flood));
  const [start, feed, story] = [await page(startPage), await page(feedPage), await page(storyPage(1))];
  expect([start(".stories h3").text(), feed(".entries h3").text(), story("h1").text()]).toEqual(
    Array.from({ length: 3 }, () => `${flood}后`),
  );
  const size = "2 家媒体的 4 篇报道";
  expect(story(".lead").text()).toBe(size);
  expect(start(".stories .facts").text()).toContain(size);
  expect(feed(".entries .facts").text()).toContain(size);
});

test("times of reports are in one zone, which a page names once", async () => {
  await ingest(report(1, "three", 2, flood), report(2, "two", 3, flood), report(3, "one", 4, flood));
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
  const found = await page({ kind: "search-page", locale, query: flood, page: 1, stories: "together" });
  expect(texts(found, ".results time")).toEqual([`${times[2]} UTC`, times[1], times[0]]);
});

test("an article leads to the page of its story where that is one of several outlets, which a static site has, too", async () => {
  await ingest(report(1, "one", 0, flood), report(2, "two", 1, flood));
  await ingest(report(3, "one", 2, titleOf(3)), report(4, "one", 3, titleOf(4)));
  const corrections: Corrections = { join: [[exampleId(3), exampleId(4)]], forbid: [] };
  while ((await catalog.state.maintain(corrections)).left > 0);
  const joined = await page(articlePage(4));
  expect(texts(joined, '[aria-labelledby="reports"] li a')).toEqual([titleOf(3)]);
  const published = new Set<string>();
  for await (const address of listAddresses(await defined())) {
    if (address.kind === "story-page") published.add(`/stories/${address.id.slice("urn:uuid:".length)}/`);
  }
  const linked = [joined, await page(articlePage(2))].flatMap(($) =>
    $('a[href*="/stories/"]')
      .toArray()
      .map(({ attribs }) => attribs["href"] ?? ""),
  );
  expect(linked.filter((path) => path !== "/feeds/stories/")).toEqual([...published]);
});
