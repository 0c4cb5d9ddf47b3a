import fc from "fast-check";
import { expect, test } from "vitest";
import type { Query } from "../model/query.ts";
import { SegmentBuilder } from "./build-segment.ts";
import { CandidateFinder, has, ordinalsOf, termsOfQuery, timeParts, type Candidates } from "./candidates.ts";
import { matches, type SearchedArticle } from "./matches.ts";
import { mergeSegments } from "./merge-segments.ts";
import { parseQuery } from "./parse-query.ts";
import { arbitraryQuery, arbitraryText } from "./query.fixture.ts";
import { compareKeys, PageReader, type Page, type PostingList } from "./segment.ts";
import type { Term } from "./terms.ts";

const newest = new Date("2024-05-05T12:00:00Z");

const arbitraryArticle: fc.Arbitrary<SearchedArticle> = fc.record({
  title: arbitraryText,
  body: fc.array(arbitraryText, { maxLength: 4 }).map((texts) => texts.join("")),
  authors: fc.array(arbitraryText, { maxLength: 2 }),
  section: arbitraryText,
  outletId: fc.constantFrom("nyt-zh", "dw-zh"),
  language: fc.constantFrom("zh-Hans", "zh-Hant", "en"),
  capturedAt: fc.integer({ min: 0, max: 10 }).map((days) => new Date(Date.UTC(2024, 3, 25 + days))),
});

function segmentOf(articles: readonly SearchedArticle[]): readonly Page[] {
  const builder = new SegmentBuilder();
  for (const article of articles) builder.add(article);
  return builder.pages();
}

/** Two segments merged, without the articles that `isLeftOut` names. */
function mergedOf(articles: readonly SearchedArticle[], isLeftOut: (index: number) => boolean): readonly Page[] {
  const half = Math.floor(articles.length / 2);
  let kept = 0;
  const ordinals = Int32Array.from(articles, (_, index) => (isLeftOut(index) ? -1 : kept++));
  const parts = [articles.slice(0, half), articles.slice(half)];
  const maps = [ordinals.subarray(0, half), ordinals.subarray(half)];
  const segments = parts.map((part, index) => ({
    pages: segmentOf(part).values(),
    ordinals: maps[index] ?? new Int32Array(),
  }));
  return [...mergeSegments(segments, kept)].flat();
}

function listsOf(pages: readonly Page[], { space, key, isPrefix }: Term): readonly PostingList[] {
  const lists: PostingList[] = [];
  for (const page of pages) {
    if (page.space !== space) continue;
    const reader = new PageReader(page);
    while (reader.next()) {
      const isFound =
        isPrefix === true ? String(reader.key).startsWith(String(key)) : compareKeys(reader.key, key) === 0;
      if (isFound) lists.push({ ...reader.list });
    }
  }
  return lists;
}

/** For each article, the proposals of the part of time that it is in. */
function proposals(pages: readonly Page[], articles: readonly SearchedArticle[], query: Query): readonly string[] {
  const parts = timeParts(query, newest).map((part) => {
    const finder = new CandidateFinder(articles.length);
    for (const term of termsOfQuery(part.query)) finder.put(term, listsOf(pages, term));
    return { ...part, candidates: finder.find(part.query) };
  });
  return articles.map(({ capturedAt }, ordinal) => {
    const second = capturedAt.getTime() / 1000;
    const part = parts.find(({ from = -Infinity, until = Infinity }) => second >= from && second < until);
    return part === undefined ? "no" : proposalOf(part.candidates, ordinal);
  });
}

function proposalOf({ sure, possible }: Candidates, ordinal: number): string {
  if (has(sure, ordinal)) return "yes";
  return has(possible, ordinal) ? "maybe" : "no";
}

test("a proposal that is sure is right, in a segment of one piece or merged", () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryArticle, { maxLength: 40 }),
      fc.array(arbitraryQuery, { maxLength: 6 }),
      fc.integer({ min: 2, max: 5 }),
      (articles, queries, every) => {
        const isLeftOut = (index: number): boolean => index % every === 0;
        const kept = articles.filter((_, index) => !isLeftOut(index));
        for (const [held, pages] of [
          [articles, segmentOf(articles)],
          [kept, mergedOf(articles, isLeftOut)],
        ] as const) {
          for (const query of queries) {
            const proposed = proposals(pages, held, query);
            const wrong = held.filter((article, ordinal) => {
              const isWanted = matches(query, article, newest);
              return proposed[ordinal] === (isWanted ? "no" : "yes");
            });
            expect(wrong).toEqual([]);
          }
        }
      },
    ),
    { numRuns: 1000 },
  );
});

const articles: readonly SearchedArticle[] = [
  { title: "中国", body: "g7 峰会 Putin", authors: ["A B", "C"], outletId: "x", language: "zh", capturedAt: newest },
  { title: "", body: "中国峰会。会国。putting", authors: [], outletId: "y", language: "zh-Hant", capturedAt: newest },
];

test.each([
  ["中", "yes yes"],
  ["中国", "yes yes"],
  ["国峰会", "no maybe"],
  ["title:中国", "yes no"],
  ["body:中国", "maybe yes"],
  ["putin", "yes no"],
  ["put*", "yes yes"],
  ["body:put*", "yes yes"],
  ["author:a", "yes no"],
  [`"g7 峰会"`, "maybe no"],
  ["-中", "no no"],
  ["-峰会国", "yes maybe"],
  ["lang:zh-hant OR outlet:x", "yes yes"],
  ["after:2024 -outlet:x", "no yes"],
])("the index proposes %s for %s", (text, expected) => {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.mistake.message);
  expect(proposals(segmentOf(articles), articles, query.value).join(" ")).toBe(expected);
});

test("the ordinals of a set are those that it has", () => {
  const set = new Uint32Array([0b1001, 0, 0x8000_0001]);
  expect([...ordinalsOf(set)]).toEqual([0, 3, 64, 95]);
  expect([has(set, 3), has(set, 4), has(set, 95)]).toEqual([true, false, true]);
});
