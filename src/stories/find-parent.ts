import type { Article } from "../model/article.ts";
import type { Corrections, Link } from "../model/story.ts";
import { partnersOf } from "./corrections.ts";
import { Comparison } from "./resemblance.ts";
import type { Signature } from "./signature.ts";

/** Raised with every change that links some article otherwise by the same signatures: all are then linked again. */
export const LINKING_VERSION = 3;

/** Reports of one event are published at most so far apart. */
export const WINDOW_MS = 72 * 3_600_000;
const PENALTY_PER_MS = 0.0035 / 3_600_000;
const THRESHOLD = 0.1;

/** The facts of an article by which it is linked. */
export interface Linkable extends Pick<Article, "id" | "outletId" | "publishedAt"> {
  /** The same article in the other script. */
  readonly twinId?: string;
  readonly signature: Signature;
}

/** The best earlier report of the same event, or none. Candidates may come in any order, and may be too early or too late. */
export function findParent(
  report: Linkable,
  candidates: Iterable<Linkable>,
  corrections: Corrections,
): Link | undefined {
  const search = new ParentSearch(report, corrections);
  const comparison = new Comparison([report.signature]);
  for (const candidate of candidates) search.consider(candidate, comparison.with(candidate.signature)[0] ?? 0);
  return search.link;
}

/** An earlier report, and how sure it is that it tells of the same event. */
export interface Found {
  readonly parent: Pick<Linkable, "id" | "publishedAt">;
  readonly score: number;
}

/**
 * Finds the best earlier report of the same event, of all that it is asked to consider. What is better depends on nothing
 * but the two articles, so that stories are the same in whatever order reports came. Of two that are as good, the earlier
 * one counts.
 */
export class ParentSearch {
  readonly #report: Linkable;
  readonly #joined: ReadonlySet<string>;
  readonly #forbidden: ReadonlySet<string>;
  #best: Found | undefined;

  /** @param best The best of those that were considered before. */
  constructor(report: Linkable, corrections: Corrections, best?: Found) {
    this.#report = report;
    const joined = partnersOf(report.id, corrections.join);
    this.#joined = report.twinId === undefined ? joined : new Set([...joined, report.twinId]);
    this.#forbidden = partnersOf(report.id, corrections.forbid);
    this.#best = best;
  }

  /** @param cosine How much both are about the same. */
  consider(parent: Linkable, cosine: number): void {
    // Nine pairs in ten are looked at no further.
    if (cosine < THRESHOLD && this.#joined.size === 0) return;
    const apartMs = this.#report.publishedAt.getTime() - parent.publishedAt.getTime();
    if (apartMs > WINDOW_MS || compareInTime(parent, this.#report) >= 0 || this.#forbidden.has(parent.id)) return;
    const joins = this.#joined.has(parent.id);
    // What is alike in one outlet is a series, such as a daily figure, or follows from the event.
    if (!joins && this.#report.outletId === parent.outletId) return;
    const found = { parent, score: joins ? JOINED : cosine - PENALTY_PER_MS * apartMs };
    if (found.score >= THRESHOLD && (this.#best === undefined || isBetter(found, this.#best))) this.#best = found;
  }

  get link(): Link | undefined {
    if (this.#best === undefined) return undefined;
    const { parent, score } = this.#best;
    return score === JOINED ? { to: parent.id } : { to: parent.id, score };
  }
}

/** The score of what needs none. */
const JOINED = Infinity;

function isBetter(one: Found, other: Found): boolean {
  return one.score > other.score || (one.score === other.score && compareInTime(one.parent, other.parent) < 0);
}

export function scoreOf({ score = JOINED }: Link): number {
  return score;
}

/** True for a link to the same article in the other script, or by the operator's word. */
export function needsNoScore({ score }: Link): boolean {
  return score === undefined;
}

/** The order of reports: by time, then by id. */
export function compareInTime(
  a: Pick<Linkable, "id" | "publishedAt">,
  b: Pick<Linkable, "id" | "publishedAt">,
): number {
  return a.publishedAt.getTime() - b.publishedAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}
