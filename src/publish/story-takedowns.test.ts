import { beforeEach, expect, test } from "vitest";
import { exampleId } from "../catalog/contract/example-file.ts";
import { storyId } from "../stories/story.ts";
import { at, flood, report, ReportedStories } from "./reported-stories.fixture.ts";

let stories: ReportedStories;
beforeEach(async () => {
  stories = await ReportedStories.open();
});

const feed = "/feeds/stories/feed.json";

/** The entries of the feed of stories: ids, titles, and when they changed. */
async function entries(path = feed): Promise<readonly (readonly string[])[]> {
  const items = await stories.itemsOf(path);
  return items.map(({ id, title, date_modified: modified }) => [id, title, modified]);
}

/** The ids in the tombstones of a feed (RFC 6721). */
function deletedIn(atom: string | undefined): readonly string[] {
  return Array.from(atom?.matchAll(/deleted-entry[^>]* ref="([^"]+)"/g) ?? [], ([, ref = ""]) => ref);
}

test("where the first report is taken down, its story is overwritten, and the others are a story that is new", async () => {
  await stories.ingest(
    report(1, "one", 0, flood),
    report(2, "two", 2, `${flood}了`),
    report(3, "three", 3, `${flood}原因`),
  );
  await stories.takeDown(1, at(95));
  expect(await entries()).toEqual([
    [storyId(exampleId(1)), "本条已撤回", "2024-05-20T23:00:00Z"],
    [storyId(exampleId(2)), expect.stringContaining(flood), "2024-05-17T04:00:00Z"],
  ]);
  const atom = await stories.documentAt("/feeds/stories/atom.xml");
  expect(deletedIn(atom)).toEqual([storyId(exampleId(1))]);
  expect(atom).toContain("这一事件的报道已经撤回");
  const page = `/stories/${storyId(exampleId(1)).slice("urn:uuid:".length)}/`;
  expect(await stories.madeAt(page)).toEqual({ kind: "gone" });
});

test.each([4, 5])(
  "where one of two reports is taken down, the story's entry says that it was withdrawn: %i",
  async (number) => {
    await stories.ingest(
      report(4, "one", 0, "大臣会晤工会代表"),
      report(5, "two", 1, "大臣会晤工会代表"),
      report(6, "two", 90, flood),
    );
    const id = storyId(exampleId(4));
    expect(await entries()).toEqual([[id, "大臣会晤工会代表", "2024-05-17T02:00:00Z"]]);
    await stories.takeDown(number, at(95));
    for (const path of [feed, "/feeds/stories/zh-hant/feed.json", `${feed}?q=大臣`]) {
      expect(await entries(path)).toEqual([[id, expect.stringContaining("已撤回"), "2024-05-20T23:00:00Z"]]);
    }
    const [withdrawn] = await stories.itemsOf(feed);
    expect(withdrawn).toMatchObject({ url: `https://f.example/stories/${id.slice("urn:uuid:".length)}/` });
    expect(JSON.stringify(withdrawn)).not.toContain("大臣");
    expect(deletedIn(await stories.documentAt("/feeds/stories/atom.xml"))).toEqual([id]);
  },
);

test("where a report is taken down that a story is told without, its entry changes, and later than before", async () => {
  const reports = [
    report(1, "one", 0, flood),
    report(2, "two", 2, `${flood}了`),
    report(3, "three", 3, `${flood}原因`),
  ];
  await stories.ingest(...reports);
  const id = storyId(exampleId(1));
  await stories.takeDown(3, at(50));
  expect(await entries()).toEqual([[id, flood, "2024-05-19T02:00:00Z"]]);
  const [item] = await stories.itemsOf(feed);
  expect(item?.content_html).not.toContain("原因");
  expect(deletedIn(await stories.documentAt("/feeds/stories/atom.xml"))).toEqual([]);
});

test("an article that was of no story of several outlets withdraws none", async () => {
  await stories.ingest(report(1, "one", 0, flood), report(2, "two", 2, flood), report(3, "one", 4, "别的事"));
  const before = await stories.documentAt("/feeds/stories/atom.xml");
  await stories.takeDown(3, at(5));
  expect(await stories.documentAt("/feeds/stories/atom.xml")).toBe(before);
});

test("what a story withdrew stays so in a catalog that is made again from the archive and the ledger", async () => {
  await stories.ingest(report(4, "one", 0, flood), report(5, "two", 1, flood), report(6, "two", 90, "别的事"));
  await stories.takeDown(5, at(95));
  const before = await stories.documentAt("/feeds/stories/atom.xml");
  expect(deletedIn(before)).toEqual([storyId(exampleId(4))]);
  const again = await stories.ofLedger();
  await again.ingest(report(5, "two", 1, flood), report(6, "two", 90, "别的事"), report(4, "one", 0, flood));
  expect(await again.documentAt("/feeds/stories/atom.xml")).toBe(before);
});
