import { needleOf } from "./needle-of.ts";
import type { Query, TextField, TextQuery } from "./query.ts";
import { readRuns } from "./runs.ts";

/** Part of a text, in UTF-16 units; `end` is the first that is no longer in it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Where a text holds the phrases that a query asks for, in order; those that overlap are one. */
export function findPhrases(query: Query, text: string, field: TextField): TextRange[] {
  const located = locatedRuns(text);
  const found = wantedTexts(query)
    .filter((wanted) => wanted.field === undefined || wanted.field === field)
    .flatMap((wanted) => occurrences(located, needleOf(wanted)));
  return united(found);
}

/** The ranges in order, with one in place of those that overlap. */
export function united(ranges: readonly TextRange[]): TextRange[] {
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
