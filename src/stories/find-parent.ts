import type { Article } from "../model/article.ts";
import type { Link } from "../model/story.ts";
import { partnersOf, type Corrections } from "./corrections.ts";
import { resemblanceTo } from "./resemblance.ts";
import type { Signature } from "./signature.ts";

/** Raised with every change that links some article otherwise: all are then linked again. */
export const LINKING_VERSION = 1;

/** Reports of one event are published at most so far apart. */
export const WINDOW_MS = 72 * 3_600_000;
const PENALTY_PER_MS = 0.005 / 3_600_000;
const THRESHOLD = 0.08;

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
  const resemblance = resemblanceTo(report.signature);
  let best: { readonly parent: Linkable; readonly score: number } | undefined;
  for (const candidate of candidates) {
    const apartMs = report.publishedAt.getTime() - candidate.publishedAt.getTime();
    if (apartMs > WINDOW_MS || compareInTime(candidate, report) >= 0 || forbidden.has(candidate.id)) continue;
    const isJoined = joined.has(candidate.id) || report.twinId === candidate.id;
    // What is alike in one outlet is a series, such as a daily figure, or follows from the event.
    if (!isJoined && report.outletId === candidate.outletId) continue;
    const score = isJoined ? Infinity : resemblance(candidate.signature) - PENALTY_PER_MS * apartMs;
    if (score < (best?.score ?? THRESHOLD)) continue;
    if (score === best?.score && compareInTime(best.parent, candidate) < 0) continue;
    best = { parent: candidate, score };
  }
  if (!best) return undefined;
  const { parent, score } = best;
  return score === Infinity ? { to: parent.id } : { to: parent.id, score };
}

/** The order of reports: by time, then by id. */
export function compareInTime(
  a: Pick<Linkable, "id" | "publishedAt">,
  b: Pick<Linkable, "id" | "publishedAt">,
): number {
  return a.publishedAt.getTime() - b.publishedAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}
