import { beforeEach, expect, test } from "vitest";
import { report, ReportedStories } from "./reported-stories.fixture.ts";

let stories: ReportedStories;
beforeEach(async () => {
  stories = await ReportedStories.open();
});

/** A word that no other number has. */
function word(number: number): string {
  return String.fromCodePoint(0x4e00 + 7 * number, 0x4e03 + 7 * number).repeat(3);
}

/** Stories of two outlets each, the first of which leads it, one an hour. */
async function ingestLedBy(leaders: readonly string[]): Promise<void> {
  const reports = leaders.flatMap((leader, index) => [
    report(2 * index, leader, index, word(index)),
    report(2 * index + 1, "three", index + 0.1, word(index)),
  ]);
  await stories.ingest(...reports);
}

test("the feed of stories stands in the list of every feed, in each script, and in no list of feeds to import", async () => {
  await ingestLedBy(["one"]);
  const everyFeed = await stories.documentAt("/feeds-all.opml");
  expect(everyFeed).toContain('"https://f.example/feeds/stories/rss.xml"');
  expect(everyFeed).toContain('"https://f.example/feeds/stories/zh-hant/rss.xml"');
  expect(await stories.documentAt("/")).toContain('href="/feeds/stories/"');
  // Each article is in one feed of that.
  expect(await stories.documentAt("/feeds.opml")).not.toContain("feeds/stories/");
});

test("one outlet leads no more than its share of the stories, where the others lead enough to fill the feed", async () => {
  const leaders = [...Array.from({ length: 40 }, () => "two"), ...Array.from({ length: 60 }, () => "one")];
  await ingestLedBy(leaders);
  const led = async (): Promise<unknown> => {
    const items = await stories.itemsOf("/feeds/stories/feed.json?limit=10");
    return Map.groupBy(items, ({ url }) => new URL(url).host)
      .entries()
      .map(([host, ofHost]) => `${host} ${ofHost.length}`)
      .toArray();
  };
  expect(await led()).toEqual(["one.example 10"]);
  stories.set({ stories: { share: 60 } });
  expect(await led()).toEqual(["one.example 6", "two.example 4"]);
});
