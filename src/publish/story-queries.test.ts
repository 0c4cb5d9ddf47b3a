import { beforeEach, expect, test } from "vitest";
import { flood, report, ReportedStories } from "./reported-stories.fixture.ts";

let stories: ReportedStories;
beforeEach(async () => {
  stories = await ReportedStories.open();
});

/** A word that no other number has. */
function word(number: number): string {
  return String.fromCodePoint(0x4e00 + 7 * number, 0x4e03 + 7 * number).repeat(3);
}

/** So many stories, with a word that all have. */
async function ingestStories(count: number, body: string): Promise<void> {
  const reports = Array.from({ length: count }, (_, index) =>
    ["one", "two"].map((outletId, at) =>
      report(2 * index + at, outletId, index, word(index), `${word(index)}。${body}`),
    ),
  );
  await stories.ingest(...reports.flat());
}

test("a query finds the stories of which it finds a report that they are told with", async () => {
  await stories.ingest(
    report(1, "one", 0, flood),
    report(2, "two", 2, `${flood}了`),
    report(3, "one", 5, `${flood}后续`),
  );
  await stories.ingest(report(4, "two", 30, "大臣会晤工会代表"), report(5, "three", 31, "大臣会晤工会代表"));
  const found = async (query: string): Promise<readonly string[]> =>
    (await stories.itemsOf(`/feeds/stories/feed.json?q=${encodeURIComponent(query)}`)).map(({ title }) => title);
  expect(await found("outlet:one")).toEqual([flood]);
  expect(await found("outlet:two")).toEqual(["大臣会晤工会代表", flood]);
  expect(await found("outlet:three")).toEqual(["大臣会晤工会代表"]);
  expect(await found(`title:${flood}了`)).toEqual([flood]);
  // What an outlet adds is no part of the entry.
  expect(await found("后续")).toEqual([]);
});

test("a query finds as much where it finds more articles than are looked for at once", async () => {
  await ingestStories(320, "茶");
  const items = await stories.itemsOf(`/feeds/stories/feed.json?q=${encodeURIComponent("茶 -outlet:two")}&limit=3`);
  expect(items.map(({ title }) => title)).toEqual([word(319), word(318), word(317)]);
  const others = `茶 ${Array.from({ length: 3 }, (_, at) => `-${word(319 - at)}`).join(" ")}`;
  const rest = await stories.itemsOf(`/feeds/stories/feed.json?q=${encodeURIComponent(others)}&limit=1`);
  expect(rest.map(({ title }) => title)).toEqual([word(316)]);
});

test.each(["不存在的词", "茶"])(
  "a query on the feed of stories gives the thread its turns, and is stopped: %s",
  async (query) => {
    await ingestStories(260, "茶");
    const controller = new AbortController();
    const path = `/feeds/stories/feed.json?q=${encodeURIComponent(query)}`;
    setImmediate(() => controller.abort(new Error("nobody waits")));
    await expect(stories.madeAt(path, controller.signal)).rejects.toThrow("nobody waits");
  },
);
