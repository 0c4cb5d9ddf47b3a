import type { HeldLosses } from "../catalog/catalog.ts";

const ALWAYS_APPLIED = 20;
const LARGE_SHARE = 0.1;
const HELD_FOR_MS = 24 * 60 * 60 * 1000;

export interface Losses {
  /** Files that gave an article and do so no longer, renamed ones not among them. */
  readonly lost: number;
  /** Files that gave an article before. */
  readonly total: number;
  readonly roots: "present" | "empty" | "missing";
  /** The operator said so. */
  readonly accepted: boolean;
  /** What is held back already. */
  readonly held?: HeldLosses;
  readonly now: Date;
}

/**
 * Whether losses apply now or are held back, so that no accident empties a feed: few losses apply at once; many, or
 * an empty or missing root, wait until the operator accepts them or the root has been present for a day.
 * Returns what to hold; `undefined` applies everything.
 */
export function losesTooMuch(losses: Losses): HeldLosses | undefined {
  const { lost, total, roots, accepted, held, now } = losses;
  if (lost === 0 || accepted) return undefined;
  if (roots === "missing") return { count: lost, since: now };
  if (roots === "present" && (lost < ALWAYS_APPLIED || lost < total * LARGE_SHARE)) return undefined;
  const since = held?.since ?? now;
  if (now.getTime() - since.getTime() >= HELD_FOR_MS) return undefined;
  return { count: lost, since };
}
