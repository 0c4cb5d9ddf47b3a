import { rmSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { exampleCapture, exampleFile, exampleId } from "../src/catalog/contract/example-file.ts";
import type { Catalog } from "../src/catalog/catalog.ts";
import { openCatalog } from "../src/catalog/open-catalog.ts";
import { temporaryDirectory } from "../src/lib/fs/temporary-directory.fixture.ts";
import type { Document } from "../src/model/document.ts";
import { feedFormats, formatFacts, type FeedFormat } from "../src/model/feed.ts";
import { historyFeed } from "../src/publish/history.ts";
import { brokenRules } from "./feed-rules.ts";
import { definitions, publishAll, readPage, readWithRssParser, walkBack, type ReadPage } from "./history-walk.ts";
import { site } from "./render-cases.ts";

let catalog: Catalog;
let directory: string;
beforeEach(async () => {
  directory = temporaryDirectory();
  ({ catalog } = await openCatalog({ data: directory }).write());
  return () => catalog.close();
});

interface Captured {
  readonly number: number;
  readonly hour: number;
  readonly version?: string;
  readonly kilobytes?: number;
}

/** A file of an article that an hour after the start of 2024 was captured; even numbers are of the first outlet. */
function file({ number, hour, version = "", kilobytes = 1 }: Captured) {
  const text = `${version}${"茶".repeat((kilobytes * 1000) / 3)}`;
  const outletId = number % 2 === 0 ? "one" : "two";
  const capturedAt = new Date(Date.UTC(2024, 0, 1, hour, 0, number % 3600));
  const publishedAt = capturedAt;
  const url = `https://${outletId}.example/${number}`;
  const said = { id: exampleId(number), outletId, outletName: outletId, canonicalUrl: url, capturedAt, publishedAt };
  return exampleFile(`${number}${version}.txt`, exampleCapture({ ...said, text: `${number} ${text}`, excerpt: "茶" }));
}

async function capture(...captured: readonly Captured[]): Promise<void> {
  await catalog.files.apply({ ingested: captured.map(file), removed: [] });
}

/** A number of articles, captured as many an hour. */
function run(first: number, count: number, hour: number, perHour = 10): readonly Captured[] {
  return Array.from({ length: count }, (_, at) => ({ number: first + at, hour: hour + Math.floor(at / perHour) }));
}

function addressOf(name: string, format: FeedFormat): string {
  return `${site.publicUrl}/feeds/${name}/${formatFacts[format].fileName}`;
}

async function idsIn(name: string): Promise<string[]> {
  const outletIds = definitions.find((definition) => definition.name === name)?.outletIds;
  const articles = catalog.articles.newest(outletIds === undefined ? {} : { outletIds });
  return (await Array.fromAsync(articles, ({ id }) => id)).sort();
}

const unique = (pages: readonly ReadPage[]) => [...new Set(pages.flatMap(({ ids }) => ids.map(String)))].sort();

/** The text of one document. */
async function published(address: string): Promise<string> {
  return Buffer.from((await publishAll(catalog)).get(address)?.body ?? []).toString();
}

/** Walks every feed in every format. Closed parts have each article once, and with the subscription document all. */
async function expectWholeHistory(
  withdrawn: Readonly<Record<string, readonly string[]>> = {},
): Promise<ReadonlyMap<string, Document>> {
  const documents = await publishAll(catalog);
  for (const { name } of definitions) {
    for (const format of feedFormats) {
      const [subscription, ...parts] = await walkBack(documents, addressOf(name, format), (document) =>
        readPage(document, format),
      );
      const closed = parts.flatMap(({ ids }) => ids);
      expect(new Set(closed).size).toBe(closed.length);
      expect(unique([...(subscription === undefined ? [] : [subscription]), ...parts])).toEqual(
        [...(await idsIn(name)), ...(withdrawn[name] ?? [])].sort(),
      );
      if (format === "json") continue;
      expect(subscription?.links.has("next-archive")).toBe(false);
      for (const [index, { links }] of parts.entries()) {
        expect(links.get("current")).toBe(subscription?.address);
        expect(links.get("next-archive")).toBe(index === 0 ? undefined : parts[index - 1]?.address);
      }
    }
  }
  return documents;
}

/** Ids of each part of a feed, by address. */
async function partsOf(name: string): Promise<ReadonlyMap<string, readonly (string | undefined)[]>> {
  const [, ...parts] = await walkBack(await publishAll(catalog), addressOf(name, "json"), (page) =>
    readPage(page, "json"),
  );
  return new Map(parts.map(({ address, ids }) => [address, ids]));
}

test("every article is reached by walking back, and every document breaks no rule", async () => {
  await capture(...run(0, 130, 0), ...run(200, 60, 30), ...run(300, 7, 50));
  const documents = await expectWholeHistory();
  const feeds = documents.values().filter(({ path }) => path.startsWith("/feeds/") && !path.endsWith("/"));
  expect(feeds.flatMap((document) => brokenRules(document, site)).toArray()).toEqual([]);
  const days = ["2024-01-01", "2024-01-01-2", "2024-01-01-3", "2024-01-02", "2024-01-02-2"];
  expect([...(await partsOf("all")).keys()].toReversed()).toEqual(
    days.map((day) => `${site.publicUrl}/feeds/all/${day}/feed.json`),
  );
});

test("rss-parser walks as far", async () => {
  await capture(...run(0, 130, 0), ...run(200, 60, 30));
  expect(unique(await walkBack(await publishAll(catalog), addressOf("all", "rss"), readWithRssParser))).toEqual(
    await idsIn("all"),
  );
});

test("three further ingests change no closed part", async () => {
  await capture(...run(0, 130, 0), ...run(200, 60, 30));
  const before = await publishAll(catalog);
  const parts = await partsOf("all");
  for (const more of [run(300, 5, 47), run(400, 60, 50), run(500, 3, 80)]) {
    await capture(...more);
    const now = await partsOf("all");
    for (const [address, ids] of parts) expect(now.get(address)).toEqual(ids);
    await expectWholeHistory();
  }
  const later = await publishAll(catalog);
  const first = `${site.publicUrl}/feeds/all/2024-01-01-2/atom.xml`;
  expect(later.get(first)?.body).toEqual(before.get(first)?.body);
});

test("a part is linked to and there only once it is closed", async () => {
  await capture(...run(0, 49, 0, 49));
  expect([...(await partsOf("all")).keys()]).toEqual([]);
  await capture({ number: 49, hour: 1 });
  expect([...(await partsOf("all")).keys()]).toEqual([expect.stringContaining("/2024-01-01/")]);
  await capture({ number: 50, hour: 2 });
  expect([...(await partsOf("all")).keys()]).toHaveLength(1);
  await capture({ number: 52, hour: 24 });
  expect([...(await partsOf("two")).keys()]).toEqual([expect.stringContaining("/two/2024-01-01/")]);
  await expectWholeHistory();
});

test("the subscription document holds what no part has closed, however much surfaces anew", async () => {
  await capture(...run(0, 140, 0, 40));
  await capture({ number: 300, hour: 3, kilobytes: 150 }, { number: 302, hour: 3, kilobytes: 150 });
  const corrected = run(0, 60, 20, 60).map((captured) => ({ ...captured, version: "b" }));
  await capture(...corrected);
  const documents = await expectWholeHistory();
  const page = documents.get(addressOf("all", "json"));
  const held = page === undefined ? [] : (await readPage(page, "json")).ids;
  expect(held.length).toBeGreaterThan(50);
  expect(held).toEqual(expect.arrayContaining([exampleId(300), exampleId(139), exampleId(59)]));
});

test("a late file enters its day, and a correction stays where the article was", async () => {
  await capture(...run(0, 70, 0), ...run(200, 10, 30));
  await capture({ number: 100, hour: 2 });
  expect([...(await partsOf("all")).values()].flat()).toContain(exampleId(100));
  await capture({ number: 1, hour: 33, version: "b" });
  const first = (await partsOf("all")).get(`${site.publicUrl}/feeds/all/2024-01-01/feed.json`);
  expect(first).toContain(exampleId(1));
  const documents = await expectWholeHistory();
  const { ids } = await readPage(documents.get(addressOf("all", "atom")) ?? { body: new Uint8Array() }, "atom");
  expect(ids[0]).toBe(exampleId(1));
});

test("corrections of any size leave the parts as they were cut, in a catalog rebuilt from the ledger too", async () => {
  const captured = [...run(0, 30, 0, 40).map((each) => ({ ...each, kilobytes: 60 })), ...run(200, 10, 30)];
  await capture(...captured);
  const parts = await partsOf("all");
  expect(parts.size).toBeGreaterThan(3);
  const corrected = [
    { number: 3, hour: 30, kilobytes: 1 },
    { number: 4, hour: 30, kilobytes: 190 },
  ];
  // Under the names of the first captures, which only the ledger remembers from then on.
  await capture(...corrected);
  expect((await catalog.files.counts()).files).toBe(captured.length);
  expect(await partsOf("all")).toEqual(parts);

  await catalog.close();
  rmSync(join(directory, "catalog.db"));
  ({ catalog } = await openCatalog({ data: directory }).write());
  await capture(...captured.filter(({ number }) => number !== 3 && number !== 4), ...corrected);
  expect(await partsOf("all")).toEqual(parts);
});

/** Formats in which the combined feed names an article. */
async function formatsNaming(id: string): Promise<readonly FeedFormat[]> {
  const texts = await Promise.all(feedFormats.map((format) => published(addressOf("all", format))));
  return feedFormats.filter((_format, at) => texts[at]?.includes(id));
}

describe("an article that is taken down", () => {
  const when = new Date("2024-01-03T00:00:00Z");
  const takeDown = async (number: number, instant = when): Promise<void> => {
    const takedown = { type: "takedown", id: exampleId(number), when: instant } as const;
    await catalog.files.apply({ ingested: [], removed: [], rulings: [takedown] });
  };

  beforeEach(() => capture(...run(0, 70, 0), ...run(200, 10, 30)));

  test("is in its feeds an entry that says so, beside Atom's tombstone, and in no other document", async () => {
    await takeDown(4);
    const documents = await expectWholeHistory({ all: [exampleId(4)], one: [exampleId(4)] });
    const naming = [...documents.values()].filter(({ body }) => Buffer.from(body).includes(exampleId(4)));
    const files = Object.values(formatFacts).map(({ fileName }) => fileName);
    expect(naming.map(({ path }) => path)).toEqual(
      ["all", "one"].flatMap((name) => files.map((fileName) => `/feeds/${name}/${fileName}`)),
    );
    for (const document of naming) {
      const text = Buffer.from(document.body).toString();
      expect(text).toContain("本文已撤回");
      expect(text).toContain("这篇文章已经撤回，不再提供。");
      expect(text).not.toMatch(/one\.example\/4\D/);
      expect(brokenRules(document, site)).toEqual([]);
      if (!document.path.endsWith("atom.xml")) continue;
      expect(text).toContain(`<at:deleted-entry ref="${exampleId(4)}" when="2024-01-03T00:00:00Z"/>`);
      expect(text).toContain("<updated>2024-01-03T00:00:00Z</updated>");
    }
  });

  test("comes back to every document as it was", async () => {
    const before = await publishAll(catalog);
    await takeDown(4);
    await catalog.files.apply({
      ingested: [],
      removed: [],
      rulings: [{ type: "restoration", id: exampleId(4), when }],
    });
    expect(await publishAll(catalog)).toEqual(before);
  });

  test("is told of for thirty days of the archive", async () => {
    await takeDown(4);
    await capture({ number: 300, hour: 24 * 32 + 23 });
    expect(await formatsNaming(exampleId(4))).toEqual(feedFormats);
    await capture({ number: 302, hour: 24 * 33 });
    expect(await formatsNaming(exampleId(4))).toEqual([]);
  });
});

test("a day of the year is a feed of its own, the newest first; one without articles is empty and valid", async () => {
  await capture(
    { number: 2, hour: 5 },
    { number: 4, hour: 24 * 366 + 5 },
    { number: 5, hour: 24 * 366 + 6 },
    { number: 6, hour: 30 },
  );
  const text = await published(`${site.publicUrl}/feeds/all/on/01-01/atom.xml`);
  expect((await readPage({ body: Buffer.from(text) }, "atom")).ids).toEqual([5, 4, 2].map(exampleId));
  expect(text).toContain("<title>all：历史上的1月1日</title>");
  const [id = "no id"] = /<id>[^<]*/.exec(text) ?? [];
  expect(await published(addressOf("all", "atom"))).not.toContain(id);

  const empty = await historyFeed({ catalog, edition: { definitions, outlets: [] } }, { name: "all", onDay: "02-29" });
  expect(empty?.articles).toEqual([]);
  expect(
    await historyFeed({ catalog, edition: { definitions, outlets: [] } }, { name: "all", onDay: "02-30" }),
  ).toBeUndefined();
});

const anyArchive = fc.array(
  fc.record({
    number: fc.integer({ min: 0, max: 400 }),
    hour: fc.integer({ min: 0, max: 70 }),
    version: fc.constantFrom("", "b"),
    kilobytes: fc.constantFrom(1, 1, 1, 120, 201),
  }),
  { minLength: 1, maxLength: 150 },
);

// oxlint-disable-next-line vitest/expect-expect -- each walk expects
test("whatever was captured, walking back yields every article", async () => {
  await fc.assert(
    fc.asyncProperty(anyArchive, async (captured) => {
      const known = (await Array.fromAsync(catalog.files.known())).flat();
      await catalog.files.apply({ ingested: [], removed: known.map(({ path }) => path) });
      await capture(...captured);
      await expectWholeHistory();
    }),
    { numRuns: 12 },
  );
}, 60_000);
