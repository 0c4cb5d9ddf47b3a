import { LRUCache } from "lru-cache";
import { firstWhere } from "../../lib/first-where.ts";
import { textUs, type Pace } from "../../lib/pace.ts";
import type { Article } from "../../model/article.ts";
import type { Query } from "../../model/query.ts";
import { has, ordinalsOf, timeParts, type TimelessQuery, type TimePart } from "../../search/candidates.ts";
import { decide } from "../../search/matches.ts";
import { searchedTexts } from "../../search/searched-texts.ts";
import { SearchNotReadyError } from "../catalog.ts";
import { PIECE_US, SEGMENT_US } from "./step-costs.ts";
import type { SegmentCandidates, SegmentRange } from "./segment-lookup.ts";
import type { SelectionTables } from "./tables.ts";

/** The proposal of the index on a capture; a `maybe` is decided by `confirms`. */
export type Proposal = "yes" | "maybe" | "no";

/** Decisions of `matches` by query, then by capture: a capture's content never changes. */
export type Verdicts = LRUCache<string, Map<number, boolean>>;

const MAX_QUERIES = 16;
const MAX_VERDICTS = 50_000;

export function createVerdicts(): Verdicts {
  return new LRUCache({ max: MAX_QUERIES });
}

/** Finds the captures that a query asks for: the index proposes, `matches` decides. For one call of the catalog. */
export class Finder {
  readonly parts: readonly TimePart[];
  readonly #newest: Date;
  readonly #tables: SelectionTables;
  readonly #verdicts: Verdicts;
  readonly #pace: Pace;
  #list: readonly SegmentRange[] | undefined;
  /** By part, then by the number of a segment. */
  readonly #candidates = new Map<TimePart, Map<number, SegmentCandidates>>();

  constructor(
    query: Query,
    newest: Date,
    { tables, verdicts, pace }: { tables: SelectionTables; verdicts: Verdicts; pace: Pace },
  ) {
    this.parts = timeParts(query, newest);
    this.#newest = newest;
    this.#tables = tables;
    this.#verdicts = verdicts;
    this.#pace = pace;
  }

  /** The part of time that a second is in; undefined where no article of then is asked for. */
  partAt(second: number): TimePart | undefined {
    return this.parts.find(({ from = -Infinity, until = Infinity }) => second >= from && second < until);
  }

  /** @param capture Its number. */
  async propose(part: TimePart, capture: number): Promise<Proposal> {
    if (typeof part.query === "boolean") return part.query ? "yes" : "no";
    const segment = await this.#segmentOf(part, capture);
    const ordinal = ordinalOf(capture, segment.captures);
    if (ordinal < 0) throw new SearchNotReadyError();
    if (has(segment.sure, ordinal)) return "yes";
    return has(segment.possible, ordinal) ? "maybe" : "no";
  }

  /** True for an article that is asked for. A long text is looked at in pieces. */
  async confirms({ query }: TimePart, capture: number, article: Article): Promise<boolean> {
    if (typeof query === "boolean") return query;
    const known = this.#verdictsOf(query);
    const before = known.get(capture);
    if (before !== undefined) return before;
    const decided = await this.#decide(query, article);
    if (known.size < MAX_VERDICTS) known.set(capture, decided);
    return decided;
  }

  async #decide(query: Query, article: Article): Promise<boolean> {
    await this.#pace.step(textUs(article));
    const deciding = decide(query, { ...article, ...searchedTexts(article) }, this.#newest);
    for (;;) {
      const { done, value } = deciding.next();
      if (done === true) return value;
      await this.#pace.step(PIECE_US);
    }
  }

  /** What was decided before of a capture. */
  verdict({ query }: TimePart, capture: number): boolean | undefined {
    return typeof query === "boolean" ? query : this.#verdictsOf(query).get(capture);
  }

  /** The candidates of every segment, the latest captures first. */
  async *segments(part: TimePart): AsyncGenerator<SegmentCandidates & SegmentRange> {
    let next = Infinity;
    for (;;) {
      const range = (await this.#ranges()).findLast(({ last }) => last < next);
      if (range === undefined) return;
      const candidates = await this.#candidatesOf(part, range);
      if (candidates === undefined) continue;
      yield { ...range, ...candidates };
      next = range.first;
    }
  }

  #verdictsOf(query: TimelessQuery): Map<number, boolean> {
    const key = JSON.stringify(query);
    const known = this.#verdicts.get(key) ?? new Map<number, boolean>();
    this.#verdicts.set(key, known);
    return known;
  }

  async #ranges(): Promise<readonly SegmentRange[]> {
    return (this.#list ??= await this.#tables.segments());
  }

  async #segmentOf(part: TimePart, capture: number): Promise<SegmentCandidates> {
    for (let isFresh = false; ;) {
      isFresh ||= this.#list === undefined;
      const range = rangeOf(capture, await this.#ranges());
      const candidates = range && (await this.#candidatesOf(part, range));
      if (candidates !== undefined) return candidates;
      // A capture that came after the list was made, and those of a merged segment, stand in the present list.
      if (isFresh && range === undefined) throw new SearchNotReadyError();
      this.#list = undefined;
    }
  }

  /** Undefined where the segment was merged meanwhile: the list is made again then. */
  async #candidatesOf(part: TimePart, range: SegmentRange): Promise<SegmentCandidates | undefined> {
    const known = this.#candidates.get(part) ?? new Map<number, SegmentCandidates>();
    this.#candidates.set(part, known);
    const before = known.get(range.number);
    if (before !== undefined) return before;
    await this.#pace.step(SEGMENT_US);
    const candidates = await this.#tables.candidates(range, part.query);
    if (candidates === undefined) this.#list = undefined;
    else known.set(range.number, candidates);
    return candidates;
  }
}

/** The captures that are possible, the latest first, each with whether it is sure. */
export function* possibleCaptures({
  captures,
  sure,
  possible,
}: SegmentCandidates): Generator<readonly [capture: number, isSure: boolean]> {
  for (const ordinal of [...ordinalsOf(possible)].toReversed()) yield [captures[ordinal] ?? 0, has(sure, ordinal)];
}

function rangeOf(capture: number, ranges: readonly SegmentRange[]): SegmentRange | undefined {
  const range = ranges[firstWhere(ranges.length, (index) => (ranges[index]?.first ?? 0) > capture) - 1];
  return range !== undefined && capture <= range.last ? range : undefined;
}

/** -1 where the segment does not hold the capture. */
function ordinalOf(capture: number, captures: Uint32Array): number {
  const ordinal = firstWhere(captures.length, (index) => (captures[index] ?? 0) >= capture);
  return captures[ordinal] === capture ? ordinal : -1;
}
