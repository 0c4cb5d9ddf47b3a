import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CapturedArticle } from "../model/captured-article.ts";
import { cutDay } from "./cut-day.ts";

function day(articles: number, shownBytes = 1000): CapturedArticle[] {
  const firstCapturedAt = new Date("2024-05-17T00:00:00Z");
  return Array.from({ length: articles }, (_, number) => ({ id: String(number), firstCapturedAt, shownBytes }));
}

const sizes = (parts: readonly (readonly string[])[]): number[] => parts.map((part) => part.length);

test("a part closes at 50 entries; the rest once the day is over", () => {
  const open = cutDay(day(120), false, {});
  expect(sizes(open.closed)).toEqual([50, 50]);
  expect(open.unfinished).toHaveLength(20);
  const over = cutDay(day(120), true, {});
  expect(sizes(over.closed)).toEqual([50, 50, 20]);
  expect(over.unfinished).toEqual([]);
});

test("fifty entries are a whole part while the day lasts", () => {
  expect(sizes(cutDay(day(50), false, {}).closed)).toEqual([50]);
});

test("a part closes when the next entry would take it beyond 512 kB", () => {
  const { closed, unfinished } = cutDay(day(7, 170_000), false, {});
  expect(sizes(closed)).toEqual([3, 3]);
  expect(unfinished).toHaveLength(1);
});

test("bodies that are not shown do not count", () => {
  expect(sizes(cutDay(day(50, 200_001), false, {}).closed)).toEqual([50]);
  expect(sizes(cutDay(day(50, 170_000), false, { entries: "summary" }).closed)).toEqual([50]);
});

test("a limited feed has parts of as many entries", () => {
  expect(sizes(cutDay(day(25), false, { limit: 10 }).closed)).toEqual([10, 10]);
});

test("a day without articles has no part", () => {
  expect(cutDay([], true, {})).toEqual({ closed: [], unfinished: [] });
});

const anyBytes = fc.oneof(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 100_000, max: 300_000 }));
const anyDay = fc
  .array(anyBytes, { maxLength: 130 })
  .map((bytes) =>
    bytes.map((shownBytes, number) => ({ id: String(number), firstCapturedAt: new Date(0), shownBytes })),
  );

test("every article is in one part or unfinished, in order, and later captures leave closed parts as they are", () => {
  fc.assert(
    fc.property(anyDay, fc.nat({ max: 130 }), (articles, until) => {
      const before = cutDay(articles.slice(0, until), false, {});
      const after = cutDay(articles, false, {});
      expect([...after.closed.flat(), ...after.unfinished]).toEqual(articles.map(({ id }) => id));
      expect(after.closed.slice(0, before.closed.length)).toEqual(before.closed);
      expect(cutDay(articles, true, {}).closed.flat()).toHaveLength(articles.length);
    }),
  );
});
