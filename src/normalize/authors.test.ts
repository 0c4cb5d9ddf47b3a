import { expect, test } from "vitest";
import { parseAuthors } from "./authors.ts";

test.each([
  ["储百亮", ["储百亮"]],
  ["Jane Doe, John Roe", ["Jane Doe", "John Roe"]],
  ["By Jane Doe and John Roe", ["Jane Doe", "John Roe"]],
  ["Jane Doe, John Roe, and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]],
  ["林若舟、王月眉；储百亮", ["林若舟", "王月眉", "储百亮"]],
  ["储百亮和王月眉", ["储百亮", "王月眉"]],
  ["李和平", ["李和平"]],
  ["作者：林若舟", ["林若舟"]],
  ["Martin King, Jr., Ann Poe", ["Martin King, Jr.", "Ann Poe"]],
  ["Jane Doe, JANE DOE", ["Jane Doe"]],
  ["Alexander Sandoval", ["Alexander Sandoval"]],
  [" , ", []],
])("%j names %j", (byline, authors) => {
  expect(parseAuthors(byline.trim(), [], [])).toEqual(authors);
});

test.each([
  ["ANTON TROIANOVSKI", "Anton Troianovski是分社社长。", "Anton Troianovski"],
  ["HANNAH VAN DER MEER", "据Hannah van der Meer报道", "Hannah van der Meer"],
  ["RONAN MCDONALD", "By RONAN MCDONALD. Ronan McDonald is a reporter.", "Ronan McDonald"],
  ["ANN LEE", "Joann Leeson wrote it.", "Ann Lee"],
  ["SEÁN O'BRIEN-SMITH", "", "Seán O'Brien-Smith"],
  ["ZOË D’ANGELO III", "", "Zoë D’Angelo III"],
  ["J.D. O'HARA (AP)", "[", "J.D. O'Hara (Ap)"],
  ["ИВАН ПЕТРОВ", "Иван Петров", "Иван Петров"],
])("%s is spelled as the article does, else word by word", (name, text, expected) => {
  expect(parseAuthors(name, [], [text])).toEqual([expected]);
});

test("the first text that has a spelling decides", () => {
  expect(parseAuthors("JO MACDONALD", [], ["nothing", "Jo MacDonald", "Jo Macdonald"])).toEqual(["Jo MacDonald"]);
});

test("a byline of 100,000 names in capitals is cut short", () => {
  const byline = Array.from({ length: 100_000 }, (_, index) => `NAME ${"A".repeat(index % 7)}B${index}`).join(", ");
  expect(parseAuthors(byline, [], ["x".repeat(100_000)])).toHaveLength(20);
});
