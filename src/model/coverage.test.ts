import { expect, test } from "vitest";
import { article } from "./article.fixture.ts";
import { countFields, coveredFields, dropsIn, fieldsOf, type CoveredField } from "./coverage.ts";

test("a field counts where the article says it", () => {
  expect(fieldsOf(article(1, { publishedAtIsCaptureTime: true }))).toEqual([]);
  const leadImage = { url: "u", caption: "c" };
  expect(fieldsOf(article(1, { authors: ["A"], dek: "d", leadImage, section: "s" }))).toEqual(coveredFields);
});

function articles(count: number, ...fields: readonly CoveredField[]): (readonly CoveredField[])[] {
  return Array.from({ length: count }, () => fields);
}

test("articles are counted field by field", () => {
  const counts = countFields([...articles(2, "time"), ...articles(1, "time", "dek")]);
  expect(counts).toEqual({ time: 3, authors: 0, dek: 1, picture: 0, caption: 0, section: 0 });
});

test("a field that the newest twenty articles lack and those before them have has dropped", () => {
  const before = [...articles(95, "time", "authors"), ...articles(5, "authors")];
  const drop = { field: "time", newest: 2, before: 95, earlier: 100 };
  expect(dropsIn([...articles(18, "authors"), ...articles(2, "time", "authors"), ...before])).toEqual([drop]);
});

test("a field that is seldom there, that most still have, or of which there are few articles, has not dropped", () => {
  expect(dropsIn([...articles(20), ...articles(60, "dek"), ...articles(40)])).toEqual([]);
  expect(dropsIn([...articles(9), ...articles(11, "time"), ...articles(100, "time")])).toEqual([]);
  expect(dropsIn([...articles(20), ...articles(39, "time")])).toEqual([]);
});
