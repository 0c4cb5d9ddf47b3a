import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { generateArchive } from "../../../bench/generate-archive.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";

/** A test that waits longer has failed. */
const LONGEST_MS = 100_000;

export const served = "documents are served";
export const everySecond = ["--scan-every", "* * * * * *"];
const feedPaths = ["all", "nyt-zh", "voa-zh", "dw-zh"].flatMap((name) =>
  ["rss.xml", "atom.xml", "feed.json"].map((file) => `/feeds/${name}/${file}`),
);

export interface Sandbox {
  readonly archive: string;
  readonly data: string;
  readonly args: readonly string[];
}

/** An archive of generated files and a data directory, both of the test's own. */
export function sandbox(files: number): Sandbox {
  const directory = temporaryDirectory();
  generateArchive(join(directory, "archive"), files, 7);
  return sandboxOf(join(directory, "archive"), join(directory, "data"));
}

/** The address is the same wherever a daemon listens, so that documents of several daemons can be equal. */
function sandboxOf(archive: string, data: string): Sandbox {
  return { archive, data, args: ["--seeds", archive, "--data", data, "--public-url", "http://localhost"] };
}

/** Bytes and tags of documents, by their paths. */
export type Documents = ReadonlyMap<string, string>;

/** What a daemon that was stopped leaves behind, to be copied by several tests. */
export interface FirstRun {
  readonly documents: Documents;
  readonly ledger: string;
  /** The same archive, which the test must leave as it is, with a copy of the data directory. */
  again(): Sandbox;
  /** A copy of the archive, and of the data directory without its catalog. */
  withoutCatalog(): Sandbox;
}

export async function firstRun(files: number): Promise<FirstRun> {
  const place = sandbox(files);
  const daemon = await startDaemon(place.args);
  const documents = await everything(daemon);
  await stop(daemon);
  return {
    documents,
    ledger: ledgerOf(place),
    again() {
      const data = join(temporaryDirectory(), "data");
      cpSync(place.data, data, { recursive: true });
      return sandboxOf(place.archive, data);
    },
    withoutCatalog() {
      const directory = temporaryDirectory();
      const [archive, data] = [join(directory, "archive"), join(directory, "data")];
      cpSync(place.archive, archive, { recursive: true, preserveTimestamps: true });
      mkdirSync(data);
      copyFileSync(join(place.data, "ledger.jsonl"), join(data, "ledger.jsonl"));
      return sandboxOf(archive, data);
    },
  };
}

export function ledgerOf({ data }: Sandbox): string {
  return readFileSync(join(data, "ledger.jsonl"), "utf8");
}

export function articleFile(number: number, title = `第${number}篇`): string {
  const url = `https://www.voachinese.com/a/story/${9_000_000 + number}.html`;
  return `<!--${1_750_000_000_000 + number * 1000}-->\n[${title}](${url})\n------\n\n<p>河边的图书馆今天开门。</p>`;
}

/** Bytes and tags of every feed. */
export async function everything(daemon: DaemonProcess): Promise<Documents> {
  const documents = new Map<string, string>();
  for (const path of feedPaths) {
    const response = await daemon.fetch(path);
    documents.set(path, `${response.status} ${response.headers.get("etag")}\n${await response.text()}`);
  }
  return documents;
}

export async function stop(daemon: DaemonProcess): Promise<void> {
  daemon.signal("SIGTERM");
  expect(await daemon.exited).toBe(0);
}

/** What a daemon serves that goes on with what another left. */
export async function goingOn({ args }: Sandbox): Promise<Documents> {
  await using daemon = await startDaemon(args);
  const documents = await everything(daemon);
  await stop(daemon);
  return documents;
}

/** What a daemon serves that has the archive and the ledger alone. */
export async function fromScratch({ args, data }: Sandbox): Promise<Documents> {
  const before = `${data}-before`;
  renameSync(data, before);
  mkdirSync(data);
  copyFileSync(join(before, "ledger.jsonl"), join(data, "ledger.jsonl"));
  await using daemon = await startDaemon(args);
  return await everything(daemon);
}

export type Readiness = Readonly<Record<string, unknown>>;

/** Asks until what is said of readiness is what is waited for. */
export async function readyz(daemon: DaemonProcess, isAwaited: (said: Readiness) => boolean): Promise<Readiness> {
  let said: Readiness = {};
  const isReached = async (): Promise<boolean> => {
    said = JSON.parse(await daemon.text("/readyz"));
    return isAwaited(said);
  };
  await vi.waitUntil(isReached, { timeout: LONGEST_MS });
  return said;
}
