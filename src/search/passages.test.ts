import fc from "fast-check";
import { expect, test } from "vitest";
import { parseQuery } from "./parse-query.ts";
import { highlight, passages, type Passage } from "./passages.ts";
import { arbitraryQuery, arbitraryText } from "./query.fixture.ts";
import type { Query } from "../model/query.ts";

test.each([
  ["公园", "市立公園，公园", "市立[公園]，[公园]"],
  ["公园 “园，公”", "市立公園，公园", "市立[公園，公园]"],
  ["g7峰会", "在 Ｇ７ “峰會” 上", "在 [Ｇ７ “峰會]” 上"],
  ["gard*", "Gardens of a garden", "[Gard]ens of a [gard]en"],
  ["a -b", "a b", "[a] b"],
  ["title:公园 body:花", "公园的花", "公园的[花]"],
  ["葛", "葛\u{e0100}城", "[葛\u{e0100}]城"],
  ["野", "𠮷野家", "𠮷[野]家"],
  ["outlet:x -b", "a b", "a b"],
])("%s in %s", (text, body, marked) => {
  expect(show(highlight(queryOf(text), body, "body"))).toBe(marked);
});

test("a passage shows what is around, and takes in what is near", () => {
  const far = "。".repeat(200);
  const text = `${far}湖水${"。".repeat(50)}湖水${far}湖水${far}湖水`;
  expect(passages(queryOf("湖水"), text, 2).map(show)).toEqual([
    `…${"。".repeat(40)}[湖水]${"。".repeat(50)}[湖水]${"。".repeat(40)}…`,
    `…${"。".repeat(40)}[湖水]${"。".repeat(40)}…`,
  ]);
});

test("nothing is shown of a text that was selected for something else", () => {
  expect(passages(queryOf("title:湖水 -茶"), "湖水", 3)).toEqual([]);
});

test("passages are short, in order, apart, and tear no character, however often a phrase is found", () => {
  const long = fc.array(fc.oneof(arbitraryText, fc.constant("哈".repeat(300)), fc.constant("👨‍👩‍👧")), { maxLength: 20 });
  const laughter = fc.constantFrom("哈", "哈哈", "哈".repeat(250)).map(queryOf);
  fc.assert(
    fc.property(fc.oneof(arbitraryQuery, laughter), long, (query, parts) => {
      const text = parts.join("");
      const found = passages(query, text, 4);
      expect(found.length).toBeLessThanOrEqual(4);
      let from = 0;
      for (const { text: piece, ranges } of found) {
        expect(piece.length).toBeLessThanOrEqual(300);
        from = text.indexOf(piece, from);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(ranges.length).toBeGreaterThan(0);
        expect(boundaries(text)).toContain(from);
        expect(boundaries(text)).toContain(from + piece.length);
        for (const { start, end } of ranges) expect(boundaries(piece)).toEqual(expect.arrayContaining([start, end]));
        from += piece.length;
      }
    }),
    { numRuns: 300 },
  );
});

test("a megabyte of one character has its passages", () => {
  const text = "哈".repeat(1_000_000);
  expect(passages(queryOf("哈".repeat(400)), text, 3)).toHaveLength(1);
  expect(passages(queryOf("哈"), text, 3)).toHaveLength(3);
});

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

function boundaries(text: string): number[] {
  return [...Array.from(segmenter.segment(text), ({ index }) => index), text.length];
}

function show({ text, ranges, isCutBefore, isCutAfter }: Passage): string {
  let shown = "";
  let at = 0;
  for (const { start, end } of ranges) {
    shown += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return `${isCutBefore ? "…" : ""}${shown}${text.slice(at)}${isCutAfter ? "…" : ""}`;
}

function queryOf(text: string): Query {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.mistake.message);
  return query.value;
}
