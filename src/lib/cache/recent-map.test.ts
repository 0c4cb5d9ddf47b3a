import { expect, test } from "vitest";
import { createRecentMap } from "./recent-map.ts";

test("the latest half is remembered, and never more than the capacity", () => {
  const map = createRecentMap<number>(10);
  for (let number = 0; number < 100; number++) map.set(String(number), number);
  expect([95, 96, 97, 98, 99].map((number) => map.get(String(number)))).toEqual([95, 96, 97, 98, 99]);
  expect(Array.from({ length: 90 }, (_, number) => map.get(String(number)))).toEqual(Array(90).fill(undefined));
});

test("what is asked for again and again stays, whatever comes", () => {
  const map = createRecentMap<number>(10);
  map.set("kept", 1);
  for (let number = 0; number < 100; number++) {
    map.set(String(number), number);
    expect(map.get("kept")).toBe(1);
  }
});

test("a value that is set again replaces the one before", () => {
  const map = createRecentMap<number>(2);
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  expect(map.get("a")).toBe(3);
});
