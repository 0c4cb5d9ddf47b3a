import { load } from "cheerio";
import { expect, test } from "vitest";
import { remedies } from "../../model/problem.ts";
import { hostile } from "../page.fixture.ts";
import {
  renderFlawsPage,
  renderOperatorNotice,
  renderOutletsPage,
  renderProblemsPage,
  renderSourcesPage,
  renderStatusPage,
  renderSubscriptionsPage,
  renderTakedownsPage,
  type OperatorReport,
} from "./operator-pages.ts";

const request = { publicUrl: "https://news.example/daily" };
const coverage = { time: 188, authors: 0, dek: 3, picture: 400, caption: 12, section: 422 };
const report: OperatorReport = {
  version: "1.2.3",
  publicUrl: request.publicUrl,
  ready: true,
  startedAt: new Date("2024-05-17T03:20:00Z"),
  ingest: { state: "idle" },
  files: 430,
  articles: 424,
  problems: 6,
  flawCounts: { DAMAGED_TEXT: 2, UNREADABLE_TIME: 1 },
  held: 0,
  warnings: ["Nothing new has come into the archive for 2 days."],
  outlets: [
    { id: "gazette", name: "样报", articles: 422, coverage, newestSurfacedAt: new Date("2024-05-17T03:20:00Z") },
    { id: "courier", name: "Courier", articles: 2, coverage },
    { id: "empty", name: "空", articles: 0, coverage },
  ],
};
const problem = {
  code: "MISSING_DATE",
  message: "There is no time.",
  path: "a/1.txt",
  remedy: remedies.MISSING_DATE,
} as const;
const other = { ...problem, code: "EMPTY_FILE", path: "3.txt", remedy: remedies.EMPTY_FILE } as const;

const cells = (page: string): readonly (readonly string[])[] => {
  const $ = load(page);
  const rows = $("tbody tr").get();
  return rows.map((row) => [...$(row).children()].map((cell) => $(cell).text()));
};

test("the first page says how things stand, and leads everywhere", () => {
  const $ = load(renderStatusPage(report, request));
  const links = $("a")
    .get()
    .map(({ attribs }) => attribs["href"]);
  const pages = ["/problems", "/flaws", "/outlets", "/takedowns", "/status.json", "/metrics", "/healthz"];
  expect(links).toEqual(expect.arrayContaining([...pages, "https://news.example/daily/"]));
  expect($(".notice li").text()).toBe(report.warnings[0]);
  expect($(".state").text()).toContain("Problems6");
  expect($("html").attr("lang")).toBe("en");
  expect($("[lang]:not(html), script")).toHaveLength(0);
});

test("a table can be sorted by each heading, both ways, without a script", () => {
  const problems = [problem, other];
  const page = renderProblemsPage(problems, { ...request, sort: "file" });
  expect(cells(page).map(([, path]) => path)).toEqual(["3.txt", "a/1.txt"]);
  const $ = load(page);
  expect([$("[aria-sort]").attr("aria-sort"), $("[aria-sort] a").attr("href")]).toEqual([
    "ascending",
    "/problems?sort=-file",
  ]);
  const reversed = renderProblemsPage(problems, { ...request, sort: "-file" });
  expect(cells(reversed).map(([, path]) => path)).toEqual(["a/1.txt", "3.txt"]);
  expect(cells(renderProblemsPage(problems, { ...request, sort: "nothing" }))).toHaveLength(2);
});

test("numbers come the largest first", () => {
  const outlets = cells(renderOutletsPage(report, { ...request, sort: "articles" }));
  expect(outlets).toEqual([
    ["样报", "422", "2024-05-17 03:20:00 UTC", "188", "0", "3", "400", "12", "422"],
    ["Courier", "2", "–", "188", "0", "3", "400", "12", "422"],
  ]);
});

test("each file stands with what is wrong and what to do", () => {
  expect(cells(renderProblemsPage([problem], request))).toEqual([
    ["MISSING_DATE", "a/1.txt", "There is no time.", remedies.MISSING_DATE],
  ]);
  const flaw = { code: "DAMAGED_TEXT", message: "Line 2.", path: "b.txt", remedy: "Mend it." } as const;
  expect(cells(renderFlawsPage([flaw], request))).toEqual([["DAMAGED_TEXT", "b.txt", "Line 2.", "Mend it."]]);
});

test("takedowns are listed with their reasons", () => {
  const takedown = { id: "urn:uuid:1", takenDownAt: new Date("2024-05-17T03:20:00Z"), reason: "court order" };
  expect(cells(renderTakedownsPage([takedown], request))).toEqual([
    ["2024-05-17 03:20:00 UTC", "urn:uuid:1", "", "court order"],
  ]);
});

test("sources that fail come first, and what is gone has no next time", () => {
  const nextPollAt = new Date("2024-05-17T03:20:00Z");
  const source = { url: "https://a.example/rss", nextPollAt, written: 7, failures: 0, isGone: false };
  const failing = { ...source, url: "https://b.example/rss", failures: 3, failure: "It answers 500.", isGone: true };
  expect(cells(renderSourcesPage([source, failing], request))).toEqual([
    ["https://b.example/rss", "–", "–", "7", "3", "It answers 500."],
    ["https://a.example/rss", "–", "2024-05-17 03:20:00 UTC", "7", "0", ""],
  ]);
});

test("subscriptions at the hub are listed by feed", () => {
  const topic = { topic: "https://news.example/feeds/all/rss.xml", subscriptions: 5, waiting: 2, failing: 1 };
  expect(cells(renderSubscriptionsPage([topic], request))).toEqual([[topic.topic, "5", "2", "1"]]);
});

test("where there is nothing to list, a page says so, and what is no page leads on", () => {
  expect(load(renderProblemsPage([], request))("main").text()).toContain("Every file was published.");
  expect(load(renderTakedownsPage([], request))("table")).toHaveLength(0);
  expect(load(renderOperatorNotice("There is no such page here.", request))('nav a[href="/problems"]')).toHaveLength(1);
});

test("a file cannot write into the page with its name", () => {
  const $ = load(renderProblemsPage([{ ...problem, path: hostile, message: hostile }], request));
  expect($("script, img, [onload]")).toHaveLength(0);
  expect($("td code").text()).toBe(hostile);
});

test("a long list is cut, and says where all of it is", () => {
  const page = renderProblemsPage(
    Array.from({ length: 1001 }, () => problem),
    request,
  );
  expect(cells(page)).toHaveLength(1000);
  expect(load(page)(".facts").text()).toBe("1,000 of 1,001 are listed. feedmill check lists all.");
});
