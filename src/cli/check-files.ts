import { createHash } from "node:crypto";
import { readArticleFile } from "../archive/read-article-file.ts";
import type { CatalogReader } from "../catalog/catalog.ts";
import { deriveArticle, type CaptureFact } from "../catalog/derive-article.ts";
import type { Article, Capture } from "../model/article.ts";
import { type FileFlaw, fileFlaw } from "../model/flaw.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import { type FileProblem, fileProblem } from "../model/problem.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { countChangedIds } from "../ingest/article-ids.ts";
import { ingestFile, type IngestedArticle } from "../ingest/ingest-file.ts";

/** The result of reading some files without publishing them. */
export interface CheckedFiles {
  readonly files: number;
  readonly problems: readonly FileProblem[];
  /** Files that are published and have something wrong. */
  readonly flaws: readonly FileFlaw[];
  /** Every configured outlet, and `other` where a file needs it. */
  readonly outlets: readonly OutletCounts[];
  /** Hosts without a profile, with the number of files from each. */
  readonly unclaimedHosts: ReadonlyMap<string, number>;
  /** By article id. */
  readonly captures: ReadonlyMap<string, readonly CheckedCapture[]>;
}

export interface OutletCounts {
  readonly id: string;
  readonly name: string;
  readonly files: number;
  readonly problems: number;
  readonly articles: number;
}

/** A capture without its body: an archive holds more of them than memory does. */
export interface CheckedCapture extends CaptureFact {
  readonly content: string;
}

interface CheckingDeps {
  readonly outlets: Outlets;
  readonly now: Date;
  readonly onRead: (done: number, total: number) => void;
}

/** Reads and normalizes files, `signatures` by path. A file that went away or is being written meanwhile is left out. */
export function checkFiles(
  signatures: ReadonlyMap<string, string>,
  { outlets, now, onRead }: CheckingDeps,
): CheckedFiles {
  const problems: FileProblem[] = [];
  const flaws: FileFlaw[] = [];
  const captures = new Map<string, CheckedCapture[]>();
  const tally = createTally(outlets);
  let files = 0;
  let looked = 0;
  for (const [path, signature] of signatures) {
    onRead(looked++, signatures.size);
    const read = readArticleFile(path, signature);
    if (read.state === "gone" || read.state === "unsettled") continue;
    files++;
    if (read.state === "problem") {
      problems.push(fileProblem(path, read.problem));
      continue;
    }
    const ingested = ingestFile({ path, bytes: read.bytes }, { outlets, now });
    tally.add(ingested);
    const { outcome, sha256 } = ingested;
    if (outcome.ok) {
      flaws.push(...(outcome.flaws ?? []).map((flaw) => fileFlaw(path, flaw)));
      captures.getOrInsertComputed(outcome.value.id, () => []).push(checkedCapture(outcome.value, sha256));
    } else {
      problems.push(fileProblem(path, outcome.problem));
    }
  }
  return { files, problems, flaws, captures, ...tally.result() };
}

function checkedCapture(capture: Capture, sha256: string): CheckedCapture {
  const { capturedAt, publishedAt, textHash } = capture;
  const facts = { sha256, capturedAt, textHash, content: shownContent(capture) };
  return publishedAt === undefined ? facts : { ...facts, publishedAt };
}

interface Tally {
  add(ingested: IngestedArticle): void;
  result(): Pick<CheckedFiles, "outlets" | "unclaimedHosts">;
}

function createTally({ all }: Outlets): Tally {
  const counts = new Map(all.map(({ id, name }) => [id, newCount(id, name)]));
  const unclaimedHosts = new Map<string, number>();
  return {
    add({ outletId, host, outcome }) {
      if (outletId === undefined || host === undefined) return;
      const count = counts.getOrInsertComputed(outletId, () => newCount(outletId, "hosts without a profile"));
      count.files++;
      if (outcome.ok) count.ids.add(outcome.value.id);
      else count.problems++;
      if (outletId === GENERIC_OUTLET_ID) unclaimedHosts.set(host, (unclaimedHosts.get(host) ?? 0) + 1);
    },
    result: () => ({
      outlets: [...counts.values()].map(({ ids, ...count }) => ({ ...count, articles: ids.size })),
      unclaimedHosts,
    }),
  };
}

function newCount(
  id: string,
  name: string,
): { id: string; name: string; files: number; problems: number; ids: Set<string> } {
  return { id, name, files: 0, problems: 0, ids: new Set() };
}

/** Changes that publishing would make in the catalog, in articles. */
export interface Comparison {
  readonly added: number;
  readonly changed: number;
  /** Published articles whose ids the profiles would change: readers would show them twice. */
  readonly changedIds: number;
  /** Files whose loss is held back. */
  readonly held: number;
  /** Files that are read and not shown, because another article has their id. */
  readonly swallowed: readonly FileFlaw[];
}

/** Compares articles as they would be now, by id, with those that are published. */
export function compareWithCatalog(
  captures: ReadonlyMap<string, readonly CheckedCapture[]>,
  outlets: Outlets,
  catalog: CatalogReader,
): Comparison {
  let added = 0;
  let changed = 0;
  for (const [id, all] of captures) {
    const published = catalog.article(id);
    const now = deriveArticle(all, []);
    const isSame =
      published &&
      now?.shown.content === shownContent(published) &&
      now.publishedAt.getTime() === published.publishedAt.getTime();
    if (published && !isSame) changed++;
    else if (!published && !catalog.takedown(id)) added++;
  }
  const changedIds = countChangedIds(catalog, outlets);
  const swallowed = catalog.flaws().filter(({ code }) => code === "SWALLOWED_CAPTURE");
  return { added, changed, changedIds, held: catalog.heldLosses()?.count ?? 0, swallowed };
}

/** Hashes the parts of an article that readers see. Times and twin are left out: they come from more than one file. */
function shownContent(article: Article | Capture): string {
  const { id, outletId, outletName, canonicalUrl, title, language, authors, section, rights } = article;
  const { leadImage, originalUrl, bodyHtml, dek, excerpt, entries } = article;
  const { url, alt, caption, credit, width, height } = leadImage ?? {};
  const facts = [id, outletId, outletName, canonicalUrl, title, language, authors, section, rights];
  const content = [url, alt, caption, credit, width, height, originalUrl, bodyHtml, dek, excerpt, entries];
  return createHash("sha256")
    .update(JSON.stringify([facts, content]))
    .digest("base64");
}
