import type { RootReport } from "../archive/scan-archive.ts";
import type { HeldLosses } from "../catalog/catalog.ts";

const ALWAYS_APPLIED = 20;
const LARGE_SHARE = 0.1;
const HELD_FOR_MS = 24 * 60 * 60 * 1000;

type RootState = RootReport["state"];

export interface Losses {
  /** How many files gave an article and do so no longer, by the state of their roots; renamed ones not among them. */
  readonly lost: Readonly<Record<RootState, number>>;
  /** How many were lost lately from roots that are present: a slow wipe is held back like a quick one. */
  readonly recent: number;
  /** Files that gave an article before, those lost lately included. */
  readonly total: number;
  /** The operator said so. */
  readonly accepted: boolean;
  /** What is held back already. */
  readonly held?: HeldLosses;
  readonly now: Date;
}

export interface Judgment {
  /** The losses of roots in these states are held back; all others apply. */
  readonly states: ReadonlySet<RootState>;
  /** Since when something has been held with no root missing. */
  readonly since: Date;
}

/**
 * Which losses are held back, so that no accident empties a feed: few losses apply at once; many, or those of an empty
 * or missing root, wait until the operator accepts them or the root has been present for a day.
 */
export function judgeLosses({ lost, recent, total, accepted, held, now }: Losses): Judgment {
  const states = new Set<RootState>();
  const since = lost.missing > 0 ? now : (held?.since ?? now);
  if (accepted) return { states, since };
  if (lost.missing > 0) states.add("missing");
  const heldSince = held?.since ?? now;
  if (now.getTime() - heldSince.getTime() >= HELD_FOR_MS) return { states, since };
  if (lost.empty > 0) states.add("empty");
  const count = lost.present + recent;
  if (lost.present > 0 && count >= ALWAYS_APPLIED && count >= total * LARGE_SHARE) states.add("present");
  return { states, since };
}
