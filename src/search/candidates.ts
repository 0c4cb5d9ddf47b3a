import type { Query, TextQuery } from "../model/query.ts";
import { readOrdinals, type PostingList } from "./segment.ts";
import { isOneTerm, termOfFacet, termsOfText, type Term } from "./terms.ts";
import { resolveTimeBound } from "./time-bound.ts";

/** A bit for each article of a segment. */
export type ArticleSet = Uint32Array;

/** The index's proposal for a query: `matches` decides on the articles that are possible and not sure. */
export interface Candidates {
  readonly sure: ArticleSet;
  readonly possible: ArticleSet;
}

/** A query that no longer depends on time; or every article meets it, or none does. */
export type TimelessQuery = Query | boolean;

/** The articles of one stretch of time that a query asks for. */
export interface TimePart {
  /** Seconds since 1970: the first second, and the first that is later; absent where nothing bounds it. */
  readonly from?: number;
  readonly until?: number;
  readonly query: TimelessQuery;
}

/**
 * The stretches of time between the instants that a query names, newest first. In each, a condition on time is met by all
 * articles or by none. Those where no article can be found are left out.
 *
 * @param newest The newest capture time in the catalog, from which spans count back.
 */
export function timeParts(query: Query, newest: Date): readonly TimePart[] {
  const bounds = [...new Set(boundsOf(query, newest))].toSorted((a, b) => b - a);
  const starts = [...bounds, undefined];
  return starts.flatMap((from, index): readonly TimePart[] => {
    const until = starts[index - 1];
    const timeless = withoutTime(query, from ?? Number.NEGATIVE_INFINITY, newest);
    if (timeless === false) return [];
    return [{ ...(from !== undefined && { from }), ...(until !== undefined && { until }), query: timeless }];
  });
}

function boundsOf(query: Query, newest: Date): readonly number[] {
  switch (query.kind) {
    case "after":
    case "before":
      return [secondOf(resolveTimeBound(query.bound, newest))];
    case "not":
      return boundsOf(query.query, newest);
    case "all":
    case "any":
      return query.of.flatMap((part) => boundsOf(part, newest));
    case "text":
    case "outlet":
    case "language":
      break;
  }
  return [];
}

/** The first whole second that is not before an instant: captures have whole seconds. */
function secondOf(instant: Date): number {
  return Math.ceil(instant.getTime() / 1000);
}

/** @param second Conditions on time are decided for this one. */
function withoutTime(query: Query, second: number, newest: Date): TimelessQuery {
  switch (query.kind) {
    case "after":
      return second >= secondOf(resolveTimeBound(query.bound, newest));
    case "before":
      return second < secondOf(resolveTimeBound(query.bound, newest));
    case "not": {
      const inner = withoutTime(query.query, second, newest);
      if (typeof inner === "boolean") return !inner;
      return inner.kind === "not" ? inner.query : { kind: "not", query: inner };
    }
    case "all":
    case "any":
      break;
    case "text":
    case "outlet":
    case "language":
      return query;
  }
  const decided = query.kind === "any";
  const parts = query.of.map((part) => withoutTime(part, second, newest));
  if (parts.includes(decided)) return decided;
  const [first, ...others] = parts.filter((part) => typeof part !== "boolean");
  if (first === undefined) return !decided;
  return others.length === 0 ? first : { kind: query.kind, of: [first, ...others] };
}

/** The terms that candidates are made from, each once. */
export function termsOfQuery(query: TimelessQuery): readonly Term[] {
  const terms = new Map<string, Term>();
  const visit = (part: Query): void => {
    switch (part.kind) {
      case "text":
        for (const term of termsOfText(part)) terms.set(nameOf(term), term);
        // In a body alone a single term stands where no other field has it.
        if (isBodyTerm(part)) for (const term of otherFieldTerms(part)) terms.set(nameOf(term), term);
        break;
      case "outlet":
      case "language":
        terms.set(nameOf(termOfFacet(part)), termOfFacet(part));
        break;
      case "not":
        visit(part.query);
        break;
      case "all":
      case "any":
        part.of.forEach(visit);
        break;
      case "after":
      case "before":
        throw new Error("time is not among the terms");
    }
  };
  if (typeof query !== "boolean") visit(query);
  return [...terms.values()];
}

/** Finds the articles of a segment that have terms, given the lists of each term of `termsOfQuery`. */
export class CandidateFinder {
  readonly #articles: number;
  /** Filled again for every list. */
  readonly #ordinals: Int32Array;
  readonly #sets = new Map<string, ArticleSet>();

  constructor(articles: number) {
    this.#articles = articles;
    this.#ordinals = new Int32Array(articles);
  }

  /** A term that stands for several words has a list for each. */
  put(term: Term, lists: Iterable<PostingList>): void {
    const set = this.#none();
    for (const list of lists) {
      const end = readOrdinals(list, this.#ordinals, 0);
      for (let index = 0; index < end; index++) {
        const ordinal = this.#ordinals[index] ?? 0;
        set[ordinal >>> 5] = (set[ordinal >>> 5] ?? 0) | (1 << (ordinal & 31));
      }
    }
    this.#sets.set(nameOf(term), set);
  }

  find(query: TimelessQuery): Candidates {
    if (typeof query === "boolean") return exactly(query ? this.#all() : this.#none());
    switch (query.kind) {
      case "text":
        return this.#findText(query);
      case "outlet":
      case "language":
        return exactly(this.#setOf(termOfFacet(query)));
      case "not": {
        const { sure, possible } = this.find(query.query);
        return { sure: without(this.#all(), possible), possible: without(this.#all(), sure) };
      }
      case "all":
      case "any": {
        const combine = query.kind === "all" ? both : either;
        return query.of
          .map((part) => this.find(part))
          .reduce((a, b) => ({ sure: combine(a.sure, b.sure), possible: combine(a.possible, b.possible) }));
      }
      case "after":
      case "before":
        break;
    }
    throw new Error("time is not among the terms");
  }

  #findText(query: TextQuery): Candidates {
    const terms = termsOfText(query);
    const possible = terms.map((term) => this.#setOf(term)).reduce(both);
    if (!isOneTerm(query)) return { sure: this.#none(), possible };
    if (!isBodyTerm(query)) return exactly(possible);
    const elsewhere = otherFieldTerms(query).map((term) => this.#setOf(term));
    return { sure: elsewhere.reduce(without, possible), possible };
  }

  #setOf(term: Term): ArticleSet {
    return this.#sets.get(nameOf(term)) ?? this.#none();
  }

  #none(): ArticleSet {
    return new Uint32Array(Math.ceil(this.#articles / 32));
  }

  #all(): ArticleSet {
    const set = this.#none().fill(0xffff_ffff);
    const rest = this.#articles % 32;
    if (rest > 0) set[set.length - 1] = 2 ** rest - 1;
    return set;
  }
}

function isBodyTerm(query: TextQuery): boolean {
  return query.field === "body" && isOneTerm(query);
}

function otherFieldTerms(query: TextQuery): readonly Term[] {
  return (["title", "author", "section"] as const).flatMap((field) => termsOfText({ ...query, field }));
}

function nameOf({ space, key, isPrefix }: Term): string {
  return `${space} ${isPrefix === true ? "*" : "="}${key}`;
}

function exactly(set: ArticleSet): Candidates {
  return { sure: set, possible: set };
}

function both(a: ArticleSet, b: ArticleSet): ArticleSet {
  return a.map((word, index) => word & (b[index] ?? 0));
}

function either(a: ArticleSet, b: ArticleSet): ArticleSet {
  return a.map((word, index) => word | (b[index] ?? 0));
}

function without(a: ArticleSet, b: ArticleSet): ArticleSet {
  return a.map((word, index) => word & ~(b[index] ?? 0));
}

export function has(set: ArticleSet, ordinal: number): boolean {
  return (((set[ordinal >>> 5] ?? 0) >>> (ordinal & 31)) & 1) === 1;
}

/** The ordinals of a set, ascending. */
export function* ordinalsOf(set: ArticleSet): Generator<number> {
  for (let word = 0; word < set.length; word++) {
    for (let rest = set[word] ?? 0; rest !== 0; rest &= rest - 1) yield 32 * word + 31 - Math.clz32(rest & -rest);
  }
}
