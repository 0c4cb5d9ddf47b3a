import { join } from "node:path";
import { expect, test } from "vitest";
import { startDaemon } from "../daemon-harness.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../temporary-directory.ts";

/** A daemon over the samples, and how to ask it for a feed. */
async function started(): Promise<{
  fetch: (path: string) => Promise<Response>;
  chosen: (path: string) => Promise<Chosen>;
  etagOf: (path: string) => Promise<string | null>;
}> {
  const seeds = join(root, "seeds");
  const daemon = await startDaemon(["--seeds", seeds, "--data", join(temporaryDirectory(), "data")]);
  return {
    fetch: (path) => daemon.fetch(path),
    async chosen(path) {
      const response = await daemon.fetch(path);
      expect([path, response.status]).toEqual([path, 200]);
      const feed: Chosen = JSON.parse(await response.text());
      return feed;
    },
    etagOf: async (path) => (await daemon.fetch(path)).headers.get("etag"),
  };
}

interface Chosen {
  readonly title: string;
  readonly feed_url: string;
  readonly language: string;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly content_html?: string;
    readonly summary?: string;
  }[];
}

test("a search is a feed of whatever it finds, under the address that spells it in the one way there is", async () => {
  const { chosen, etagOf } = await started();
  const everything = await chosen("/feeds/all/feed.json");
  const word = everything.items[0]?.title.slice(0, 2) ?? "";
  const found = await chosen(`/search/feed.json?q=title:${encodeURIComponent(word)}&utm_source=x`);
  const expected = everything.items.filter(({ title }) => title.includes(word)).map(({ id }) => id);
  expect(found.items.map(({ id }) => id)).toEqual(expected);
  expect(found.feed_url).toMatch(new RegExp(`/search/feed\\.json\\?q=title%3A${encodeURIComponent(word)}$`));
  const spelled = `/search/feed.json?q=%20%20TITLE:"${encodeURIComponent(word)}"`;
  expect(await etagOf(spelled)).toBe(await etagOf(new URL(found.feed_url).pathname + new URL(found.feed_url).search));
});

test("a search that finds nothing is a valid feed without entries", async () => {
  const { chosen } = await started();
  expect((await chosen("/search/feed.json?q=zzzznothing")).items).toEqual([]);
});

test("a feed gives fewer entries, or summaries alone, to who asks for it", async () => {
  const { chosen } = await started();
  const whole = await chosen("/feeds/all/feed.json");
  const cut = await chosen("/feeds/all/feed.json?entries=summary&limit=3");
  expect(cut.items.map(({ id }) => id)).toEqual(whole.items.slice(0, 3).map(({ id }) => id));
  expect(cut.items.filter(({ content_html: full }) => full !== undefined)).toEqual([]);
  expect(cut.feed_url).toMatch(/\/feeds\/all\/feed\.json\?limit=3&entries=summary$/);
});

test("what changes nothing is the feed itself", async () => {
  const { fetch } = await started();
  const whole = await fetch("/feeds/all/rss.xml");
  const asked = await fetch("/feeds/all/rss.xml?limit=50&q=&entries=full");
  expect(asked.headers.get("etag")).toBe(whole.headers.get("etag"));
  expect(asked.headers.get("last-modified")).toBe(whole.headers.get("last-modified"));
});

test("a mistake in a query is pointed at, and kept by no cache", async () => {
  const { fetch } = await started();
  const response = await fetch("/feeds/all/rss.xml?q=a%20(b");
  expect([response.status, response.headers.get("cache-control")]).toEqual([400, "no-store"]);
  expect(await response.text()).toContain("<pre>a (b\n  ^</pre>");
});

test("a feed in the other script has its own language, and the ids of the articles", async () => {
  const { chosen } = await started();
  const simplified = await chosen("/feeds/dw-zh/feed.json");
  const traditional = await chosen("/feeds/dw-zh/zh-hant/feed.json");
  expect(traditional.language).toBe("zh-Hant");
  expect(traditional.items.map(({ id }) => id)).toEqual(simplified.items.map(({ id }) => id));
  expect(traditional.items.map(({ title }) => title)).not.toEqual(simplified.items.map(({ title }) => title));
});
