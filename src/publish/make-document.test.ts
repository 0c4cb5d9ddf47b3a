import { describe, expect, onTestFinished, test } from "vitest";
import type { CatalogChange } from "../catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import type { Capture } from "../model/article.ts";
import { parseAddress, type DocumentAddress } from "../model/addresses.ts";
import type { CustomFeed, FeedSettings } from "../model/custom-feed.ts";
import { site } from "../model/site.fixture.ts";
import { outletDefaults } from "../outlets/generic-outlet.ts";
import { createOutlets } from "../outlets/outlets.ts";
import { defineEdition } from "./edition.ts";
import { makeDocument } from "./make-document.ts";
import { entryRenderer } from "./make-feed.ts";
import { readyDocuments } from "./ready-documents.ts";
import { listAddresses } from "./static-documents.ts";

const both: FeedSettings = { custom: [], combined: { scripts: "both" } };

const simplified = exampleCapture({ id: exampleId(1), title: "国会", bodyHtml: "<p>国会开会。</p>", excerpt: "国会" });
const traditional = exampleCapture({
  id: exampleId(2),
  title: "國會",
  language: "zh-Hant",
  canonicalUrl: "https://gazette.example/1/zh-hant",
  twin: { id: exampleId(1), url: "https://gazette.example/1" },
});

const inTraditional: DocumentAddress = {
  kind: "feed",
  variant: { name: "example", script: "zh-Hant" },
  format: "json",
};

const firstOnly: DocumentAddress = { kind: "feed", variant: { name: "all" }, format: "json", asked: { limit: "1" } };
const searched: DocumentAddress = { kind: "feed", variant: { name: "search" }, format: "json", asked: { q: "国会" } };

function custom(id: string, changes: Partial<CustomFeed> = {}): CustomFeed {
  return { id, title: id, scripts: "main", isHidden: false, formerly: [], ...changes };
}

/** All documents of these captures, those on demand too, by path. */
async function published(
  captures: readonly Capture[],
  feeds: Partial<FeedSettings>,
  later: readonly CatalogChange[] = [],
  ...asked: readonly DocumentAddress[]
): Promise<ReadonlyMap<string, string>> {
  const directory = temporaryDirectory();
  const { catalog } = await openCatalog({ data: directory }).write();
  onTestFinished(() => catalog.close());
  await catalog.files.apply({
    ingested: captures.map((capture, at) => exampleFile(`${at}.txt`, capture)),
    removed: [],
  });
  for (const change of later) await catalog.files.apply(change);
  const outlets = createOutlets([
    { ...outletDefaults, id: "example", name: "Gazette", hosts: ["gazette.example"], language: "zh" },
  ]);
  if (!outlets.ok) throw new Error("One outlet cannot contradict itself.");
  const renderEntry = entryRenderer(site, 1_000_000);
  const settings = { outlets: outlets.value, feeds: { ...both, ...feeds }, site };
  const deps = { catalog, edition: await defineEdition(catalog, settings), renderEntry };
  const addresses = [...(await Array.fromAsync(listAddresses(deps))), inTraditional, firstOnly, searched, ...asked];
  const made = await Array.fromAsync(addresses, (address) => makeDocument(deps, address));

  const documents = [
    ...(await Array.fromAsync(readyDocuments({ ...deps, assets: [] }))),
    ...made.flatMap((one) => (one.kind === "document" ? [one.document] : [])),
  ];
  return new Map(documents.map(({ path, body }) => [path, Buffer.from(body).toString()]));
}

/** A document that is made when asked for. */
async function inTraditionalAt(captures: readonly Capture[], path: string): Promise<string> {
  const address = parseAddress(path, "", "zh-Hans");
  const text = address && (await published(captures, {}, [], address)).get(path);
  if (text === undefined) throw new Error(`There is nothing at ${path}`);
  return text;
}

function titlesIn(documents: ReadonlyMap<string, string>, name: string): string[] {
  const { items }: { items: { title: string }[] } = JSON.parse(documents.get(`/feeds/${name}/feed.json`) ?? "");
  return items.map(({ title }) => title);
}

test("the combined feed shows an article in its outlet's main script, or both as it is told; the outlet's own shows both", async () => {
  const main = await published([simplified, traditional], { combined: { scripts: "main" } });
  expect(titlesIn(main, "all")).toEqual(["国会"]);
  expect(titlesIn(main, "example")).toEqual(["国会", "國會"]);
  expect(titlesIn(await published([simplified, traditional], both), "all")).toEqual(["国会", "國會"]);
});

test("an article that is there in the other script alone is shown in that", async () => {
  expect(titlesIn(await published([traditional], { combined: { scripts: "main" } }), "all")).toEqual(["國會"]);
});

test("a feed in one script converts what is not in it, and shows what the outlet itself has in it", async () => {
  const feeds = { custom: [custom("tea", { script: "zh-Hant" })] };
  const converted = await published([simplified], feeds);
  expect(titlesIn(converted, "tea")).toEqual(["國會"]);
  expect(converted.get("/feeds/tea/atom.xml")).toContain("國會開會。");
  expect(converted.get("/feeds/tea/atom.xml")).toContain(exampleId(1));
  expect(titlesIn(converted, "all")).toEqual(["国会"]);
  const own = (await published([simplified, traditional], feeds)).get("/feeds/tea/atom.xml");
  expect(own).toContain(exampleId(2));
  expect(own).not.toContain(exampleId(1));
});

test("a feed with a query holds what meets it, in one script where both do, and in the other where that alone does", async () => {
  const feeds = { custom: ["国会", "lang:zh-hant", "茶"].map((query, at) => custom(`q${at}`, { query })) };
  const documents = await published([simplified, traditional], feeds);
  expect(["q0", "q1", "q2"].map((name) => titlesIn(documents, name))).toEqual([["国会"], ["國會"], []]);
});

test("every feed can be had in one script, at an address of its own that it knows, with the same ids", async () => {
  const documents = await published([simplified], {});
  expect(JSON.parse(documents.get("/feeds/example/zh-hant/feed.json") ?? "")).toMatchObject({
    feed_url: "https://f.example/feeds/example/zh-hant/feed.json",
    language: "zh-Hant",
    items: [{ id: exampleId(1), title: "國會", language: "zh-Hant" }],
  });
});

test("a feed of summaries leaks nothing of a body, in any format or on its page, and others keep their full texts", async () => {
  const secret = exampleCapture({ bodyHtml: "<p>SECRET</p>", excerpt: "excerpt" });
  const documents = await published([secret], { custom: [custom("brief", { entries: "summary" })] });
  for (const file of ["rss.xml", "atom.xml", "feed.json", ""]) {
    expect(documents.get(`/feeds/brief/${file}`)).toContain("excerpt");
    expect(documents.get(`/feeds/brief/${file}`)).not.toContain("SECRET");
  }
  expect(documents.get("/feeds/all/rss.xml")).toContain("SECRET");
});

test("a feed of the operator's is published and listed; a hidden one is published alone", async () => {
  const documents = await published([simplified], {
    custom: [custom("shown"), custom("unlisted", { isHidden: true })],
  });
  for (const name of ["shown", "unlisted"]) expect(titlesIn(documents, name)).toEqual(["国会"]);
  for (const list of ["/", "/feeds-all.opml"]) {
    expect(documents.get(list)).toContain("/feeds/shown/");
    expect(documents.get(list)).not.toContain("unlisted");
  }
});

test("the list for import has each article in one feed, and that of every feed has the others and both scripts too", async () => {
  const documents = await published([simplified], { custom: [custom("tea", { script: "zh-Hant" })] });
  const listed = (path: string): readonly (string | undefined)[] =>
    Array.from(
      (documents.get(path) ?? "").matchAll(/<outline text="([^"]*)">|xmlUrl="https:\/\/f.example\/([^"]*)"/g),
      ([, folder, feed]) => folder ?? feed,
    );
  expect(listed("/feeds.opml")).toEqual(["集报", "feeds/example/rss.xml"]);
  expect(listed("/feeds-all.opml")).toEqual([
    "各媒体",
    "feeds/example/rss.xml",
    "合集与专题",
    "feeds/all/rss.xml",
    "feeds/tea/rss.xml",
    "简体中文版",
    "feeds/all/zh-hans/rss.xml",
    "feeds/tea/zh-hans/rss.xml",
    "feeds/example/zh-hans/rss.xml",
    "繁體中文版",
    "feeds/all/zh-hant/rss.xml",
    "feeds/example/zh-hant/rss.xml",
  ]);
});

test("an entry is the same bytes in every feed that shows it whole", async () => {
  const documents = await published([simplified], { custom: [custom("tea", { share: 50, limit: 3 })] });
  const entries = ["all", "tea"].map(
    (name) => /<entry[^]*<\/entry>/.exec(documents.get(`/feeds/${name}/atom.xml`) ?? "")?.[0],
  );
  expect(entries[0]).toContain("国会");
  expect(entries[1]).toBe(entries[0]);
});

/** Paths of JSON feeds, in each script too, and of the choices, with the title of the entry that tells of a takedown. */
function toldIn(...names: readonly string[]): Readonly<Record<string, string>> {
  const paths = names.flatMap((name) =>
    ["", "zh-hans/", "zh-hant/"].map((script) => `/feeds/${name}/${script}feed.json`),
  );
  const chosen = ["/feeds/all/feed.json?limit=1", "/search/feed.json?q=%E5%9B%BD%E4%BC%9A"];
  return Object.fromEntries([...paths, ...chosen].map((path) => [path, "本文已撤回"]));
}

describe("a takedown", () => {
  const takedown = { type: "takedown", id: exampleId(1), when: new Date("2023-02-23T06:00:00Z") } as const;
  const ruling: CatalogChange = { ingested: [], removed: [], rulings: [takedown] };
  const gone: CatalogChange = { ingested: [], removed: ["0.txt"] };
  const feeds = { custom: [custom("held", { query: "国会" }), custom("never", { query: "茶" })] };

  /** Paths of JSON feeds that have an entry of the article's id, with the title it has there. */
  async function told(...later: readonly CatalogChange[]): Promise<Readonly<Record<string, string>>> {
    const documents = [...(await published([simplified, traditional], feeds, later))].filter(([path]) =>
      path.includes("feed.json"),
    );
    return Object.fromEntries(
      documents.flatMap(([path, text]) => {
        const { items }: { items: readonly { id: string; title: string }[] } = JSON.parse(text);
        return items.filter(({ id }) => id === exampleId(1)).map(({ title }) => [path, title]);
      }),
    );
  }

  test("is told in every feed that held the article, its variants too, and not where no query found it", async () => {
    expect(await told(ruling)).toEqual(toldIn("all", "example", "held"));
  });

  test("is told in every feed of the outlet once the file is gone, since any may have held the article", async () => {
    expect(await told(ruling, gone)).toEqual(toldIn("all", "example", "held", "never"));
  });

  test("of the only article leaves nothing of it", async () => {
    const documents = [...(await published([simplified], {}, [ruling]))].filter(([path]) => path.startsWith("/feeds/"));
    for (const [, text] of documents) expect(text).not.toContain("国会");
  });
});

test("a feed in one script leads back through its history in that script, and to pages in it", async () => {
  const captures = ["国会", "总统", "选举"].map((title, index) =>
    exampleCapture({
      id: exampleId(index + 1),
      title,
      text: title,
      capturedAt: new Date(Date.UTC(2024, 4, 17 + index)),
    }),
  );
  const read = async (address: string): Promise<{ text: string; previous: string | undefined }> => {
    const text = await inTraditionalAt(captures, address);
    return { text, previous: /rel="prev-archive" type="[^"]*" href="https:\/\/f.example([^"]*)"/.exec(text)?.[1] };
  };
  const subscription = await read("/feeds/example/zh-hant/rss.xml");
  expect(subscription.previous).toBe("/feeds/example/zh-hant/2024-05-18/rss.xml");
  const part = await read(subscription.previous ?? "");
  expect(part.text).toContain("<title>總統</title>");
  expect(part.text).toContain(
    'rel="current" type="application/rss+xml" href="https://f.example/feeds/example/zh-hant/rss.xml"',
  );
  expect(part.previous).toBe("/feeds/example/zh-hant/2024-05-17/rss.xml");
  expect((await read(part.previous ?? "")).previous).toBeUndefined();
  const page = `https://f.example/zh-hant/articles/${exampleId(2).replace("urn:uuid:", "")}/`;
  expect(part.text).toContain(`rel="related" href="${page}"`);
  expect((await read("/feeds/example/zh-hant/on/05-18/rss.xml")).text).toContain("歷史上的5月18日");
});
