import { existsSync } from "node:fs";
import { chmod, link, mkdir, mkdtemp, readdir, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isAbsence } from "../lib/fs/error-code.ts";
import { syncDirectory, writeDurably } from "../lib/fs/write-atomically.ts";
import type { FinishedDocument } from "../model/document.ts";
import { filesOf, sitePath } from "./site-file.ts";

/** Where finished documents are kept. */
export interface DocumentSource {
  /** Paths and entity tags of all documents, as they are at one moment. */
  tags(): Promise<ReadonlyMap<string, string>>;
  find(path: string): Promise<FinishedDocument | undefined>;
}

/** A directory that feedmill was told to publish to, and must not. */
export class ForeignDirectoryError extends Error {
  constructor(directory: string) {
    super(
      `${directory} holds files that feedmill did not write. Let publish-to name an empty directory, or a new one.`,
    );
  }
}

/** Says whose the directory is: nothing is ever removed from one without it. */
const markName = ".feedmill-publish-to";
const mark = "feedmill writes this directory. A server of files is to send what lies in current/.\n";
/** Leads to the edition that is shown. */
const currentName = "current";
const nextName = ".current";
const editionName = /^edition-\w{6}$/;

/** A server of files runs as another user. What is published is nobody's secret. */
const DIRECTORY_MODE = 0o755;
const FILE_MODE = 0o644;

/** Editions that were shown before and are there still: who reads them may take a moment more. */
const MAX_REPLACED = 3;

/**
 * Finished documents with their codings as files below `current` in a directory, for servers of files: an edition as a
 * whole. Each is a directory of its own, and a link leads to one of them at any moment: also where the disk is full, the
 * power fails, or the writer is killed. Files are never written to again, and those that stay the same are one file in
 * all editions. The time of a file is its document's `Last-Modified`.
 */
export class PublishedFiles {
  readonly #directory: string;
  /** The entity tags of the documents that are shown, by path, as far as this process wrote them. */
  #shown: ReadonlyMap<string, string> = new Map();
  /** The editions shown before, the latest last. */
  #replaced: string[] = [];

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Makes the directory where there is none, and clears up after a writer that was killed. Throws `ForeignDirectoryError`
   * where it is somebody else's, and what the disk says. One process may have it open.
   */
  static async open(path: string): Promise<PublishedFiles> {
    const directory = resolve(path);
    await makeDirectory(directory);
    const names = await readdir(directory);
    if (!names.includes(markName)) {
      if (names.length > 0) throw new ForeignDirectoryError(directory);
      await writeFile(join(directory, markName), mark);
    }
    const files = new PublishedFiles(directory);
    const shown = await files.#current();
    for (const name of names) {
      if (name === nextName || (editionName.test(name) && name !== shown)) await files.remove(name);
    }
    return files;
  }

  /** The name of the edition that is shown; undefined where there is none. */
  async #current(): Promise<string | undefined> {
    try {
      return basename(await readlink(join(this.#directory, currentName)));
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  /**
   * Shows the present documents. What is shown stays where there is none, or none that is another. Returns the name of the
   * edition that was shown before, where that can now be removed. Throws what the disk or the source says; what was shown
   * is shown then.
   */
  async publish(documents: DocumentSource): Promise<string | undefined> {
    const tags = await documents.tags();
    if (tags.size === 0 || areSame(tags, this.#shown)) return undefined;
    const edition = await mkdtemp(join(this.#directory, "edition-"));
    try {
      await chmod(edition, DIRECTORY_MODE);
      const before = await this.#current();
      const written = await this.#write(edition, documents, before && join(this.#directory, before));
      await this.#show(basename(edition));
      this.#shown = written;
      if (before !== undefined) await this.#replace(before);
      return before;
    } catch (error) {
      await rm(edition, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** Shows nothing, until something is published. */
  async withdraw(): Promise<void> {
    const shown = await this.#current();
    this.#shown = new Map();
    await rm(join(this.#directory, currentName), { force: true });
    if (shown !== undefined) await this.remove(shown);
  }

  /** Removes an edition that is shown no more. */
  async remove(edition: string): Promise<void> {
    await rm(join(this.#directory, edition), { recursive: true, force: true });
  }

  /** Writes documents until there are no others than those written. Returns their tags. */
  async #write(
    edition: string,
    documents: DocumentSource,
    before: string | undefined,
  ): Promise<ReadonlyMap<string, string>> {
    const directories = new Set([edition]);
    const written = new Map<string, string>();
    for (;;) {
      const tags = await documents.tags();
      if (areSame(tags, written)) break;
      for (const path of written.keys()) if (!tags.has(path)) await removeDocument(edition, path, written);
      for (const [path, tag] of tags) {
        if (written.get(path) === tag) continue;
        await removeDocument(edition, path, written);
        await makeDirectories(dirname(sitePath(edition, path)), directories);
        const isShown = before !== undefined && this.#shown.get(path) === tag;
        if (isShown && (await linkDocument(before, edition, path))) written.set(path, tag);
        else await writeDocument(edition, await documents.find(path), written);
      }
    }
    for (const directory of directories) await syncDirectory(directory);
    return written;
  }

  /** Turns the link, at once: a rename takes the place of the one before. */
  async #show(edition: string): Promise<void> {
    const next = join(this.#directory, nextName);
    await rm(next, { force: true });
    await symlink(edition, next);
    await rename(next, join(this.#directory, currentName));
    await syncDirectory(this.#directory);
  }

  async #replace(edition: string): Promise<void> {
    this.#replaced.push(edition);
    while (this.#replaced.length > MAX_REPLACED) await this.remove(this.#replaced.shift() ?? "");
  }
}

function areSame(tags: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): boolean {
  return tags.size === others.size && tags.entries().every(([path, tag]) => others.get(path) === tag);
}

/** Makes a directory, and those above it, where they are not there. */
async function makeDirectory(path: string): Promise<void> {
  if (existsSync(path)) return;
  await makeDirectory(dirname(path));
  await mkdir(path);
  await chmod(path, DIRECTORY_MODE);
}

/** Makes a directory of an edition, and notes it with those above it. */
async function makeDirectories(path: string, made: Set<string>): Promise<void> {
  if (made.has(path)) return;
  await makeDirectories(dirname(path), made);
  await makeDirectory(path);
  made.add(path);
}

/** The paths of the files of a document. */
function pathsIn(edition: string, path: string): readonly string[] {
  const nothing = new Uint8Array();
  const codings = { gzip: nothing, br: nothing, zstd: nothing };
  return filesOf({ path, body: nothing, codings }, edition).map(([file]) => file);
}

async function removeDocument(edition: string, path: string, written: Map<string, string>): Promise<void> {
  if (!written.delete(path)) return;
  for (const file of pathsIn(edition, path)) await rm(file, { force: true });
}

/** Takes the files of a document over from another edition. False where the file system or the other edition has none. */
async function linkDocument(from: string, edition: string, path: string): Promise<boolean> {
  const others = pathsIn(from, path);
  try {
    for (const [at, file] of pathsIn(edition, path).entries()) await link(others[at] ?? "", file);
    return true;
  } catch {
    for (const file of pathsIn(edition, path)) await rm(file, { force: true });
    return false;
  }
}

/** Writes the files of a document, if there is one still, and notes its tag. */
async function writeDocument(
  edition: string,
  document: FinishedDocument | undefined,
  written: Map<string, string>,
): Promise<void> {
  if (document === undefined) return;
  const facts = { mode: FILE_MODE, modifiedAt: document.lastModified };
  for (const [file, bytes] of filesOf(document, edition)) await writeDurably(file, bytes, facts);
  written.set(document.path, document.etag);
}
