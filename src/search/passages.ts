import type { Query, TextField, TextQuery } from "../model/query.ts";
import { needleOf, readRuns } from "./runs.ts";

/** Part of a text, in UTF-16 units; `end` is the first that is no longer in it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A piece of a text, with what was searched for in it. */
export interface Passage {
  readonly text: string;
  /** Whether the text goes on before it, and after it. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
  /** In order, none overlapping another, in UTF-16 units of the passage. */
  readonly ranges: readonly TextRange[];
}

/** What is shown to either side of a phrase, in UTF-16 units. */
const CONTEXT = 40;
/** What is looked at of a text first, and how far from its end passages have to end: phrases are shorter. In UTF-16 units. */
const FIRST_LOOK = 0x4000;
const FAR = 0x1_0000;
const MARGIN = 2000;
/** How long a passage can become by taking in the phrases that follow, and how much of a longer phrase is shown. */
const MAX_LENGTH = 200;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * The first passages of a text that hold phrases a query asks for, at most `max`; none where the article was selected
 * for something else. Neither passages nor ranges tear what a reader sees as one character (UAX #29).
 *
 * @param field What the text is of its article, for phrases that are looked for in one field alone.
 */
export function passages(query: Query, text: string, max: number, field: TextField = "body"): Passage[] {
  // The first passages stand at the beginning most often. Far from it, one is enough.
  for (let length = FIRST_LOOK; length < text.length; length *= 8) {
    const cut = cutPassages(text, findPhrases(query, text.slice(0, length), field), max);
    const isEnough = cut.length === max || (cut.length > 0 && length > FAR);
    if (isEnough && (cut.at(-1)?.end ?? length) + MARGIN <= length) return cut.map((each) => each.passage);
  }
  return cutPassages(text, findPhrases(query, text, field), max).map((each) => each.passage);
}

/** @param found In order. */
function cutPassages(
  text: string,
  found: readonly TextRange[],
  max: number,
): readonly { readonly passage: Passage; readonly end: number }[] {
  const segments = graphemes.segment(text);
  const cut: { passage: Passage; end: number }[] = [];
  let end = 0;
  for (let index = 0; index < found.length && cut.length < max;) {
    const ranges = nearbyRanges(found, index);
    index += ranges.length;
    const start = Math.max(end, graphemeStart(segments, Math.max(0, (ranges[0]?.start ?? 0) - CONTEXT)));
    const next = found[index]?.start ?? text.length;
    end = graphemeEnd(segments, Math.min((ranges.at(-1)?.end ?? 0) + CONTEXT, next), text.length);
    cut.push({ passage: passage(text, segments, start, end, ranges), end });
  }
  return cut;
}

/** A whole text, such as a title, as one passage. */
export function highlight(query: Query, text: string, field: TextField): Passage {
  return passage(text, graphemes.segment(text), 0, text.length, findPhrases(query, text, field));
}

/** The ranges from `index` on that one passage can hold: the first, cut where it is too long, and those near it. */
function nearbyRanges(found: readonly TextRange[], index: number): TextRange[] {
  const { start, end } = found[index] ?? { start: 0, end: 0 };
  const ranges = [{ start, end: Math.min(end, start + MAX_LENGTH) }];
  for (const range of found.slice(index + 1, index + MAX_LENGTH)) {
    const isNear = range.start - (ranges.at(-1)?.end ?? 0) <= 2 * CONTEXT;
    if (!isNear || range.end > start + MAX_LENGTH) break;
    ranges.push(range);
  }
  return ranges;
}

function passage(
  text: string,
  segments: Intl.Segments,
  start: number,
  end: number,
  found: readonly TextRange[],
): Passage {
  const ranges = found.map((range) => ({
    start: Math.max(start, graphemeStart(segments, range.start)) - start,
    end: Math.min(end, graphemeEnd(segments, range.end, text.length)) - start,
  }));
  return {
    text: text.slice(start, end),
    isCutBefore: start > 0,
    isCutAfter: end < text.length,
    ranges: united(ranges).filter((range) => range.start < range.end),
  };
}

function graphemeStart(segments: Intl.Segments, index: number): number {
  return segments.containing(index)?.index ?? index;
}

function graphemeEnd(segments: Intl.Segments, index: number, length: number): number {
  if (index >= length) return length;
  const grapheme = segments.containing(index);
  return grapheme === undefined || grapheme.index === index ? index : grapheme.index + grapheme.segment.length;
}

/** Ranges of the phrases that a query asks for, in order; those that overlap are one. */
function findPhrases(query: Query, text: string, field: TextField): TextRange[] {
  const located = locatedRuns(text);
  const found = wantedTexts(query)
    .filter((wanted) => wanted.field === undefined || wanted.field === field)
    .flatMap((wanted) => occurrences(located, needleOf(wanted)));
  return united(found);
}

/** The ranges in order, with one in place of those that overlap. */
function united(ranges: readonly TextRange[]): TextRange[] {
  const apart: TextRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last === undefined || range.start >= last.end) apart.push(range);
    else apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return apart;
}

/** A text's runs, and where each UTF-16 unit of them comes from. */
interface LocatedRuns {
  readonly runs: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function locatedRuns(text: string): LocatedRuns {
  let runs = "";
  const starts: number[] = [];
  const ends: number[] = [];
  readRuns(text, (character, startsRun, start, end) => {
    const added = startsRun ? ` ${character}` : character;
    runs += added;
    for (let unit = 0; unit < added.length; unit++) {
      starts.push(start);
      ends.push(end);
    }
  });
  return { runs: `${runs} `, starts, ends };
}

function occurrences({ runs, starts, ends }: LocatedRuns, needle: string): TextRange[] {
  const found: TextRange[] = [];
  const first = needle.startsWith(" ") ? 1 : 0;
  const last = needle.length - (needle.endsWith(" ") ? 2 : 1);
  for (let at = runs.indexOf(needle); at >= 0; at = runs.indexOf(needle, at + 1)) {
    found.push({ start: starts[at + first] ?? 0, end: ends[at + last] ?? 0 });
  }
  return found;
}

function wantedTexts(query: Query): readonly TextQuery[] {
  if (query.kind === "text") return [query];
  return query.kind === "all" || query.kind === "any" ? query.of.flatMap(wantedTexts) : [];
}
