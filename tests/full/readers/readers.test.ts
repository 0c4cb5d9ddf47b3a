import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "cheerio";
import { expect, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { freePort } from "../../free-port.ts";
import { feedFiles, run, type SeenEntry, type Subscription } from "./feed-reader.ts";
import { importIntoNewsboat, newsboat, pageInNewsboat } from "./newsboat.ts";
import { findInstalled, programs, readers, xmllint } from "./programs.ts";
import { startRecordingProxy, type Exchange, type RecordingProxy } from "./recording-proxy.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

const installed = await findInstalled();

/** Each reader with each format. */
const cases = readers
  .filter((reader) => installed.has(reader))
  .flatMap((reader) => feedFiles.map((file) => ({ reader, file, name: `${reader.name} ${file}` })));

/** A sample that is edited. */
const sample = "003_d06ef62332db7ee8.txt";

test.for(programs)("$name is installed, for the tests that need it", (program, { skip }) => {
  if (!installed.has(program) && process.env["FEEDMILL_FULL_TESTS"] !== "1") {
    process.stderr.write(`Skipped: ${program.name} is not installed. Try: apt-get install ${program.debianPackage}\n`);
    skip();
  }
  expect([...installed]).toContain(program);
});

interface Site {
  readonly archive: string;
  readonly proxy: RecordingProxy;
  readonly daemon: DaemonProcess;
  /** Takes an article down, and waits until that is served. */
  takeDown(id: string): Promise<void>;
  /** Ends the daemon and starts another on the same data, told this public address where one is given. */
  restart(publicUrl?: string): Promise<void>;
}

/** The samples, served behind a proxy whose address stays. */
async function startSite(...settings: readonly string[]): Promise<Site> {
  const archive = join(temporaryDirectory(), "archive");
  cpSync(join(root, "seeds"), archive, { recursive: true });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const data = temporaryDirectory();
  const args = ["--seeds", archive, "--data", data, "--port", String(port), ...settings];
  const proxy = await startRecordingProxy();
  let daemon = await startDaemon(args);
  proxy.forwardTo(origin);
  return {
    archive,
    proxy,
    get daemon() {
      return daemon;
    },
    async takeDown(id) {
      const command = ["src/main.ts", "takedown", id, "--seeds", archive, "--data", data];
      expect(spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" })).toMatchObject({ status: 0 });
      await daemon.line("documents are served");
    },
    async restart(publicUrl) {
      daemon.signal("SIGTERM");
      expect(await daemon.exited).toBe(0);
      daemon = await startDaemon(publicUrl === undefined ? args : [...args, "--public-url", publicUrl]);
      proxy.forwardTo(origin, publicUrl === undefined ? undefined : new URL(publicUrl).host);
    },
  };
}

/** An empty home for one reader. */
function newHome(): string {
  const home = join(temporaryDirectory(), "home");
  mkdirSync(home);
  return home;
}

type ByName<T> = Record<string, T>;
type ReaderCase = (typeof cases)[number];
type Subscribed = ReaderCase & { readonly subscription: Subscription };

/** Each reader runs on a machine of its own. */
function addressOf(name: string): string {
  return `192.0.2.${cases.findIndex((each) => each.name === name) + 1}`;
}

/** Every reader, subscribed to a feed in every format. */
async function subscribe({ proxy }: Site, feed: string): Promise<readonly Subscribed[]> {
  const subscriptions: Subscribed[] = [];
  for (const each of cases) {
    proxy.comeFrom(addressOf(each.name));
    const subscription = await each.reader.subscribe(`${proxy.url}/feeds/${feed}/${each.file}`, newHome());
    subscriptions.push({ ...each, subscription });
  }
  return subscriptions;
}

/** Has every reader look again: its requests and their answers, by the reader's name. */
async function poll({ proxy }: Site, subscriptions: readonly Subscribed[]): Promise<ByName<readonly Exchange[]>> {
  const exchanges: ByName<readonly Exchange[]> = {};
  for (const { name, subscription } of subscriptions) {
    proxy.exchanges();
    proxy.comeFrom(addressOf(name));
    await subscription.poll();
    exchanges[name] = proxy.exchanges();
  }
  return exchanges;
}

/** What every reader knows, by its name. */
async function known(subscriptions: readonly Subscribed[]): Promise<ByName<unknown>> {
  const entries: ByName<unknown> = {};
  for (const { name, subscription } of subscriptions) entries[name] = comparable(await subscription.entries());
  return entries;
}

/** The same of every reader, by its name. */
function fromEach<T>(answer: (one: ReaderCase) => T): ByName<T> {
  return Object.fromEntries(cases.map((one) => [one.name, answer(one)]));
}

interface JsonItem {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly authors: readonly { readonly name: string }[];
  readonly date_published: string;
  readonly content_html: string;
}

async function publishedItems({ daemon }: Site, feed: string): Promise<readonly JsonItem[]> {
  const { items }: { items: readonly JsonItem[] } = JSON.parse(await daemon.text(`/feeds/${feed}/feed.json`));
  return items;
}

/** What a reader should know of published items. */
function expected(items: readonly JsonItem[], { reader, file }: ReaderCase): unknown {
  return comparable(
    items.map((item) => {
      const names = item.authors.map(({ name }) => name);
      // In RSS there is one creator.
      const authors = file === "rss.xml" ? [names.join("、")] : names;
      return {
        id: item.id,
        url: item.url,
        title: item.title,
        author: reader.shownAuthor?.(authors) ?? authors.join(", "),
        published: Date.parse(item.date_published) / 1000,
        html: item.content_html,
      };
    }),
  );
}

/** Readers serialize and sanitize HTML each in their own way, but keep its text, its links and its pictures. */
function comparable(entries: readonly SeenEntry[]): unknown {
  return entries
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ html, ...entry }) => {
      const $ = load(html);
      const addresses = $("[href], [src]").map((_, node) => $(node).attr("href") ?? $(node).attr("src"));
      const text = $("body").text().replaceAll(/\s+/g, " ").trim();
      return { ...entry, text, addresses: addresses.get().map((address) => decodeURI(address)) };
    });
}

const noReader = cases.length === 0;
const slow = { timeout: 120_000 };

test.skipIf(noReader)("readers find what was published, and nothing to fetch when they look again", slow, async () => {
  const site = await startSite();
  for (const feed of ["all", "nyt-zh"]) {
    const items = await publishedItems(site, feed);
    const subscriptions = await subscribe(site, feed);
    const everything = fromEach((one) => expected(items, one));
    expect(await known(subscriptions)).toEqual(everything);

    const notModified = fromEach(({ file }) => [{ path: `/feeds/${feed}/${file}`, status: 304, bodyBytes: 0 }]);
    expect(await poll(site, subscriptions)).toEqual(notModified);
    expect(await known(subscriptions)).toEqual(everything);
  }
});

/** Has the sample corrected, and published so. */
async function correct(site: Site): Promise<string> {
  const correction = "<p>更正：他放飞的气球已经超过三千只。</p>";
  const text = readFileSync(join(site.archive, sample), "utf8");
  const laterText = text.replace(/^<!--(\d+)-->/, (_, time: string) => `<!--${Number(time) + 3_600_000}-->`);
  writeFileSync(join(site.archive, "edited.txt"), laterText.replace("</section>", `${correction}</section>`));
  await site.daemon.line("documents are served");
  return correction;
}

test.skipIf(noReader)("readers take over an edit without a second entry", slow, async () => {
  const site = await startSite();
  const subscriptions = await subscribe(site, "all");
  const before = await publishedItems(site, "all");
  const correction = await correct(site);

  const after = await publishedItems(site, "all");
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(after.filter(({ content_html }) => content_html.includes(correction))).toHaveLength(1);
  await poll(site, subscriptions);
  const taken = fromEach((one) => expected(one.reader.keepsFirstText === true ? before : after, one));
  expect(await known(subscriptions)).toEqual(taken);
});

test.skipIf(noReader)("readers that ask for what is new are sent that alone, and have the rest", slow, async () => {
  const site = await startSite("--deltas");
  const subscriptions = await subscribe(site, "all");
  const before = await publishedItems(site, "all");
  await correct(site);
  const after = await publishedItems(site, "all");

  const statuses = async (): Promise<ByName<readonly number[]>> => {
    const exchanges = Object.entries(await poll(site, subscriptions));
    return Object.fromEntries(exchanges.map(([name, answered]) => [name, answered.map(({ status }) => status)]));
  };
  expect(await statuses()).toEqual(fromEach(({ reader }) => [reader.takesDeltas === true ? 226 : 200]));
  expect(await statuses()).toEqual(fromEach(() => [304]));
  const taken = fromEach((one) => expected(one.reader.keepsFirstText === true ? before : after, one));
  expect(await known(subscriptions)).toEqual(taken);
});

test.skipIf(noReader)("readers that have an article are told that it was withdrawn, in its place", slow, async () => {
  const site = await startSite();
  const subscriptions = await subscribe(site, "all");
  const id = (await publishedItems(site, "all"))[0]?.id ?? "";
  await site.takeDown(id);
  await poll(site, subscriptions);

  const shown: ByName<readonly string[]> = {};
  for (const { name, subscription } of subscriptions) {
    const entries = (await subscription.entries()).filter((entry) => entry.id === id);
    shown[name] = entries.map(({ title, html }) => `${title}: ${load(html)("body").text().trim().slice(0, 14)}`);
  }
  const withdrawn = "本文已撤回: 这篇文章已经撤回，不再提供。";
  // sfeed tells entries apart by their titles, too, and keeps both.
  const last = Object.entries(shown).map(([name, entries]) => [name, entries.includes(withdrawn), entries.length]);
  expect(last).toEqual(cases.map(({ name, reader }) => [name, true, reader.keepsFirstText === true ? 2 : 1]));
});

test.skipIf(noReader)("readers find nothing new after a restart, nor at another public address", slow, async () => {
  const site = await startSite();
  const subscriptions = await subscribe(site, "all");
  const before = await known(subscriptions);

  await site.restart();
  const notModified = fromEach(({ file }) => [{ path: `/feeds/all/${file}`, status: 304, bodyBytes: 0 }]);
  expect(await poll(site, subscriptions)).toEqual(notModified);

  await site.restart("http://feeds.example.org");
  expect(await poll(site, subscriptions)).toEqual(fromEach(() => [expect.objectContaining({ status: 200 })]));
  expect(await known(subscriptions)).toEqual(before);
});

test.skipIf(!installed.has(newsboat))("newsboat leads from a feed to its page", async () => {
  const { daemon } = await startSite();
  const pages: unknown[] = [];
  for (const file of feedFiles) {
    const home = newHome();
    await newsboat.subscribe(`${daemon.url}/feeds/all/${file}`, home);
    pages.push(pageInNewsboat(home));
  }
  expect(pages).toEqual(feedFiles.map(() => `${daemon.url}/feeds/all/`));
});

test.skipIf(!installed.has(newsboat))("newsboat has each article once from the list for import", async () => {
  const { daemon } = await startSite();
  const home = newHome();
  writeFileSync(join(home, "feeds.opml"), await daemon.text("/feeds.opml"));
  const imported = await importIntoNewsboat("feeds.opml", home);
  const withArticles = ["dw-zh", "nyt-zh", "voa-zh"].map((name) => `${daemon.url}/feeds/${name}/rss.xml`);
  expect(imported).toEqual(expect.arrayContaining(withArticles));
  const texts = await Promise.all(imported.map((address) => daemon.text(new URL(address).pathname)));
  const ids = texts.flatMap((text) => Array.from(text.matchAll(/<guid[^>]*>([^<]*)/g), ([, id]) => id));
  expect([ids.length, new Set(ids).size]).toEqual([13, 13]);
});

test.skipIf(!installed.has(xmllint))("xmllint finds every XML document well-formed, with its entries", async () => {
  const { daemon } = await startSite();
  const home = newHome();
  // Of the pair in both scripts the combined feed shows one.
  const articles = Object.entries({ all: 12, "dw-zh": 4, "nyt-zh": 5, "voa-zh": 4 });
  const documents = articles.flatMap(([name, count]) => [
    { path: `/feeds/${name}/rss.xml`, query: "//item", count },
    { path: `/feeds/${name}/atom.xml`, query: "//*[local-name()='entry']", count },
  ]);
  documents.push({ path: "/feeds.opml", query: "//body/outline", count: 1 });
  const found: typeof documents = [];
  for (const { path, query } of documents) {
    writeFileSync(join(home, "document.xml"), await daemon.text(path));
    const count = await run(home, "xmllint", "--nonet", "--xpath", `count(${query})`, "document.xml");
    found.push({ path, query, count: Number(count) });
  }
  expect(found).toEqual(documents);
});
