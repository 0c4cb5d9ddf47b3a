import { expect, test } from "vitest";
import { OutletCheck } from "./outlet-check.ts";

const ownRules = [
  { part: "time", rule: ".date" },
  { part: "byline", rule: ".author" },
  { part: "era", rule: "main" },
  { part: "dek", rule: "main > p", era: "main" },
];

const body = (number: number): string =>
  `<p>第${number}篇</p><p>正文${number}</p><p>再${number}</p><p>又${number}</p>` +
  (number < 8 ? "<p>订阅<b>我们</b>的简报</p>" : "<p>完</p>") +
  (number < 6 ? `<p>（${number}）</p><p>扫码关注</p>` : "");

test("a rule of the profile that finds nothing in twenty files is unused", () => {
  const check = new OutletCheck({ id: "gazette", name: "Gazette", ownRules });
  for (let file = 0; file < 19; file++) check.add(["time .date", "time time"], "<p>a</p>");
  expect(check.unusedRules()).toEqual([]);
  check.add([], undefined);
  expect(check.unusedRules().map(({ rule }) => rule)).toEqual([".author", "main"]);
  check.add(["era main"], "<p>a</p>");
  expect(check.unusedRules().map(({ rule }) => rule)).toEqual([".author", "main > p"]);
  expect([check.files, check.problems]).toEqual([21, 1]);
});

test("lines that many articles share at one place are told, the commonest first", () => {
  const check = new OutletCheck({ id: "gazette", name: "Gazette" });
  for (let number = 0; number < 12; number++) check.add([], body(number));
  expect(check.sharedLines()).toEqual([
    { place: "end", text: "订阅我们的简报", articles: 8 },
    { place: "end", text: "扫码关注", articles: 6 },
  ]);
});

test("a short article's line counts for one place", () => {
  const check = new OutletCheck({ id: "gazette", name: "Gazette" });
  for (let number = 0; number < 5; number++) check.add([], "<p>广告</p>");
  expect(check.sharedLines()).toEqual([{ place: "start", text: "广告", articles: 5 }]);
});
