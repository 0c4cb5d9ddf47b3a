import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { readPage } from "../../history-walk.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

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

let daemon: DaemonProcess;
beforeAll(async () => {
  daemon = await startDaemon(["--seeds", join(root, "seeds"), "--data", join(temporaryDirectory(), "data")]);
});

async function chosen(path: string): Promise<Chosen> {
  const response = await daemon.fetch(path);
  expect([path, response.status]).toEqual([path, 200]);
  const feed: Chosen = JSON.parse(await response.text());
  return feed;
}

async function etagOf(path: string): Promise<string | null> {
  return (await daemon.fetch(path)).headers.get("etag");
}

test("a search is a feed of whatever it finds, under the address that spells it in the one way there is", async () => {
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
  expect((await chosen("/search/feed.json?q=zzzznothing")).items).toEqual([]);
});

test("a feed gives fewer entries, or summaries alone, to who asks for it", async () => {
  const whole = await chosen("/feeds/all/feed.json");
  const cut = await chosen("/feeds/all/feed.json?entries=summary&limit=3");
  expect(cut.items.map(({ id }) => id)).toEqual(whole.items.slice(0, 3).map(({ id }) => id));
  expect(cut.items.filter(({ content_html: full }) => full !== undefined)).toEqual([]);
  expect(cut.feed_url).toMatch(/\/feeds\/all\/feed\.json\?limit=3&entries=summary$/);
});

test("what changes nothing is the feed itself", async () => {
  const whole = await daemon.fetch("/feeds/all/rss.xml");
  const asked = await daemon.fetch("/feeds/all/rss.xml?limit=50&q=&entries=full");
  expect(asked.headers.get("etag")).toBe(whole.headers.get("etag"));
  expect(asked.headers.get("last-modified")).toBe(whole.headers.get("last-modified"));
});

test("a mistake in a query is pointed at, and kept by no cache", async () => {
  const response = await daemon.fetch("/feeds/all/rss.xml?q=a%20(b");
  expect([response.status, response.headers.get("cache-control")]).toEqual([400, "no-store"]);
  expect(await response.text()).toContain("<pre>a (b\n  ^</pre>");
});

test("a feed in the other script has its own language, and the ids of the articles", async () => {
  const simplified = await chosen("/feeds/dw-zh/feed.json");
  const traditional = await chosen("/feeds/dw-zh/zh-hant/feed.json");
  expect(traditional.language).toBe("zh-Hant");
  expect(traditional.items.map(({ id }) => id)).toEqual(simplified.items.map(({ id }) => id));
  expect(traditional.items.map(({ title }) => title)).not.toEqual(simplified.items.map(({ title }) => title));
});

test("a daemon serves its history, linked in bodies and headers, for a day at a time", async () => {
  const ids = new Set<string | undefined>();
  let path: string | undefined = "/feeds/all/rss.xml";
  let pages = 0;
  while (path !== undefined) {
    const response: Response = await daemon.fetch(path);
    expect(response.status).toBe(200);
    const age = pages === 0 ? "max-age=300" : "max-age=86400";
    expect(response.headers.get("cache-control")).toContain(age);
    const link = response.headers.get("link") ?? "";
    const page = await readPage({ body: new Uint8Array(await response.arrayBuffer()) }, "rss");
    for (const id of page.ids) ids.add(id);
    const previous = page.links.get("prev-archive");
    expect(link.includes('rel="prev-archive"')).toBe(previous !== undefined);
    path = previous?.slice(daemon.url.length);
    pages += 1;
  }
  expect(pages).toBeGreaterThan(3);
  // There are thirteen samples; one of them is another's twin in the other script.
  expect(ids.size).toBe(12);
  expect((await daemon.fetch("/feeds/all/on/02-29/atom.xml")).status).toBe(200);
  expect((await daemon.fetch("/feeds/all/1999-01-01/atom.xml")).status).toBe(404);
  expect((await daemon.fetch("/feeds/all/on/02-30/atom.xml")).status).toBe(404);
});
