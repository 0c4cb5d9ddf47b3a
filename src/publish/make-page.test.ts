import { load, type CheerioAPI } from "cheerio";
import { describe, expect, onTestFinished, test } from "vitest";
import { exampleCapture, exampleFile, exampleId } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import type { Article } from "../model/article.ts";
import type { PageAddress } from "../model/addresses.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { makePage, type PageDeps } from "./make-page.ts";

const site = {
  title: "Mill",
  publicUrl: "https://f.example",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "en",
  maxAgeSeconds: 300,
};
const all = { name: "all", title: "All", description: "All articles", language: "en" };

/** A catalog whose articles were captured a day apart, the last on 2024-05-20. */
async function started(count: number, ofArticle: (number: number) => Partial<Article> = () => ({})): Promise<PageDeps> {
  const directory = temporaryDirectory();
  const { catalog } = await openCatalog({ data: directory }).write();
  onTestFinished(() => catalog.close());
  const ingested = Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const capturedAt = new Date(Date.UTC(2024, 4, 20 - count + number));
    const words = { title: `Title ${number}`, bodyHtml: `<p>Body ${number} of the orchard</p>`, ...ofArticle(number) };
    const capture = { ...exampleCapture({ id: exampleId(number), text: `Text ${number}` }), capturedAt, ...words };
    return exampleFile(`${number}.txt`, capture);
  });
  await catalog.files.apply({ ingested, removed: [] });
  return { catalog, edition: { site, definitions: [all], outlets: [] } };
}

async function page(deps: PageDeps, address: PageAddress): Promise<CheerioAPI | undefined> {
  const made = await makePage(deps, address);
  return made && load(Buffer.from(made.body).toString());
}

test("an article leads to those of its outlet captured before and after it, across days", async () => {
  const deps = await started(3);
  const $ = await page(deps, { kind: "article-page", locale: "en", id: exampleId(2) });
  expect($?.("a[rel=prev]").text()).toBe("Earlier Title 1");
  expect($?.("a[rel=next]").text()).toBe("Later Title 3");
  // Without a stylesheet, the two do not run together.
  expect($?.(".neighbors").text()).toBe("Earlier Title 1 Later Title 3");
  expect((await page(deps, { kind: "article-page", locale: "en", id: exampleId(1) }))?.("a[rel=prev]")).toHaveLength(0);
});

test("a day shows one of a pair in two scripts where its feed does", async () => {
  const capturedAt = new Date("2024-05-19T00:00:00Z");
  const ofArticle = (number: number): Partial<Article> =>
    number === 1
      ? { title: "国会", language: "zh-Hans", capturedAt }
      : {
          title: "國會",
          language: "zh-Hant",
          capturedAt,
          twin: { id: exampleId(1), url: "https://gazette.example/1" },
        };
  const { catalog, edition } = await started(2, ofArticle);
  const titlesOf = async (definition: FeedDefinition): Promise<string[] | undefined> => {
    const deps = { catalog, edition: { ...edition, definitions: [definition] } };
    const $ = await page(deps, { kind: "feed-page", locale: "en", name: "all", shown: { day: "2024-05-19" } });
    return $?.("main h2, main h3")
      .toArray()
      .map((heading) => $(heading).text().trim());
  };
  expect(await titlesOf(all)).toEqual(expect.arrayContaining(["国会", "國會"]));
  expect(await titlesOf({ ...all, twins: "one" })).not.toContain("國會");
  expect(await titlesOf({ ...all, twins: "one" })).toContain("国会");
});

test("there is no page of a feed, a day or an article that there is not", async () => {
  const deps = await started(1);
  const feed = { kind: "feed-page", locale: "en", name: "all" } as const;
  expect(await makePage(deps, { ...feed, name: "none" })).toBeUndefined();
  expect(await makePage(deps, { ...feed, shown: { day: "2024-05-19" } })).toBeUndefined();
  expect(await makePage(deps, { ...feed, shown: { day: "2024-05-20" } })).toBeDefined();
  expect(await makePage(deps, { ...feed, shown: { onDay: "05-19" } })).toBeDefined();
  expect(await makePage(deps, { kind: "article-page", locale: "en", id: exampleId(9) })).toBeUndefined();
});

test("a search shows what was found where it was found, and is a feed", async () => {
  const $ = await page(await started(3), { kind: "search-page", locale: "en", query: "ORCHARD 2", page: 1 });
  expect($?.(".results h2").text()).toBe("Title 2");
  expect(
    $?.("mark")
      .get()
      .map((mark) => $(mark).text()),
  ).toEqual(["2", "2", "orchard"]);
  expect($?.('link[type="application/rss+xml"]').first().attr("href")).toBe(
    "https://f.example/search/rss.xml?q=2+orchard",
  );
  expect($?.(".count").text()).toBe("1 article found");
});

test("a search with a mistake says so with its status, and repeats no more of it than a query can have", async () => {
  const deps = await started(1);
  const asked = (query: string): ReturnType<typeof makePage> =>
    makePage(deps, { kind: "search-page", locale: "en", query, page: 1 });
  expect((await asked("orchard"))?.status).toBeUndefined();
  const [short, long] = [await asked("("), await asked("(".repeat(15_000))];
  expect([short?.status, short?.path]).toEqual([400, "/search?q=%28"]);
  expect([long?.status, long?.path]).toEqual([400, "/search"]);
  expect((long?.body.length ?? 0) - (short?.body.length ?? 0)).toBeLessThan(200);
});

test("filters add to the query, and the one in force can be taken away", async () => {
  const deps = await started(1, () => ({ language: "en" }));
  const $ = await page(deps, { kind: "search-page", locale: "en", query: "orchard lang:en", page: 1 });
  const links = $?.(".filters a").get() ?? [];
  expect(links.find(({ attribs }) => attribs["href"] === "/search?q=after%3A7d+lang%3Aen+orchard")).toBeDefined();
  expect($?.('[aria-label="Language"] a').first().attr("href")).toBe("/search?q=orchard");
  expect($?.('[aria-label="Language"] [aria-current]').text()).toBe("English");
});

test("results come in pages, twenty each", async () => {
  const deps = await started(45);
  const at = (number: number): Promise<CheerioAPI | undefined> =>
    page(deps, { kind: "search-page", locale: "en", query: "orchard", page: number });
  expect([await at(1), await at(2), await at(3)].map(($) => $?.(".results > li").length)).toEqual([20, 20, 5]);
  expect((await at(2))?.("a[rel=next]").attr("href")).toBe("/search?q=orchard&page=3");
  expect((await at(3))?.("a[rel=next]")).toHaveLength(0);
  expect((await at(1))?.("a[rel=prev]")).toHaveLength(0);
});

test("a mistake in a query is shown where it is", async () => {
  const $ = await page(await started(1), { kind: "search-page", locale: "en", query: "a (b", page: 1 });
  expect($?.("[role=alert] pre").text()).toBe("a (b\n  ^");
});

test("what an article may not show is not searched for passages", async () => {
  const deps = await started(1, () => ({ entries: "summary", excerpt: "The short of it." }));
  const $ = await page(deps, { kind: "search-page", locale: "en", query: "orchard", page: 1 });
  expect($?.(".passages").text()).toBe("The short of it.");
});

describe("in Traditional Chinese", () => {
  const written = {
    title: "国会开会",
    bodyHtml: "<p>国会今天开会。</p>",
    excerpt: "国会今天开会。",
    language: "zh-Hans",
    authors: ["于国强"],
    leadImage: { url: "https://gazette.example/1.jpg", caption: "国会大厦" },
  };
  const simplified = { ...site, language: "zh-Hans" };
  const startedSimplified = async (count: number): Promise<PageDeps> => {
    const { catalog, edition } = await started(count, () => written);
    return { catalog, edition: { ...edition, site: simplified } };
  };

  test("an article is converted but for names, says so, and leads to what was written", async () => {
    const $ = await page(await startedSimplified(2), { kind: "article-page", locale: "zh-Hant", id: exampleId(1) });
    expect([$?.("h1").text(), $?.(".text").text().trim(), $?.("figcaption").text()]).toEqual([
      "國會開會",
      "國會今天開會。",
      "國會大廈",
    ]);
    expect([$?.("article").attr("lang"), $?.(".authors").text()]).toEqual(["zh-Hant", "于国强"]);
    expect($?.(".conversion a").attr("href")).toBe(`/articles/${exampleId(1).slice("urn:uuid:".length)}/`);
    expect($?.(".neighbors a").attr("href")).toBe(`/zh-hant/articles/${exampleId(2).slice("urn:uuid:".length)}/`);
    expect($?.(".neighbors a span").text()).toBe("國會開會");
  });

  test("lists and what a search found are converted, and what was searched for stays marked", async () => {
    const deps = await startedSimplified(1);
    const feed = await page(deps, { kind: "feed-page", locale: "zh-Hant", name: "all" });
    expect([feed?.(".entries h3").text(), feed?.(".excerpt").text()]).toEqual(["國會開會", "國會今天開會。"]);
    const found = await page(deps, { kind: "search-page", locale: "zh-Hant", query: "国会", page: 1 });
    expect([found?.("mark").first().text(), found?.(".passages mark").text()]).toEqual(["國會", "國會"]);
  });

  test("the other pages show what was written", async () => {
    const deps = await startedSimplified(1);
    for (const locale of ["zh-Hans", "en"] as const) {
      const $ = await page(deps, { kind: "article-page", locale, id: exampleId(1) });
      expect([$?.("h1").text(), $?.(".conversion").length]).toEqual(["国会开会", 0]);
    }
  });
});
