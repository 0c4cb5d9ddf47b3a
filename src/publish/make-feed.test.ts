import { expect, test } from "vitest";
import { exampleCapture } from "../catalog/contract/example-file.ts";
import type { Article } from "../model/article.ts";
import { keepEntries } from "./make-feed.ts";

function articleWith(revision: string): Article {
  const at = new Date("2024-05-17T03:20:00Z");
  const instants = { publishedAt: at, updatedAt: at, firstCapturedAt: at, capturedAt: at, surfacedAt: at };
  return { ...exampleCapture({}), ...instants, publishedAtIsCaptureTime: false, revision };
}

function countingCache(maxBytes: number) {
  const rendered: string[] = [];
  const cache = keepEntries((article, format) => {
    rendered.push(`${article.revision}.${format}`);
    return new Uint8Array(10);
  }, maxBytes);
  return { cache, rendered };
}

test("an entry is rendered once per revision and format", () => {
  const { cache, rendered } = countingCache(1000);
  cache(articleWith("a"), "rss");
  cache(articleWith("a"), "rss");
  cache(articleWith("a"), "atom");
  cache(articleWith("b"), "rss");
  expect(rendered).toEqual(["a.rss", "a.atom", "b.rss"]);
});

test("the entry used longest ago leaves when the bytes run out", () => {
  const { cache, rendered } = countingCache(20);
  cache(articleWith("a"), "rss");
  cache(articleWith("b"), "rss");
  cache(articleWith("a"), "rss");
  cache(articleWith("c"), "rss");
  cache(articleWith("a"), "rss");
  cache(articleWith("b"), "rss");
  expect(rendered).toEqual(["a.rss", "b.rss", "c.rss", "b.rss"]);
});

test("an entry larger than the whole cache is still answered", () => {
  const { cache } = countingCache(5);
  expect(cache(articleWith("a"), "rss")).toHaveLength(10);
});
