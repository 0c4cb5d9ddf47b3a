import { expect, test } from "vitest";
import { selectionOf } from "./selection-of.ts";

const newest = new Date("2024-05-05T12:00:00Z");

test.each([
  [{}, undefined, {}],
  [{ outletIds: ["a"] }, undefined, { outletIds: ["a"] }],
  [{ outletIds: ["a"], query: "b" }, undefined, { outletIds: ["a"], match: `"b"` }],
  [{ query: "b" }, { query: "c OR d" }, { match: `("b" AND ("c" OR "d"))` }],
  [{ outletIds: ["a"] }, { limit: 3 }, { outletIds: ["a"] }],
  [{}, { query: "after:1d" }, { condition: { kind: "after", instant: new Date("2024-05-04T12:00:00Z") } }],
])("of the feed %j with the choice %j", (definition, choice, expected) => {
  expect(selectionOf(definition, choice, newest)).toEqual(expected);
});

test("what is no query is refused", () => {
  expect(() => selectionOf({ query: "(" }, undefined, newest)).toThrow("( is no query: ");
});
