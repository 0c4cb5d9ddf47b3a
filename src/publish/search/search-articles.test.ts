import { load, type CheerioAPI } from "cheerio";
import { expect, onTestFinished, test } from "vitest";
import { exampleCapture, exampleFile, exampleId } from "../../catalog/contract/example-file.ts";
import { QueryTooBroadError } from "../../catalog/catalog.ts";
import { openCatalog } from "../../catalog/open-catalog.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import type { Capture } from "../../model/article.ts";
import { parseAddress } from "../../model/addresses.ts";
import type { Outlet } from "../../model/outlet.ts";
import { articleId, articleKey } from "../../normalize/identity.ts";
import { genericOutlet } from "../../outlets/generic-outlet.ts";
import { makePage, type PageDeps } from "../make-page.ts";

const site = {
  title: "Mill",
  publicUrl: "https://f.example",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "zh-Hans",
  maxAgeSeconds: 300,
};
const gazette: Outlet = {
  ...genericOutlet,
  id: "gazette-zh",
  name: "晨报中文网",
  language: "zh-Hans",
  hosts: ["gazette.example"],
};
const courier: Outlet = {
  ...genericOutlet,
  id: "courier",
  name: "信使",
  language: "zh-Hans",
  hosts: ["courier.example"],
};

/** Articles a day apart, the last captured on 2024-01-03. */
async function published(captures: readonly Partial<Capture>[]): Promise<PageDeps> {
  const { catalog } = await openCatalog({ data: temporaryDirectory() }).write();
  onTestFinished(() => catalog.close());
  const ingested = captures.map((capture, index) => {
    const capturedAt = new Date(Date.UTC(2024, 0, 3 - (captures.length - 1 - index)));
    const facts = { id: exampleId(index + 1), capturedAt, publishedAt: capturedAt, outletId: "gazette-zh", ...capture };
    return exampleFile(`${index}.txt`, exampleCapture(facts));
  });
  await catalog.files.apply({ ingested, removed: [] });
  return { catalog, edition: { site, definitions: [], outlets: [gazette, courier] } };
}

/** The page at an address, which is read as a request's is. */
async function at(deps: PageDeps, path: string, query: Readonly<Record<string, string>>): Promise<CheerioAPI> {
  const address = parseAddress(path, new URLSearchParams(query).toString(), "zh-Hans");
  if (address === undefined || address.kind === "feed") throw new Error(`${path} is no page`);
  const made = await makePage(deps, address);
  return load(Buffer.from(made?.body ?? "").toString());
}

const search = (deps: PageDeps, query: Readonly<Record<string, string>>): Promise<CheerioAPI> =>
  at(deps, "/search", query);
const textsOf = ($: CheerioAPI, selector: string): readonly string[] =>
  $(selector)
    .get()
    .map((each) => $(each).text().trim());

const kites = [
  { title: "风筝节开幕", bodyHtml: "<p>茶。</p>" },
  { title: "茶价上涨", bodyHtml: "<p>风筝。</p>", outletId: "courier" },
  { title: "天气", bodyHtml: "<p>风筝和茶。</p>" },
];

test("an article's address, its id and its page here find it", async () => {
  const address = "https://gazette.example/a-1";
  const id = articleId(articleKey(address, gazette));
  const deps = await published([{ id, canonicalUrl: address, title: "风筝节开幕" }]);
  const digits = id.slice("urn:uuid:".length);
  const ways = [
    `${address}?utm_source=x`,
    "http://www.gazette.example/a-1/",
    id,
    digits,
    `https://f.example/en/articles/${digits}/`,
  ];
  for (const q of ways) expect([q, textsOf(await search(deps, { q }), ".entries h2")]).toEqual([q, ["风筝节开幕"]]);
  expect((await search(deps, { q: "https://gazette.example/a-2" }))(".notice").text()).toBe("这里没有这个地址的文章。");
});

test("what has the words in its title comes first where that is asked for, and the address says so", async () => {
  const deps = await published(kites);
  expect(textsOf(await search(deps, { q: "风筝" }), ".results h2")).toEqual(["天气", "茶价上涨", "风筝节开幕"]);
  const $ = await search(deps, { q: "风筝", order: "relevance" });
  expect(textsOf($, ".results h2")).toEqual(["风筝节开幕", "天气", "茶价上涨"]);
  expect($('[aria-label="排序"] [aria-current]').text()).toBe("标题里有的在前");
  expect($('[aria-label="媒体"] a').first().attr("href")).toBe("/search?q=%E9%A3%8E%E7%AD%9D&order=relevance");
});

test("reports of one event stand below the first of them where that is asked for, and it is offered where there are any", async () => {
  const reports = [
    { title: "风筝节开幕万人放飞", outletId: "courier" },
    { title: "大臣会晤工会代表商谈薪酬", bodyHtml: "<p>会后有人放风筝。</p>" },
    { title: "风筝节开幕万人放飞了" },
  ].map((report) => ({ bodyHtml: `<p>${report.title}。</p>`, ...report }));
  const deps = await published(reports);
  const $ = await search(deps, { q: "风筝" });
  expect(textsOf($, ".results h2")).toEqual(["风筝节开幕万人放飞了", "大臣会晤工会代表商谈薪酬", "风筝节开幕万人放飞"]);
  expect(textsOf($, '[aria-label="同一事件"] [aria-current]')).toEqual(["各自列出"]);
  const together = $('[aria-label="同一事件"] a').last().attr("href") ?? "";
  expect(together).toBe("/search?q=%E9%A3%8E%E7%AD%9D&stories=together");
  const shown = await search(deps, { q: "风筝", stories: "together" });
  expect(textsOf(shown, ".results h2")).toEqual(["风筝节开幕万人放飞了", "大臣会晤工会代表商谈薪酬"]);
  const other = shown(".results > li").first().find(".reports li a");
  expect([other.text(), other.find("mark").text(), other.attr("href")]).toEqual([
    "风筝节开幕万人放飞",
    "风筝",
    `/articles/${exampleId(1).slice("urn:uuid:".length)}/`,
  ]);
  expect(shown('[aria-label="排序"] a').last().attr("href")).toBe(
    "/search?q=%E9%A3%8E%E7%AD%9D&order=relevance&stories=together",
  );
  expect((await search(deps, { q: "薪酬 OR 万人放飞了" }))('[aria-label="同一事件"]')).toHaveLength(0);
});

test("each filter has the number of what it finds, a year is one, and those of nothing are left out", async () => {
  const $ = await search(await published(kites), { q: "风筝" });
  const choices = $(".filters nav")
    .get()
    .map((group) => textsOf($, `[aria-label="${$(group).attr("aria-label")}"] li`).join(", "));
  expect(choices).toEqual([
    "全部, 晨报中文网 2, 信使 1",
    "不限, 最近一天 2, 最近一周 3, 最近一个月 3, 最近一年 3, 2024年 3",
    "不限, 简体 3",
    "最新在前, 标题里有的在前",
    "各自列出, 排在一起",
  ]);
});

test("a part of an outlet's name leads to all of its articles", async () => {
  const deps = await published(kites);
  const $ = await search(deps, { q: "晨報" });
  expect($(".facts a[href*=outlet]").attr("href")).toBe("/search?q=outlet%3Agazette-zh");
  expect(textsOf(await search(deps, { q: "outlet:晨报" }), ".results h2")).toEqual(["天气", "风筝节开幕"]);
});

test("a section finds its articles by its label", async () => {
  const deps = await published([{ ...kites[0], section: "国际" }, { title: "无关" }]);
  for (const q of ["section:国际", "國際"]) {
    expect(textsOf(await search(deps, { q }), ".results h2")).toEqual(["风筝节开幕"]);
  }
});

test("where counting takes longer than it may, what was found is shown without numbers", async () => {
  const { catalog, edition } = await published(kites);
  const giveUp = new AbortController();
  const { articles } = catalog;
  let asked = 0;
  const impatient: typeof articles = {
    newest(selection, signal) {
      // The first look finds the results.
      if (++asked === 2) giveUp.abort(new QueryTooBroadError());
      return articles.newest(selection, signal);
    },
    count: (selection) => articles.count(selection),
    find: (id) => articles.find(id),
    days: (selection) => articles.days(selection),
    capturedOn: (day, selection) => articles.capturedOn(day, selection),
    daysBeside: (day, selection) => articles.daysBeside(day, selection),
    beside: (article) => articles.beside(article),
    extent: () => articles.extent(),
    addresses: () => articles.addresses(),
    outlets: () => articles.outlets(),
    lately: (atMost, outletId) => articles.lately(atMost, outletId),
    stories: (choice) => articles.stories(choice),
  };
  const deps = { catalog: { ...catalog, articles: impatient }, edition, signal: giveUp.signal };
  const $ = await search(deps, { q: "风筝" });
  expect(textsOf($, ".results h2")).toHaveLength(3);
  expect([$(".filters small").length, textsOf($, '[aria-label="时间"] a').at(-1)]).toEqual([0, "2024年"]);
});

test("where nothing is found, it says which word finds nothing, and the nearest there is", async () => {
  const deps = await published([...kites, { title: "风筝大赛" }, { title: "图书馆开放" }]);
  const word = await search(deps, { q: "风筝 天汽" });
  expect(textsOf(word, ".advice li")).toEqual(["没有文章含有“天汽”。 是想找 天气 吗？"]);
  expect(word(".advice a").attr("href")).toBe(`/search?${new URLSearchParams({ q: "天气 风筝" }).toString()}`);
  const outlet = await search(deps, { q: "风筝 outlet:gazette" });
  expect(textsOf(outlet, ".advice li")).toEqual(["没有媒体 gazette。 是想找 outlet:gazette-zh 吗？"]);
  expect((await search(deps, { q: "天气 图书馆" }))(".advice")).toHaveLength(0);
});

test("a mistake is told in the language of the page, with its caret", async () => {
  const deps = await published(kites);
  const told = async (path: string): Promise<readonly string[]> =>
    textsOf(await at(deps, path, { q: "风筝 (茶" }), "[role=alert] p, pre");
  expect(await told("/search")).toEqual(["这样写搜索不了： 这个括号没有闭合。", "风筝 (茶\n     ^"]);
  expect((await told("/zh-hant/search"))[0]).toContain("這個括號沒有閉合。");
  expect((await told("/en/search"))[0]).toContain("This parenthesis is not closed.");
});

test("results have numbered pages", async () => {
  const deps = await published(Array.from({ length: 45 }, () => ({ bodyHtml: "<p>风筝</p>" })));
  const $ = await search(deps, { q: "风筝", page: "2" });
  expect(textsOf($, ".pages a")).toEqual(["上一页", "1", "2", "3", "下一页"]);
  expect($(".pages [aria-current]").text()).toBe("2");
});

test("examples are made of the archive's own words, and each finds something", async () => {
  const titles = ["风筝大赛开幕", "风筝大赛闭幕", "图书馆开放", "图书馆扩建", "茶叶涨价"];
  const deps = await published(titles.map((title) => ({ title, capturedAt: new Date("2024-01-03") })));
  const examples = textsOf(await at(deps, "/search", {}), ".examples a");
  expect(examples).toHaveLength(6);
  expect(examples.join(" ")).toContain("风筝");
  for (const q of examples) {
    expect([q, (await search(deps, { q }))(".results > li").length > 0]).toEqual([q, true]);
  }
});

test("a form makes a feed of any search: how many, full text or summary, script and outlet, with a preview", async () => {
  const deps = await published(kites);
  const asked = { q: "风筝", limit: "10", entries: "summary", script: "zh-hant", outlet: "gazette-zh" };
  const $ = await at(deps, "/search/feed", asked);
  const query = new URLSearchParams({ q: "outlet:gazette-zh 风筝", limit: "10", entries: "summary" }).toString();
  expect($("input.address").first().attr("value")).toBe(`https://f.example/search/zh-hant/rss.xml?${query}`);
  expect(textsOf($, ".entries h3")).toEqual(["天氣", "風箏節開幕"]);
  expect($('.feed-form [name="outlet"] [selected]').text()).toBe("晨报中文网");
  expect(textsOf(await at(deps, "/search/feed", {}), ".subscribe")).toEqual([]);
  expect((await at(deps, "/search/feed", { q: "(" }))("[role=alert] pre").text()).toBe("(\n^");
});
