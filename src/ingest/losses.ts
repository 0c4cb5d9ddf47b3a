import type { ArchiveScan, RootReport } from "../archive/scan-archive.ts";
import type { Catalog, IngestedFile, KnownFile } from "../catalog/catalog.ts";
import { isInside } from "../lib/fs/paths.ts";
import { judgeLosses } from "./loss-guard.ts";

export interface LossesDeps {
  readonly catalog: Pick<Catalog, "heldLosses" | "setHeldLosses" | "knownFiles">;
  readonly now: () => Date;
}

/** What a scan found missing: files that are gone, and files that gave an article before and give a problem now. */
export interface FoundLosses {
  readonly gone: readonly string[];
  readonly spoilt: readonly IngestedFile[];
  readonly scan: ArchiveScan;
  /** How many the operator said may go. */
  readonly acceptedLosses: number;
}

/** What of it applies, and how many files are held back. */
export interface WeighedLosses {
  readonly removed: readonly string[];
  readonly spoilt: readonly IngestedFile[];
  readonly held: number;
}

/** How long a loss counts towards the next one. */
const RECENT_LOSS_MS = 10 * 60 * 1000;

/** Weighs the losses of one scan after another. A file whose bytes are still known under another name is not lost. */
export function createLosses({ catalog, now }: LossesDeps): (found: FoundLosses) => WeighedLosses {
  let recent: readonly { readonly at: number; readonly count: number }[] = [];

  /** Which of the files that are gone are lost, and how many gave an article before. */
  function lostAmong(gone: readonly string[]): { lost: readonly string[]; published: number } {
    const goneSet = new Set(gone);
    const suspects: KnownFile[] = [];
    const there = new Set<string>();
    let published = 0;
    for (const file of catalog.knownFiles()) {
      published += Number(file.published);
      if (!goneSet.has(file.path)) there.add(file.sha256);
      else if (file.published) suspects.push(file);
    }
    const lost = suspects.filter(({ sha256 }) => !there.has(sha256)).map(({ path }) => path);
    return { lost, published };
  }

  return ({ gone, spoilt, scan, acceptedLosses }) => {
    const before = catalog.heldLosses();
    if (gone.length === 0 && spoilt.length === 0) {
      if (before !== undefined) catalog.setHeldLosses(undefined);
      return { removed: [], spoilt: [], held: 0 };
    }
    const stateOf = rootStates(scan.roots);
    const { lost: lostFiles, published } = lostAmong(gone);
    const losses = new Map([...lostFiles, ...spoilt.map(({ path }) => path)].map((path) => [path, stateOf(path)]));
    const lost = { present: 0, empty: 0, missing: 0 };
    for (const state of losses.values()) lost[state] += 1;
    const accepted = losses.size > 0 && losses.size <= acceptedLosses;

    const at = now();
    recent = recent.filter((loss) => at.getTime() - loss.at < RECENT_LOSS_MS);
    const lately = recent.reduce((sum, { count }) => sum + count, 0);
    const { states, since } = judgeLosses({
      lost,
      recent: lately,
      total: published + lately,
      accepted,
      now: at,
      ...(before === undefined ? {} : { held: before }),
    });
    const isHeld = (path: string): boolean => {
      const state = losses.get(path);
      return state !== undefined && states.has(state);
    };
    const held = losses.keys().filter(isHeld).toArray().length;
    if (held > 0 || before !== undefined) catalog.setHeldLosses(held === 0 ? undefined : { count: held, since });
    // What was large and applies all the same was meant: it says nothing of the next loss.
    const wasMeant = accepted || (before !== undefined && held === 0);
    if (wasMeant) recent = [];
    else if (!states.has("present") && lost.present > 0)
      recent = [...recent, { at: at.getTime(), count: lost.present }];
    return {
      removed: gone.filter((path) => !isHeld(path)),
      spoilt: spoilt.filter(({ path }) => !isHeld(path)),
      held,
    };
  };
}

/** The state of the root that a file is or was below; of several, the innermost. One that is configured no more is there. */
function rootStates(roots: readonly RootReport[]): (path: string) => RootReport["state"] {
  const innermostFirst = roots.toSorted((a, b) => b.path.length - a.path.length);
  return (file) => innermostFirst.find(({ path }) => isInside(file, path))?.state ?? "present";
}
