import { expect, onTestFinished, test } from "vitest";
import { exampleCapture, exampleFile } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { publishSettings } from "../publish/publish-settings.fixture.ts";
import { Publisher } from "../publish/publisher.ts";
import { CatalogTopics } from "./catalog-topics.ts";

const publicUrl = "https://f.example/mill";

/** A publisher of the outlet under a name, and the names it had. */
async function publishAs(
  data: string,
  ...steps: readonly { readonly id: string; readonly formerly: readonly string[] }[]
) {
  const { catalog } = await openCatalog({ data }).write();
  await catalog.files.apply({ ingested: [exampleFile("1.txt", exampleCapture({}))], removed: [] });
  for (const { id, formerly } of steps) {
    const publisher = new Publisher({
      catalog,
      settings: publishSettings({ id, formerly }, { publicUrl }),
      version: "1",
      now: () => new Date("2025-01-01T00:00:00Z"),
      monotonicMs: () => 0,
      onPublished: () => undefined,
    });
    await publisher.begin();
    await publisher.publish();
  }
  await catalog.close();
}

function topicsIn(data: string, url = publicUrl): CatalogTopics {
  const topics = new CatalogTopics({ data }, url);
  onTestFinished(() => topics.close());
  return topics;
}

/** What an address below the public one is: the kind, or where else the feed is. */
async function found(topics: CatalogTopics, path: string): Promise<string> {
  const topic = await topics.find(path.startsWith("/") ? publicUrl + path : path);
  if (topic.kind === "elsewhere") return topic.topic;
  if (topic.kind !== "topic") return topic.kind;
  return topic.document.isReady ? "ready" : "made";
}

test("a feed at its own address is a topic, whether it is kept ready or made, and nothing else is", async () => {
  const data = temporaryDirectory();
  await publishAs(data, { id: "example", formerly: [] });
  const topics = topicsIn(data);
  const expected: Readonly<Record<string, string>> = {
    "/feeds/all/rss.xml": "ready",
    "/feeds/example/feed.json": "ready",
    "/feeds/all/zh-hant/atom.xml": "made",
    "/feeds/all/on/05-17/rss.xml": "made",
    "/feeds/all/rss.xml?limit=5": "made",
    "/feeds/all/rss.xml?limit=5&utm=x": `${publicUrl}/feeds/all/rss.xml?limit=5`,
    "/feeds/all/rss.xml?limit=50": `${publicUrl}/feeds/all/rss.xml`,
    "/search/rss.xml": `${publicUrl}/feeds/all/rss.xml`,
    "/feeds/all/rss.xml?limit=many": "none",
    "/feeds/all/2024-05-17/rss.xml": "none",
    "/feeds/all/": "none",
    "/feeds/nothing/rss.xml": "none",
    "/hub": "none",
    "https://f.example/feeds/all/rss.xml": "none",
    "https://elsewhere.example/mill/feeds/all/rss.xml": "none",
  };
  const wrong: string[] = [];
  for (const [path, what] of Object.entries(expected)) {
    const is = await found(topics, path);
    if (is !== what) wrong.push(`${path} is ${is}`);
  }
  expect(wrong).toEqual([]);
});

test("a feed that was renamed is elsewhere, and one that is no more is gone", async () => {
  const data = temporaryDirectory();
  const before = { id: "before", formerly: [] };
  await publishAs(data, { id: "oldest", formerly: [] }, before, { id: "after", formerly: ["before"] });
  const topics = topicsIn(data);
  expect(await found(topics, "/feeds/before/zh-hant/rss.xml")).toBe(`${publicUrl}/feeds/after/zh-hant/rss.xml`);
  expect(await found(topics, "/feeds/oldest/rss.xml")).toBe("gone");
});

test("nothing can be told of a catalog that is not there yet, or that names another public address", async () => {
  const data = temporaryDirectory();
  const early = topicsIn(data);
  expect(await found(early, "/feeds/all/rss.xml")).toBe("not-now");
  await publishAs(data, { id: "example", formerly: [] });
  expect(await found(early, "/feeds/all/rss.xml")).toBe("ready");
  const moved = topicsIn(data, "https://elsewhere.example");
  expect((await moved.find("https://elsewhere.example/feeds/all/rss.xml")).kind).toBe("not-now");
});
