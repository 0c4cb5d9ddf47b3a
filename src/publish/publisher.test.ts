import { expect, onTestFinished, test } from "vitest";
import type { Catalog } from "../catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId, exampleProblem } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { publishSettings } from "./publish-settings.fixture.ts";
import { Publisher } from "./publisher.ts";

const first = exampleFile("1.txt", exampleCapture({}));
const unclaimed = exampleFile(
  "2.txt",
  exampleCapture({
    id: exampleId(2),
    outletId: "other",
    outletName: "news.example.org",
    title: "别的标题",
    text: "另一篇。",
  }),
);
const lists = ["/feeds.opml", "/feeds-all.opml"];
const scripts = ["/page.js", "/settings.js", "/worker.js"];
const images = ["/icon.png", "/favicon.png", "/logo.png"];
const fixed = ["/style.css", ...scripts, ...images, "/opensearch.xml", "/manifest.webmanifest"];

function feed(name: string): readonly string[] {
  return ["rss.xml", "atom.xml", "feed.json"].map((file) => `/feeds/${name}/${file}`);
}

async function openedCatalog(): Promise<Catalog> {
  const directory = temporaryDirectory();
  const { catalog } = await openCatalog({ data: directory }).write();
  onTestFinished(() => catalog.close());
  return catalog;
}

/** A catalog whose documents are published in another way. */
function publishingBy(catalog: Catalog, publish: Catalog["documents"]["publish"]): Catalog {
  const { documents } = catalog;
  return {
    ...catalog,
    documents: {
      find: (path) => documents.find(path),
      tags: () => documents.tags(),
      version: (path, etag) => documents.version(path, etag),
      edition: () => documents.edition(),
      publish,
    },
  };
}

/** A publisher for the outlet `example`, and what it published last. */
function started(
  catalog: Catalog,
  {
    maxAgeSeconds = 300,
    keepsVersions = false,
    isHeldBack = false,
    id = "example",
    host = "gazette.example",
    onPublished = (_paths: readonly string[]): void => undefined,
  } = {},
): { publisher: Publisher; published: () => Promise<string[]> } {
  let paths: readonly string[] = [];
  const publisher = new Publisher({
    catalog,
    settings: { ...publishSettings({ id, hosts: [host] }, { maxAgeSeconds }), keepsVersions },
    version: "1",
    isHeldBack,
    now: () => new Date("2024-05-17T03:20:00Z"),
    monotonicMs: () => 0,
    onPublished: (changed) => {
      paths = changed;
      onPublished(changed);
    },
  });
  const published = async (): Promise<string[]> => {
    paths = [];
    await publisher.publish();
    return paths.toSorted();
  };
  return { publisher, published };
}

test("before the first article there is everything but feeds", async () => {
  const { published } = started(await openedCatalog());
  expect(await published()).toEqual([...lists, ...fixed].sort());
});

test("pages can be made before the first feed, but not while what was published before is read again", async () => {
  const catalog = await openedCatalog();
  await started(catalog, { isHeldBack: true }).publisher.begin();
  expect((await catalog.documents.edition())?.edition).toBeUndefined();
  await started(catalog).publisher.begin();
  expect((await catalog.documents.edition())?.edition.definitions.map(({ name }) => name)).toEqual(["all", "example"]);
});

test("the first article brings every feed there is, those without articles too", async () => {
  const catalog = await openedCatalog();
  const { published } = started(catalog);
  await published();
  await catalog.files.apply({ ingested: [unclaimed], removed: [] });
  expect(await published()).toEqual([...lists, ...feed("all"), ...feed("example"), ...feed("other")].sort());
});

test("a change is published in the feeds it touches and nowhere else, and once", async () => {
  const catalog = await openedCatalog();
  const { publisher, published } = started(catalog);
  await catalog.files.apply({ ingested: [first, unclaimed], removed: [] });
  await published();
  const edited = exampleCapture({ text: "Second text.", capturedAt: new Date("2023-02-23T06:00:00Z") });
  publisher.touch((await catalog.files.apply({ ingested: [exampleFile("3.txt", edited)], removed: [] })).outletIds);
  expect(await published()).toEqual([...lists, ...feed("all"), ...feed("example")].sort());
  publisher.touch(["example"]);
  expect(await published()).toEqual([]);
});

test("the first capture of a new day closes the day before in every feed", async () => {
  const catalog = await openedCatalog();
  const { publisher, published } = started(catalog);
  await catalog.files.apply({ ingested: [first, unclaimed], removed: [] });
  await published();
  const next = { id: exampleId(3), outletId: "other", capturedAt: new Date("2023-02-24T00:00:00Z") };
  publisher.touch(
    (await catalog.files.apply({ ingested: [exampleFile("3.txt", exampleCapture(next))], removed: [] })).outletIds,
  );
  expect(await published()).toEqual(expect.arrayContaining(["/feeds/example/rss.xml", "/feeds/other/rss.xml"]));
  const text = Buffer.from((await catalog.documents.find("/feeds/example/rss.xml"))?.body ?? []).toString();
  expect(text).toContain(
    'rel="prev-archive" type="application/rss+xml" href="https://f.example/feeds/example/2023-02-23/rss.xml"',
  );
  expect((await catalog.documents.find("/feeds/example/atom.xml"))?.links[1]?.rel).toBe("prev-archive");
});

test("a problem makes a new edition, because pages count them, though it touches no article", async () => {
  const catalog = await openedCatalog();
  const { published } = started(catalog);
  await catalog.files.apply({ ingested: [first], removed: [] });
  await published();
  const changedAt = async (): Promise<Date | undefined> => (await catalog.documents.edition())?.changedAt;
  const before = (await changedAt()) ?? new Date();
  await catalog.files.apply({ ingested: [exampleProblem("bad.txt")], removed: [] });
  expect(await published()).toEqual([]);
  const after = await changedAt();
  expect(after?.getTime()).toBeGreaterThan(before.getTime());
  expect(await published()).toEqual([]);
  expect(await changedAt()).toEqual(after);
});

test("a feed that lost its last article stays, empty", async () => {
  const catalog = await openedCatalog();
  const { publisher, published } = started(catalog);
  await catalog.files.apply({ ingested: [first, unclaimed], removed: [] });
  await published();
  publisher.touch((await catalog.files.apply({ ingested: [], removed: ["2.txt"] })).outletIds);
  expect(await published()).toEqual(expect.arrayContaining([...feed("other")]));
  expect(Buffer.from((await catalog.documents.find("/feeds/other/rss.xml"))?.body ?? []).toString()).not.toContain(
    "<item>",
  );
});

test("the takedown of the only article is published", async () => {
  const catalog = await openedCatalog();
  const { publisher, published } = started(catalog);
  await catalog.files.apply({ ingested: [first], removed: [] });
  await published();
  const rulings = [{ type: "takedown", id: exampleCapture({}).id, when: new Date("2023-02-23T06:00:00Z") } as const];
  publisher.touch((await catalog.files.apply({ ingested: [], removed: [], rulings })).outletIds);
  expect(await published()).toEqual(expect.arrayContaining([...feed("all"), ...feed("example")]));
  const text = Buffer.from((await catalog.documents.find("/feeds/all/rss.xml"))?.body ?? []).toString();
  expect(text).toContain("本文已撤回");
  expect(text).not.toContain(exampleCapture({}).title);
});

test("a feed whose outlet is configured no more is taken back, and remembered", async () => {
  const catalog = await openedCatalog();
  await catalog.files.apply({ ingested: [first], removed: [] });
  await started(catalog).published();
  const { published } = started(catalog, { host: "elsewhere.example", id: "elsewhere" });
  expect(await published()).toEqual(expect.arrayContaining([...feed("example"), ...feed("elsewhere")]));
  expect(await catalog.documents.find("/feeds/example/rss.xml")).toBeUndefined();
  expect((await catalog.documents.edition())?.edition.gone).toEqual(new Set(["example"]));
});

test("a restart writes nothing; other settings change what is said of a document under the same tag", async () => {
  const catalog = await openedCatalog();
  await catalog.files.apply({ ingested: [first], removed: [] });
  await started(catalog).published();
  expect(await started(catalog).published()).toEqual([]);
  const before = await catalog.documents.find("/feeds/all/atom.xml");
  expect(await started(catalog, { maxAgeSeconds: 600 }).published()).toContain("/feeds/all/atom.xml");
  const after = await catalog.documents.find("/feeds/all/atom.xml");
  expect(after).toEqual({ ...before, maxAgeSeconds: 600 });
});

test("after a failure by which nobody heard of a change, all of it is published as news, and told", async () => {
  const catalog = await openedCatalog();
  await catalog.files.apply({ ingested: [first], removed: [] });
  let isHeard = true;
  const { documents } = catalog;
  const { publisher, published } = started(
    publishingBy(catalog, async (publication) => {
      const changedAt = await documents.publish(publication);
      if (!isHeard) throw new Error("connection lost");
      return changedAt;
    }),
  );
  await published();
  const edited = exampleCapture({ text: "Second text.", capturedAt: new Date("2023-02-23T06:00:00Z") });
  await catalog.files.apply({ ingested: [exampleFile("3.txt", edited)], removed: [] });
  expect(await published()).toEqual([]);

  publisher.doubt();
  isHeard = false;
  await expect(publisher.publish()).rejects.toThrow("lost");
  isHeard = true;
  const before = (await documents.edition())?.changedAt.getTime() ?? 0;
  expect(await published()).toEqual([...lists, ...feed("all"), ...feed("example")].sort());
  expect((await documents.edition())?.changedAt.getTime()).toBeGreaterThan(before);
  expect(await published()).toEqual([]);
});

test("while the disk is full nothing is published by halves, and all of it is once there is room", async () => {
  const catalog = await openedCatalog();
  await catalog.files.apply({ ingested: [first], removed: [] });
  let hasRoom = false;
  const { documents } = catalog;
  const small = publishingBy(catalog, async (publication) => {
    if (!hasRoom) throw new Error("database or disk is full");
    return documents.publish(publication);
  });
  const told: string[] = [];
  const { publisher } = started(small, { onPublished: (paths) => told.push(...paths) });
  await expect(publisher.publish()).rejects.toThrow("full");
  expect(told).toEqual([]);
  expect((await catalog.documents.tags()).size).toBe(0);
  hasRoom = true;
  await publisher.publish();
  expect(told.toSorted()).toEqual([...(await documents.tags()).keys()].toSorted());
});
