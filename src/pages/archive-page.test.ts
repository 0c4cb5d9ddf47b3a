import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { renderEveryDayPage, renderMonthPage } from "./archive-page.ts";
import { contextIn, gazette, parsed } from "./page.fixture.ts";

const context = contextIn("zh-Hans");
const days = [
  { day: "2023-12-31", articles: 2 },
  { day: "2024-05-17", articles: 1 },
  { day: "2024-05-03", articles: 12 },
];
const content = { definition: gazette, days };

test("a month shows its days with how many articles each has, and links to no day without any", () => {
  const page = renderMonthPage(content, "2024-05", context);
  const $ = parsed(page);
  expect(page.path).toBe("/feeds/gazette/2024-05/");
  expect([$("h1").text(), $(".lead").text()]).toEqual(["2024年5月", "13 篇"]);
  expect($(".month").attr("class")).toBe("month from-2");
  expect($(".month li")).toHaveLength(31);
  const links = $(".month a")
    .get()
    .map((link) => [$(link).attr("href"), $(link).find("small").text(), $(link).find(".unseen").text()]);
  expect(links).toEqual([
    ["/daily/feeds/gazette/2024-05-03/", "12", "2024年5月3日 12 篇"],
    ["/daily/feeds/gazette/2024-05-17/", "1", "2024年5月17日 1 篇"],
  ]);
});

test("months lead to the nearest ones that have articles", () => {
  const $ = parsed(renderMonthPage(content, "2024-05", context));
  expect($(".neighbors a[rel=prev]").attr("href")).toBe("/daily/feeds/gazette/2023-12/");
  expect($(".neighbors a[rel=next]")).toHaveLength(0);
});

test("all days at a glance: a square a day, the stronger the more articles, and the way to each month", () => {
  const page = renderEveryDayPage(content, context);
  const $ = parsed(page);
  expect(page.path).toBe("/feeds/gazette/days/");
  const squares = (level: number): number =>
    $(".heat").first().find(`.level-${level}`).attr("d")?.match(/M/g)?.length ?? 0;
  expect([0, 1, 2, 3, 4].map(squares)).toEqual([364, 1, 0, 0, 1]);
  expect($(".months a").first().attr("href")).toBe("/daily/feeds/gazette/2024-05/");
});

test("twenty years of days stay a small page", () => {
  const long = Array.from({ length: 20 * 365 }, (_, at) => ({
    day: new Date(Date.UTC(2005, 0, 1 + at)).toISOString().slice(0, "2005-01-01".length),
    articles: 10 + ((at * 7) % 23),
  }));
  expect(gzipSync(renderEveryDayPage({ ...content, days: long }, context).body).length).toBeLessThan(30_000);
});
