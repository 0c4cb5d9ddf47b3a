import { copyFileSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { generateArchive } from "../../../bench/generate-archive.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { freePort } from "../../free-port.ts";
import { temporaryDirectory } from "../../temporary-directory.ts";

export const served = "documents are served";
export const everySecond = ["--scan-every", "* * * * * *"];
/** In milliseconds: hundreds of articles are read several times. */
export const LONG = 120_000;
const feedPaths = ["all", "nyt-zh", "voa-zh", "dw-zh"].flatMap((name) =>
  ["rss.xml", "atom.xml", "feed.json"].map((file) => `/feeds/${name}/${file}`),
);

export interface Sandbox {
  readonly archive: string;
  readonly data: string;
  readonly args: readonly string[];
}

/** An archive of generated files and a data directory of the test's own, at one address over restarts. */
export async function sandbox(files: number): Promise<Sandbox> {
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  const data = join(directory, "data");
  generateArchive(archive, files, 7);
  return { archive, data, args: ["--seeds", archive, "--data", data, "--port", String(await freePort())] };
}

export function articleFile(number: number, title = `第${number}篇`): string {
  const url = `https://www.voachinese.com/a/story/${9_000_000 + number}.html`;
  return `<!--${1_750_000_000_000 + number * 1000}-->\n[${title}](${url})\n------\n\n<p>河边的图书馆今天开门。</p>`;
}

/** Bytes and tags of every feed. */
export async function everything(daemon: DaemonProcess): Promise<Map<string, string>> {
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

/** A daemon that goes on with what is there serves what one would that has the archive and the ledger alone. */
export async function expectAsFromScratch({ args, data }: Sandbox): Promise<void> {
  const goesOn = await startDaemon(args);
  const documents = await everything(goesOn);
  await stop(goesOn);
  renameSync(data, `${data}-before`);
  mkdirSync(data);
  copyFileSync(join(`${data}-before`, "ledger.jsonl"), join(data, "ledger.jsonl"));
  const anew = await startDaemon(args);
  expect(await everything(anew)).toEqual(documents);
}

export type Readiness = Readonly<Record<string, unknown>>;

/** Asks until what is said of readiness is what was waited for. */
export async function readyz(daemon: DaemonProcess, isAwaited: (said: Readiness) => boolean): Promise<Readiness> {
  for (;;) {
    const said: Readiness = JSON.parse(await daemon.text("/readyz"));
    if (isAwaited(said)) return said;
  }
}
