import { readFileSync } from "node:fs";
import { deriveArticle } from "../src/catalog/derive-article.ts";
import { ingestFile } from "../src/ingest/ingest-file.ts";
import { shownArticle } from "../src/feeds/shown-article.ts";
import type { Capture } from "../src/model/article.ts";
import type { Problem } from "../src/model/problem.ts";
import type { Outlets } from "../src/outlets/outlets.ts";
import { renderEntry } from "../src/render/render-feed.ts";
import { filesBelow } from "./files-below.ts";
import { definition, site } from "./render-cases.ts";

/** What comes of an archive in one process, without a daemon: entries as JSON Feed has them. */
export interface ArchiveEntries {
  readonly files: number;
  readonly captures: number;
  readonly items: readonly unknown[];
  /** By path below the archive. */
  readonly problems: ReadonlyMap<string, Problem>;
}

/** Reads the article files in an archive's folders, as a daemon reads them, and writes the entry of each article. */
export function entriesOfArchive(archive: string, outlets: Outlets, now: Date): ArchiveEntries {
  const captures = new Map<string, (Capture & { readonly sha256: string })[]>();
  const problems = new Map<string, Problem>();
  const paths = filesBelow(archive);
  for (const path of paths) {
    const { outcome, sha256 } = ingestFile({ path, bytes: readFileSync(path) }, { outlets, now });
    if (outcome.ok) captures.getOrInsertComputed(outcome.value.id, () => []).push({ ...outcome.value, sha256 });
    else problems.set(path.slice(archive.length + 1), outcome.problem);
  }
  return {
    files: paths.length,
    captures: paths.length - problems.size,
    items: [...captures.values()].map(itemOf),
    problems,
  };
}

function itemOf(captures: readonly (Capture & { readonly sha256: string })[]): unknown {
  const derived = deriveArticle(captures, []);
  if (!derived) throw new Error("There is no article without a capture.");
  const { shown, firstShownBytes: _bytes, ...times } = derived;
  const article = shownArticle({ ...shown, ...times, revision: shown.sha256 }, definition);
  const item: unknown = JSON.parse(new TextDecoder().decode(renderEntry(article, "json", site)));
  return item;
}
