import type { CatalogReader } from "../../catalog/catalog.ts";
import { firstOf } from "../select.ts";

/** So many of the newest headlines tell what an archive is about. */
const HEADLINES = 500;
/** A word in more of them than one in so many says nothing. */
const TOO_COMMON = 3;
const MAX_WORDS = 2000;

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const han = /^\p{Script=Han}{2,6}$/u;
const pair = /(?=(\p{Script=Han}{2}))/gu;
const name = /^\p{Lu}\p{L}{2,}$/u;

/** The words of an archive's newest headlines. */
export interface ArchiveWords {
  /** The most frequent first. */
  readonly words: readonly string[];
  /** By headline, the words in it. */
  readonly headlines: readonly (readonly string[])[];
  /**
   * Words, and pairs of Chinese characters that stand together more than once, the most frequent first. The pairs are for
   * names, which no dictionary has.
   */
  readonly pieces: readonly string[];
}

/** Names and Chinese words of the newest headlines. What is in many of them alike, and what is in one alone, comes last. */
export async function readArchiveWords({ articles }: Pick<CatalogReader, "articles">): Promise<ArchiveWords> {
  const newest = await firstOf(articles.newest(), HEADLINES);
  return wordsOfHeadlines(newest.map(({ title }) => title));
}

function wordsOfHeadlines(titles: readonly string[]): ArchiveWords {
  const headlines = titles.map((title) => [
    ...new Set(Array.from(segmenter.segment(title), ({ segment }) => segment).filter(isTelling)),
  ]);
  const counts = countOf(headlines.flat());
  const isCommon = (count: number): boolean => count > 1 && count * TOO_COMMON > titles.length;
  const words = byCount(counts, (count) => (isCommon(count) ? 0 : count));
  const pairs = [...countOf(titles.flatMap(pairsIn))].filter(([, count]) => count > 1);
  return { words, headlines, pieces: byCount(new Map([...counts, ...pairs]), (count) => count) };
}

function countOf(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function byCount(counts: ReadonlyMap<string, number>, rank: (count: number) => number): readonly string[] {
  return [...counts]
    .toSorted(([a, countOfA], [b, countOfB]) => rank(countOfB) - rank(countOfA) || (a < b ? -1 : 1))
    .map(([word]) => word)
    .slice(0, MAX_WORDS);
}

function pairsIn(title: string): readonly string[] {
  return Array.from(title.matchAll(pair), ([, found = ""]) => found);
}

function isTelling(word: string): boolean {
  return han.test(word) || name.test(word);
}

/**
 * Queries that find something in an archive of these words, one for each way to search: two words, a phrase, one of two,
 * one without another, a title, an outlet. Undefined where the headlines have too few words.
 */
export function exampleQueries({ words, headlines }: ArchiveWords, outletId: string | undefined): readonly string[] {
  const [first, second, third, fourth = third] = words;
  if (first === undefined || second === undefined || third === undefined || outletId === undefined) return [];
  const beside = (word: string): string =>
    words.find((other) => other !== word && headlines.some((of) => of.includes(word) && of.includes(other))) ?? word;
  return [
    `${first} ${beside(first)}`,
    `“${second}”`,
    `${second} OR ${third}`,
    `${first} -${second}`,
    `title:${fourth ?? third}`,
    `outlet:${outletId} after:30d`,
  ];
}
