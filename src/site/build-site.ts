import { mkdir, rm, rmdir } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { isInside } from "../lib/fs/paths.ts";
import { errorCode } from "../lib/fs/error-code.ts";
import { removeUnfinished, writeIfChanged } from "../lib/fs/write-atomically.ts";
import { readManifest, writeManifest } from "./build-manifest.ts";
import { filesOf, type SiteFile } from "./site-file.ts";

export interface BuildSiteDeps {
  readonly documents: AsyncIterable<SiteFile> | Iterable<SiteFile>;
  readonly outDir: string;
  /** Called after each document with how many are done. */
  readonly onProgress?: (done: number) => void;
  /** Aborted, it ends the build between two documents. */
  readonly signal?: AbortSignal;
}

/** Counts of files, compressed ones included. */
export interface BuiltSite {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Writes documents as static files at their paths, byte for byte what the server sends, with the compressed bodies that
 * it is given beside them (`.gz`, `.br`, `.zst`). Every file is whole at any moment; one whose bytes are the same keeps
 * its time. Files of an earlier build that are published no more are removed, and nothing else in the directory is
 * touched. A build that ends early removes nothing; the next one knows what it wrote, and clears up after one that was
 * killed.
 */
export async function buildSite({ documents, outDir, onProgress, signal }: BuildSiteDeps): Promise<BuiltSite> {
  const root = resolve(outDir);
  await mkdir(root, { recursive: true });
  const earlier = await readManifest(root);
  const current = new Set<string>();
  let written = 0;
  let done = 0;
  try {
    for await (const document of documents) {
      signal?.throwIfAborted();
      for (const [file, bytes] of filesOf(document, root)) {
        await mkdir(dirname(file), { recursive: true });
        if (await writeIfChanged(file, bytes)) written += 1;
        current.add(relative(root, file));
      }
      done += 1;
      onProgress?.(done);
    }
  } catch (error) {
    await writeManifest(root, current.union(new Set(earlier))).catch(() => undefined);
    throw error;
  }
  const stale = earlier.filter((path) => !current.has(path));
  for (const path of stale) await removeFile(resolve(root, path), root);
  const directories = new Set([...current].map((path) => dirname(resolve(root, path))));
  for (const directory of directories) await removeUnfinished(directory);
  await writeManifest(root, current);
  return { written, unchanged: current.size - written, removed: stale.length };
}

/** Removes a file, and the directories that it leaves empty. */
async function removeFile(file: string, root: string): Promise<void> {
  if (!isInside(file, root)) throw new Error(`${file} is listed as built but lies outside ${root}.`);
  await rm(file, { force: true });
  for (let directory = dirname(file); directory !== root; directory = dirname(directory)) {
    try {
      await rmdir(directory);
    } catch (error) {
      if (["ENOTEMPTY", "EEXIST", "ENOENT"].includes(errorCode(error) ?? "")) return;
      throw error;
    }
  }
}
