import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { indexText } from "./index-text.ts";
import { matchExpression } from "./match-expression.ts";
import { matches, searchedText, type SearchedArticle } from "./matches.ts";
import { parseQuery } from "./parse-query.ts";
import type { SelectionCondition } from "../model/selection.ts";
import { planSearch, type SearchPlan } from "./plan-search.ts";
import { textFields, type Query } from "./query.ts";
import { arbitraryQuery, arbitraryText } from "./query.fixture.ts";

const newest = new Date("2024-05-05T12:00:00Z");

let db: DatabaseSync;
beforeAll(() => {
  db = new DatabaseSync(":memory:");
  db.exec(`
    CREATE TABLE article (number INTEGER PRIMARY KEY, outlet_id TEXT, language TEXT, captured_at INTEGER) STRICT;
    CREATE VIRTUAL TABLE search USING fts5(
      title, body, author, section, content = '', contentless_delete = 1, tokenize = 'ascii'
    );
  `);
  return () => db.close();
});

test.each([
  ["乌克兰", `"乌克 克兰"`],
  ["烏", `"乌" *`],
  ["G7峰会", `"g7 峰会"`],
  ["“中俄，北”", `"中俄 俄 北" *`],
  ["峰会G7", `"峰会 会 g7"`],
  ["title:put*", `title : "put" *`],
  ["(a OR 中国) -author:b -c", `(("a" OR "中国") NOT (author : "b" OR "c"))`],
  ["-a", undefined],
  ["a OR -b", undefined],
  ["a outlet:x", undefined],
])("%s is %s to FTS5", (text, expression) => {
  expect(matchExpression(queryOf(text))).toBe(expression);
});

test.each<[string, SearchPlan]>([
  ["a -b", { match: `("a" NOT "b")` }],
  ["a -b outlet:x", { match: `("a" NOT "b")`, condition: { kind: "outlet", outletId: "x" } }],
  ["after:1d", { condition: { kind: "after", instant: new Date("2024-05-04T12:00:00Z") } }],
  ["-a", { condition: { kind: "not", condition: { kind: "match", expression: `"a"` } } }],
  [
    "a OR b OR lang:zh",
    {
      condition: {
        kind: "any",
        of: [
          { kind: "match", expression: `("a" OR "b")` },
          { kind: "language", range: "zh" },
        ],
      },
    },
  ],
])("the plan of %s", (text, plan) => {
  expect(planSearch(queryOf(text), newest)).toEqual(plan);
});

const arbitraryArticle: fc.Arbitrary<SearchedArticle> = fc.record({
  title: arbitraryText,
  body: fc.array(arbitraryText, { maxLength: 4 }).map((texts) => texts.join("")),
  authors: fc.array(arbitraryText, { maxLength: 2 }),
  section: arbitraryText,
  outletId: fc.constantFrom("nyt-zh", "dw-zh"),
  language: fc.constantFrom("zh-Hans", "zh-Hant", "en"),
  capturedAt: fc.integer({ min: 0, max: 10 }).map((days) => new Date(Date.UTC(2024, 3, 25 + days))),
});

test("the index finds exactly the articles that match", () => {
  fc.assert(
    fc.property(fc.array(arbitraryArticle), fc.array(arbitraryQuery, { maxLength: 6 }), (articles, queries) => {
      index(articles);
      for (const query of queries) {
        const expected = articles.flatMap((article, number) => (matches(query, article, newest) ? [number] : []));
        expect(select(planSearch(query, newest))).toEqual(expected);
      }
    }),
    { numRuns: 1500 },
  );
});

const sentence = "中俄峰会，普京与G7领导人（Vladimir Putin）在𠮷野家会谈。NATO、北约 2024";
const characters = Array.from(sentence);
const pieces = characters.flatMap((_, start) => {
  return [1, 2, 3, 4, 5, 6].map((length) => characters.slice(start, start + length).join(""));
});

test("every piece of a sentence finds it, unless it is cut within a word", () => {
  const article = { title: "", body: sentence, authors: [], outletId: "x", language: "zh", capturedAt: newest };
  index([article]);
  for (const piece of pieces.filter((text) => !/[a-z\d]/i.test(text) && /[^，（）。、 ]/.test(text))) {
    expect([piece, ...select(planSearch(queryOf(`“${piece}”`), newest))]).toEqual([piece, 0]);
  }
  for (const absent of ["俄中", "会普", "导京", "vladimi", "家会NATO", "谈北", "ladimir", "7领"]) {
    expect([absent, ...select(planSearch(queryOf(absent), newest))]).toEqual([absent]);
  }
});

test("a query as long and as wide as can be is answered", () => {
  index([{ title: "", body: "中国".repeat(400), authors: [], outletId: "x", language: "zh", capturedAt: newest }]);
  expect(select(planSearch(queryOf("中国".repeat(250)), newest))).toEqual([0]);
  expect(select(planSearch(queryOf("国中".repeat(249)), newest))).toEqual([0]);
  expect(select(planSearch(queryOf("中中".repeat(249)), newest))).toEqual([]);
  const wide = Array.from({ length: 32 }, (_, number) => `中*|a${number}`).slice(0, 16);
  expect(select(planSearch(queryOf(wide.join("|")), newest))).toEqual([0]);
  const deep = `${"(a|-(中 ".repeat(4)}国${"))".repeat(4)}`;
  expect(matchExpression(queryOf("中国".repeat(250)))?.length).toBeLessThan(2000);
  expect(select(planSearch(queryOf(deep), newest))).toHaveLength(1);
});

function queryOf(text: string): Query {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.mistake.message);
  return query.value;
}

function index(articles: readonly SearchedArticle[]): void {
  db.exec("DELETE FROM article; INSERT INTO search (search) VALUES ('delete-all');");
  const insertArticle = db.prepare("INSERT INTO article VALUES (?, ?, ?, ?)");
  const insertTexts = db.prepare("INSERT INTO search (rowid, title, body, author, section) VALUES (?, ?, ?, ?, ?)");
  for (const [number, article] of articles.entries()) {
    insertArticle.run(number, article.outletId, article.language.toLowerCase(), article.capturedAt.getTime());
    insertTexts.run(number, ...textFields.map((field) => indexText(searchedText(article, field))));
  }
}

function select({ match, condition }: SearchPlan): unknown[] {
  const values: (string | number)[] = [];
  const found = match === undefined ? "TRUE" : matching(match, values);
  const holds = condition === undefined ? "TRUE" : sqlOf(condition, values);
  const rows = db.prepare(`SELECT number FROM article WHERE ${found} AND ${holds} ORDER BY number`).all(...values);
  return rows.map(({ number }) => number);
}

function sqlOf(condition: SelectionCondition, values: (string | number)[]): string {
  switch (condition.kind) {
    case "match":
      return matching(condition.expression, values);
    case "outlet":
      values.push(condition.outletId);
      return "outlet_id = ?";
    case "language":
      values.push(condition.range, `${condition.range}-*`);
      return "(language = ? OR language GLOB ?)";
    case "after":
    case "before":
      values.push(condition.instant.getTime());
      return condition.kind === "after" ? "captured_at >= ?" : "captured_at < ?";
    case "not":
      return `NOT ${sqlOf(condition.condition, values)}`;
    case "all":
    case "any":
      break;
  }
  return `(${condition.of.map((part) => sqlOf(part, values)).join(condition.kind === "all" ? " AND " : " OR ")})`;
}

function matching(expression: string, values: (string | number)[]): string {
  values.push(expression);
  return "number IN (SELECT rowid FROM search WHERE search MATCH ?)";
}
