import { load } from "cheerio";
import { expect, test } from "vitest";
import { remedies } from "../model/problem.ts";
import { hostile } from "./page.fixture.ts";
import { renderProblemsPage } from "./problems-page.ts";

const problem = {
  code: "MISSING_DATE",
  message: "There is no time.",
  path: "a/1.txt",
  remedy: remedies.MISSING_DATE,
} as const;

const nothing = { warnings: [], outlets: [], topics: [] };

test("files are listed by what is to be done about them", () => {
  const other = { ...problem, code: "EMPTY_FILE", path: "3.txt", remedy: remedies.EMPTY_FILE } as const;
  const $ = load(
    renderProblemsPage({ problems: [problem, other, { ...problem, path: "a/2.txt" }], flaws: [], ...nothing }, "en"),
  );
  expect(
    $("h2")
      .get()
      .map((heading) => $(heading).text()),
  ).toEqual(["MISSING_DATE 2", "EMPTY_FILE 1"]);
  expect(
    $("section")
      .first()
      .find("dt")
      .get()
      .map((term) => $(term).text()),
  ).toEqual(["a/1.txt", "a/2.txt"]);
  expect($("section").first().text()).toContain(remedies.MISSING_DATE);
  expect($(".lead").text()).toContain("3 files were not published");
});

test("where there is none, it says so", () => {
  expect(load(renderProblemsPage({ problems: [], flaws: [], ...nothing }, "zh-Hans"))("main").text()).toContain(
    "所有文件都发布了",
  );
});

test("a file cannot write into the page with its name", () => {
  const $ = load(
    renderProblemsPage({ problems: [{ ...problem, path: hostile, message: hostile }], flaws: [], ...nothing }, "en"),
  );
  expect($("script, img, [onload]")).toHaveLength(0);
  expect($("dt").text()).toBe(hostile);
});

test("files with a flaw stand apart from those that were not published", () => {
  const flaw = {
    code: "DAMAGED_TEXT",
    message: "Line 2 holds a damaged character.",
    path: "b.txt",
    remedy: "Mend it.",
  } as const;
  const $ = load(renderProblemsPage({ problems: [problem], flaws: [flaw], ...nothing }, "en"));
  const headings = $("h2")
    .toArray()
    .map((heading) => $(heading).text());
  expect(headings).toEqual(["MISSING_DATE 1", "DAMAGED_TEXT 1"]);
  expect($(".lead").last().text()).toBe("1 flaw was found in files that were published all the same.");
});

test("outlets with articles are listed with the fields that these have, below what may be wrong", () => {
  const coverage = { time: 188, authors: 0, dek: 3, picture: 400, caption: 12, section: 422 };
  const outlets = [
    { name: "样报", articles: 422, coverage },
    { name: "空", articles: 0, coverage },
  ];
  const warnings = ["Nothing new has come into the archive for 2 days."];
  const $ = load(renderProblemsPage({ problems: [], flaws: [], topics: [], outlets, warnings }, "zh-Hans"));
  const rows = $("tr").get();
  expect(rows.map((row) => [...$(row).children()].map((cell) => $(cell).text()))).toEqual([
    ["媒体", "", "时间", "作者", "导语", "主图", "图说", "栏目"],
    ["样报", "422", "188", "0", "3", "400", "12", "422"],
  ]);
  expect($("main > p").first().text()).toBe(warnings[0]);
});

test("feeds that somebody subscribed to are listed, with how many wait and fail", () => {
  const topic = { topic: "https://f.example/search/rss.xml?q=%3Cb%3E", subscriptions: 12, waiting: 3, failing: 1 };
  const report = { problems: [], flaws: [], ...nothing, topics: [topic] };
  const cells = load(renderProblemsPage(report, "en"))("tr").last().children();
  expect(Array.from(cells, (cell) => load(cell).text())).toEqual([topic.topic, "12", "3", "1"]);
});
