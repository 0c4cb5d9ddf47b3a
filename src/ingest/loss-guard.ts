import type { ArchiveScan, RootReport } from "../archive/scan-archive.ts";
import type { Catalog, HeldLosses, IngestedFile, KnownFile } from "../catalog/catalog.ts";
import { isInside } from "../lib/fs/paths.ts";

/** Losses fewer than this always apply, however small the archive. */
const ALWAYS_APPLIED = 20;
const LARGE_SHARE = 0.1;
const HELD_FOR_MS = 24 * 60 * 60 * 1000;
/** A loss counts towards the next one for so long. */
const RECENT_LOSS_MS = 10 * 60 * 1000;

type RootState = RootReport["state"];

/** The losses that a scan found: files that are gone, and files that gave an article before and give a problem now. */
export interface FoundLosses {
  readonly gone: readonly string[];
  readonly spoilt: readonly IngestedFile[];
  readonly scan: ArchiveScan;
  /** So many the operator said may go. */
  readonly acceptedLosses: number;
}

/** The part of them that applies, and the number of files that are held back. */
export interface WeighedLosses {
  readonly removed: readonly string[];
  readonly spoilt: readonly IngestedFile[];
  readonly held: number;
}

/** Weighs the losses of one scan after another. A file whose bytes are still known under another name is not lost. */
export class LossGuard {
  readonly #catalog: Pick<Catalog, "files" | "state">;
  readonly #now: () => Date;
  #recent: readonly { readonly at: number; readonly count: number }[] = [];

  constructor(catalog: Pick<Catalog, "files" | "state">, now: () => Date) {
    this.#catalog = catalog;
    this.#now = now;
  }

  async weigh({ gone, spoilt, scan, acceptedLosses }: FoundLosses): Promise<WeighedLosses> {
    const before = await this.#catalog.state.heldLosses();
    if (gone.length === 0 && spoilt.length === 0) {
      if (before !== undefined) await this.#catalog.state.setHeldLosses(undefined);
      return { removed: [], spoilt: [], held: 0 };
    }
    const stateOf = rootStates(scan.roots);
    const { lost: lostFiles, published } = await this.#lostAmong(gone);
    const losses = new Map([...lostFiles, ...spoilt.map(({ path }) => path)].map((path) => [path, stateOf(path)]));
    const lost = { present: 0, empty: 0, missing: 0 };
    for (const state of losses.values()) lost[state] += 1;
    const accepted = losses.size > 0 && losses.size <= acceptedLosses;
    const now = this.#now();
    const recent = this.#countRecent(now);
    const held = before === undefined ? {} : { held: before };
    const { states, since } = judgeLosses({ lost, recent, total: published + recent, accepted, now, ...held });
    const isHeld = (path: string): boolean => {
      const state = losses.get(path);
      return state !== undefined && states.has(state);
    };
    const count = losses.keys().filter(isHeld).toArray().length;
    if (count > 0 || before !== undefined)
      await this.#catalog.state.setHeldLosses(count === 0 ? undefined : { count, since });
    // A large loss that applies all the same was meant: it says nothing of the next one.
    if (accepted || (before !== undefined && count === 0)) this.#recent = [];
    else if (!states.has("present")) this.#remember(now, lost.present);
    return {
      removed: gone.filter((path) => !isHeld(path)),
      spoilt: spoilt.filter(({ path }) => !isHeld(path)),
      held: count,
    };
  }

  /** Finds those of the files that are gone which are lost, and counts the files that gave an article before. */
  async #lostAmong(gone: readonly string[]): Promise<{ lost: readonly string[]; published: number }> {
    const goneSet = new Set(gone);
    const suspects: KnownFile[] = [];
    const there = new Set<string>();
    let published = 0;
    for await (const files of this.#catalog.files.known()) {
      for (const file of files) {
        published += Number(file.published);
        if (!goneSet.has(file.path)) there.add(file.sha256);
        else if (file.published) suspects.push(file);
      }
    }
    const lost = suspects.filter(({ sha256 }) => !there.has(sha256)).map(({ path }) => path);
    return { lost, published };
  }

  #countRecent(now: Date): number {
    this.#recent = this.#recent.filter(({ at }) => now.getTime() - at < RECENT_LOSS_MS);
    return this.#recent.reduce((sum, { count }) => sum + count, 0);
  }

  #remember(now: Date, count: number): void {
    if (count > 0) this.#recent = [...this.#recent, { at: now.getTime(), count }];
  }
}

export interface Losses {
  /** Files that gave an article and do so no longer, by the state of their roots; renamed ones not among them. */
  readonly lost: Readonly<Record<RootState, number>>;
  /** Files lost lately from roots that are present: a slow wipe is held back like a quick one. */
  readonly recent: number;
  /** Files that gave an article before, those lost lately included. */
  readonly total: number;
  /** The operator said so. */
  readonly accepted: boolean;
  /** The losses that are held back already. */
  readonly held?: HeldLosses;
  readonly now: Date;
}

export interface Judgment {
  /** The losses of roots in these states are held back; all others apply. */
  readonly states: ReadonlySet<RootState>;
  /** Losses have been held with no root missing since then. */
  readonly since: Date;
}

/**
 * Decides which losses are held back, so that no accident empties a feed: few losses apply at once; many, or those of
 * an empty or missing root, wait until the operator accepts them or the root has been present for a day.
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

/** The state of the root that a file is or was below; of several, the innermost. One that is configured no more is there. */
function rootStates(roots: readonly RootReport[]): (path: string) => RootState {
  const innermostFirst = roots.toSorted((a, b) => b.path.length - a.path.length);
  return (file) => innermostFirst.find(({ path }) => isInside(file, path))?.state ?? "present";
}
