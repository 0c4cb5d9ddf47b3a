import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { textFields, type Query } from "../../model/query.ts";
import { matches, type SearchedArticle } from "../../search/matches.ts";
import { parseQuery } from "../../search/parse-query.ts";
import { arbitraryQuery, arbitraryText } from "../../search/query.fixture.ts";
import { indexText, searchedText } from "../../search/searched-texts.ts";
import { facetsOf, selectionParts, selectionSql } from "./compile-selection.ts";
import { firstKey } from "./search-key.ts";

const newest = new Date("2024-05-05T12:00:00Z");

let db: DatabaseSync;
beforeAll(() => {
  db = new DatabaseSync(":memory:");
  db.exec(`
    CREATE TABLE article (number INTEGER PRIMARY KEY, place INTEGER) STRICT;
    CREATE VIRTUAL TABLE search USING fts5(
      title, body, author, section, facet, content = '', contentless_delete = 1, tokenize = 'ascii'
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
  ["-a", `("\u{e000}" NOT "a")`],
  ["a OR -b", `("a" OR ("\u{e000}" NOT "b"))`],
  ["a outlet:x", `("a" AND "\u{e001}x")`],
])("%s is %s to FTS5", (text, expression) => {
  expect(partsOf(text)).toEqual([expression]);
});

test("conditions on time part a selection where they change, the newest first", () => {
  expect(partsOf("a OR after:1d")).toEqual([`"\u{e000}"`, `"a"`]);
  expect(partsOf("a after:2024-05-02 -before:2024-05-04")).toEqual([`"a"`]);
  expect(partsOf("after:2024-05-02 before:2024-05-02")).toEqual([]);
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
        expect(select(query)).toEqual(expected);
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
  const whole = pieces.filter((text) => !/[a-z\d]/i.test(text) && /[^，（）。、 ]/.test(text));
  expect(whole.filter((piece) => select(queryOf(`“${piece}”`)).length === 0)).toEqual([]);
  const absent = ["俄中", "会普", "导京", "vladimi", "家会NATO", "谈北", "ladimir", "7领"];
  expect(absent.filter((piece) => select(queryOf(piece)).length > 0)).toEqual([]);
});

test("a query as long and as wide as can be is answered", () => {
  index([{ title: "", body: "中国".repeat(400), authors: [], outletId: "x", language: "zh", capturedAt: newest }]);
  expect(select(queryOf("中国".repeat(250)))).toEqual([0]);
  expect(select(queryOf("国中".repeat(249)))).toEqual([0]);
  expect(select(queryOf("中中".repeat(249)))).toEqual([]);
  const wide = Array.from({ length: 32 }, (_, number) => `中*|a${number}`).slice(0, 16);
  expect(select(queryOf(wide.join("|")))).toEqual([0]);
  const deep = `${"(a|-(中 ".repeat(4)}国${"))".repeat(4)}`;
  expect(partsOf("中国".repeat(250)).join("").length).toBeLessThan(2000);
  expect(select(queryOf(deep))).toHaveLength(1);
});

function partsOf(text: string): readonly string[] {
  return selectionParts({ query: queryOf(text) }, newest).map(({ expression }) => expression);
}

function queryOf(text: string): Query {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.mistake.message);
  return query.value;
}

function index(articles: readonly SearchedArticle[]): void {
  db.exec("DELETE FROM article; INSERT INTO search (search) VALUES ('delete-all');");
  const insertArticle = db.prepare("INSERT INTO article VALUES (?, ?)");
  const insertTexts = db.prepare(
    "INSERT INTO search (rowid, title, body, author, section, facet) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const [number, article] of articles.entries()) {
    const key = firstKey(article.capturedAt.getTime() / 1000) + number;
    insertArticle.run(number, key);
    const texts = textFields.map((field) => indexText(searchedText(article, field)));
    insertTexts.run(key, ...texts, facetsOf(article.outletId, article.language));
  }
}

function select(query: Query): unknown[] {
  const { where, values } = selectionSql({ query }, newest);
  const rows = db.prepare(`SELECT number FROM article WHERE ${where} ORDER BY number`).all(...values);
  return rows.map(({ number }) => number);
}
