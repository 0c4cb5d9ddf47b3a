import { expect, test } from "vitest";
import { createBoundedCache, type BoundedCache } from "./bounded-cache.ts";

const cacheOf = (maxBytes: number): BoundedCache<Buffer> => createBoundedCache(maxBytes, ({ length }) => length);
const bytes = (count: number): Buffer => Buffer.alloc(count);

test("what was used least recently goes first", () => {
  const cache = cacheOf(10);
  cache.put("a", bytes(4));
  cache.put("b", bytes(4));
  cache.get("a");
  cache.put("c", bytes(4));
  expect(["a", "b", "c"].map((key) => cache.get(key))).toEqual([bytes(4), undefined, bytes(4)]);
});

test("a value put again counts once", () => {
  const cache = cacheOf(10);
  for (let time = 0; time < 10; time++) cache.put("a", bytes(6));
  cache.put("b", bytes(4));
  expect(["a", "b"].map((key) => cache.get(key))).toEqual([bytes(6), bytes(4)]);
});

test("a value larger than the cache is not kept", () => {
  const cache = cacheOf(10);
  cache.put("a", bytes(11));
  expect(cache.get("a")).toBeUndefined();
});

test("nothing is left after a clearing, and room is made again", () => {
  const cache = cacheOf(10);
  cache.put("a", bytes(10));
  cache.clear();
  expect(cache.get("a")).toBeUndefined();
  cache.put("b", bytes(5));
  cache.put("c", bytes(5));
  expect(["b", "c"].map((key) => cache.get(key))).toEqual([bytes(5), bytes(5)]);
});
