import type { Article } from "../model/article.ts";
import type { Corrections, Link } from "../model/story.ts";
import { partnersOf } from "./corrections.ts";
import { comparing } from "./resemblance.ts";
import type { Signature } from "./signature.ts";

/** Raised with every change that links some article otherwise by the same signatures: all are then linked again. */
export const LINKING_VERSION = 2;

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

/**
 * The best earlier report of the same event, or none. It depends on nothing but the two articles, so that stories are the
 * same in whatever order reports came. Of two that are as good, the earlier one counts. Candidates may come in any order,
 * and may be too early or too late.
 */
export function findParent(
  report: Linkable,
  candidates: Iterable<Linkable>,
  corrections: Corrections,
): Link | undefined {
  const joined = partnersOf(report.id, corrections.join);
  const forbidden = partnersOf(report.id, corrections.forbid);
  return comparing(report.signature, (compare) => {
    let best: Found | undefined;
    for (const parent of candidates) {
      const apartMs = report.publishedAt.getTime() - parent.publishedAt.getTime();
      if (apartMs > WINDOW_MS || compareInTime(parent, report) >= 0 || forbidden.has(parent.id)) continue;
      const isJoined = joined.has(parent.id) || report.twinId === parent.id;
      // What is alike in one outlet is a series, such as a daily figure, or follows from the event.
      if (!isJoined && report.outletId === parent.outletId) continue;
      const score = isJoined ? JOINED : compare(parent.signature) - PENALTY_PER_MS * apartMs;
      const found = { parent, score };
      if (score >= THRESHOLD && (best === undefined || isBetter(found, best))) best = found;
    }
    return best && linkTo(best);
  });
}

interface Found {
  readonly parent: Pick<Linkable, "id" | "publishedAt">;
  readonly score: number;
}

/** The score of what needs none. */
const JOINED = Infinity;

/** Of two links of a report that are as sure, the one to the earlier article is better. */
export function isBetter(one: Found, other: Found): boolean {
  return one.score > other.score || (one.score === other.score && compareInTime(one.parent, other.parent) < 0);
}

export function scoreOf({ score = JOINED }: Link): number {
  return score;
}

function linkTo({ parent, score }: Found): Link {
  return score === JOINED ? { to: parent.id } : { to: parent.id, score };
}

/** The order of reports: by time, then by id. */
export function compareInTime(
  a: Pick<Linkable, "id" | "publishedAt">,
  b: Pick<Linkable, "id" | "publishedAt">,
): number {
  return a.publishedAt.getTime() - b.publishedAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}
