import { SETTLE_MS } from "../archive/read-article-file.ts";
import { scanArchive, type ArchiveScan } from "../archive/scan-archive.ts";
import type { AppliedChange, Catalog, IngestedFile, KnownFile } from "../catalog/catalog.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { currentFingerprint } from "../pipeline/ingest-file.ts";
import { losesTooMuch } from "./loss-guard.ts";
import type { FileLook, ReadArticle } from "./read-article.ts";

export interface IngesterDeps {
  readonly catalog: Catalog;
  readonly roots: readonly string[];
  readonly outlets: () => Outlets;
  /** Reads files looked at before, in batches; one batch is one transaction. */
  readonly read: (looks: readonly FileLook[]) => AsyncIterable<readonly ReadArticle[]>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
  /** Whether articles stay when their files are pruned (`archive.keep`). */
  readonly keepsPruned: () => boolean;
  /** Whether to leave off after the batch under way. */
  readonly shouldStop: () => boolean;
  /** After every transaction, with how many files of how many have been read. */
  readonly onApplied: (change: AppliedChange, done: number, total: number) => void;
}

export interface ScanSummary {
  readonly scan: ArchiveScan;
  /** What looking at every file took, without reading any. */
  readonly workMs: number;
  /** Files that changed between two looks, to be looked at again soon. */
  readonly unsettled: readonly string[];
  readonly held: number;
}

export interface Ingester {
  /** Brings the catalog in line with every file there is. `acceptLosses` applies losses however many they are. */
  scan(acceptLosses?: boolean): Promise<ScanSummary>;
  /**
   * Takes in files that were looked at a settling time ago. What looks like a loss is left to a scan, which sees
   * whether the file was renamed, and how much else is gone.
   */
  ingest(looks: readonly FileLook[]): Promise<{ readonly unsettled: readonly string[]; readonly needsScan: boolean }>;
  /** Whether a file is known: in the state that the signature says, if one is given. */
  knows(path: string, signature?: string): boolean;
}

interface Taken {
  readonly unsettled: string[];
  readonly gone: string[];
  /** Files that gave an article before and give a problem now. */
  readonly spoilt: IngestedFile[];
}

/** How long a loss counts towards the next one, so that a slow wipe is held back like a quick one. */
const RECENT_LOSS_MS = 10 * 60 * 1000;

/**
 * Keeps the catalog in line with the archive. One call at a time: what the archive holds is compared with what is
 * known of it, in memory, so that a quiet scan costs no query.
 */
export function createIngester(deps: IngesterDeps): Ingester {
  const { catalog, now } = deps;
  const known = new Map<string, KnownFile>(catalog.knownFiles());
  let recentLosses: readonly { readonly at: number; readonly count: number }[] = [];

  /** Applies what reading came to, all but files that gave an article before and do so no longer: those are losses. */
  async function take(looks: readonly FileLook[]): Promise<Taken> {
    const unsettled: string[] = [];
    const gone: string[] = [];
    const spoilt: IngestedFile[] = [];
    let done = 0;
    for await (const batch of deps.read(looks)) {
      const ingested: IngestedFile[] = [];
      for (const result of batch) {
        if (result.state === "unsettled") unsettled.push(result.path);
        if (result.state === "gone") gone.push(result.path);
        if (result.state !== "ingested") continue;
        const isLoss = !result.file.outcome.ok && known.get(result.file.path)?.published === true;
        (isLoss ? spoilt : ingested).push(result.file);
      }
      done += batch.length;
      deps.onApplied(apply(ingested, []), done, looks.length);
      if (deps.shouldStop()) break;
    }
    return { unsettled, gone, spoilt };
  }

  function apply(ingested: readonly IngestedFile[], removed: readonly string[]): AppliedChange {
    const change = catalog.apply({ ingested, removed });
    for (const path of removed) known.delete(path);
    for (const file of ingested) {
      const { path, signature, fingerprint, sha256, outcome } = file;
      const host = file.host === undefined ? {} : { host: file.host };
      known.set(path, { signature, fingerprint, sha256, published: outcome.ok, ...host });
    }
    return change;
  }

  /** Applies or holds losses, as `loss-guard.ts` says. Returns how many are held. */
  function lose(gone: readonly string[], spoilt: readonly IngestedFile[], scan: ArchiveScan, accepted: boolean): number {
    const goneSet = new Set(gone);
    const stillThere = new Set<string>();
    if (gone.length > 0) for (const [path, { sha256 }] of known) if (!goneSet.has(path)) stillThere.add(sha256);
    const isLoss = (path: string): boolean => {
      const file = known.get(path);
      return file !== undefined && file.published && !stillThere.has(file.sha256);
    };
    const lost = gone.filter(isLoss);
    const total = [...known.values()].filter(({ published }) => published).length;
    const at = now().getTime();
    recentLosses = recentLosses.filter((loss) => at - loss.at < RECENT_LOSS_MS);
    const recent = recentLosses.reduce((sum, { count }) => sum + count, 0);
    const count = lost.length + spoilt.length;
    const before = catalog.heldLosses();
    const held = losesTooMuch({
      lost: count === 0 ? 0 : count + recent,
      total: total + recent,
      roots: worstRoot(scan, lost),
      accepted,
      now: now(),
      ...(before === undefined ? {} : { held: before }),
    });
    catalog.setHeldLosses(held === undefined ? undefined : { count, since: held.since });
    if (held !== undefined) {
      const heldPaths = new Set(lost);
      deps.onApplied(apply([], gone.filter((path) => !heldPaths.has(path))), 0, 0);
      return count;
    }
    if (count > 0) recentLosses = [...recentLosses, { at, count }];
    if (gone.length > 0 || spoilt.length > 0) deps.onApplied(apply(spoilt, gone), 0, 0);
    return 0;
  }

  return {
    async scan(acceptLosses = false) {
      const startedMs = now().getTime();
      const scan = scanArchive(deps.roots);
      const outlets = deps.outlets();
      const looks: FileLook[] = [];
      const isCurrent = currentFiles(outlets);
      for (const [path, { signature, mtimeMs }] of scan.files) {
        const file = known.get(path);
        if (file?.signature !== signature || !isCurrent(file)) looks.push({ path, signature, mtimeMs });
      }
      const workMs = now().getTime() - startedMs;
      if (looks.length > 0) await deps.pause(SETTLE_MS);
      const { unsettled, gone, spoilt } = await take(looks);
      const keepsPruned = deps.keepsPruned();
      for (const [path, { published }] of known) {
        const isKept = keepsPruned && published;
        if (!isKept && !scan.files.has(path) && !scan.isUnseen(path)) gone.push(path);
      }
      return { scan, workMs, unsettled, held: lose(gone, spoilt, scan, acceptLosses) };
    },

    async ingest(looks) {
      const { unsettled, gone, spoilt } = await take(looks);
      return { unsettled, needsScan: spoilt.length > 0 || gone.some((path) => known.has(path)) };
    },

    knows: (path, signature = known.get(path)?.signature) => known.has(path) && known.get(path)?.signature === signature,
  };
}

/**
 * Whether what is known of a file still holds under these outlets; never where it could not be read, which leaves no
 * trace in its signature when it is mended. Hosts are few and files many: one look-up each.
 */
function currentFiles(outlets: Outlets): (file: KnownFile) => boolean {
  const fingerprints = new Map<string | undefined, string>();
  return ({ host, fingerprint, sha256 }) => {
    if (sha256 === "") return false;
    const current = fingerprints.get(host) ?? currentFingerprint(outlets, host);
    fingerprints.set(host, current);
    return fingerprint === current;
  };
}

/** The worst state among the roots that lost something. */
function worstRoot(scan: ArchiveScan, lost: readonly string[]): "present" | "empty" | "missing" {
  const states = scan.roots.flatMap(({ path, state }) =>
    lost.some((file) => file.startsWith(`${path}/`)) ? [state] : [],
  );
  if (states.includes("missing")) return "missing";
  return states.includes("empty") ? "empty" : "present";
}
