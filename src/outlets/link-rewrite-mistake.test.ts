import { expect, test } from "vitest";
import { linkRewriteMistake } from "./link-rewrite-mistake.ts";

test.each([
  ["https://api.example/article/{n}", "https://www.example/a-{n}"],
  ["http://old.example/{*}", "https://new.example/{*}"],
  ["https://a.example/{n}/{n}?x={*}", "https://b.example/{n}"],
])("%s → %s is well-formed", (from, to) => {
  expect(linkRewriteMistake({ from, to })).toBeUndefined();
});

test.each([
  ["/article/{n}", "https://b.example/{n}", /must begin with/],
  ["https://a.example/{n}", "javascript:alert({n})", /must begin with/],
  ["https://{*}", "https://b.example/{*}", /must begin with/],
  ["https://a.example/{id}", "https://b.example/", /`\{id\}` means nothing/],
  ["https://a.example/{n", "https://b.example/", /brace/],
  ["https://a.example/{n}{n}", "https://b.example/", /tell them apart/],
  ["https://a.example/{*}/x", "https://b.example/", /only at the end/],
  ["https://a.example/{*}{*}", "https://b.example/", /only at the end/],
  ["https://a.example/{n}", "https://b.example/{n}/{n}", /more \{n\}/],
  ["https://a.example/{n}", "https://b.example/{*}", /more \{\*\}/],
])("%s → %s is not", (from, to, message) => {
  expect(linkRewriteMistake({ from, to })).toMatch(message);
});
