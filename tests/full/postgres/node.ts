import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { root } from "../../root.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { stop } from "../faults/fault-sandbox.ts";

/** Where a daemon is. */
export interface Place {
  readonly directory: string;
  readonly archive: string;
  readonly data: string;
  readonly args: readonly string[];
}

/** A daemon's directories, with the archive of another one or one of the sample articles. */
export function place(sharedArchive?: string): Place {
  const directory = temporaryDirectory();
  const [archive, data] = [sharedArchive ?? join(directory, "archive"), join(directory, "data")];
  if (sharedArchive === undefined) cpSync(join(root, "seeds"), archive, { recursive: true });
  const args = ["--seeds", archive, "--data", data, "--public-url", "http://localhost", "--rate-made", "0"];
  return { directory, archive, data, args };
}

const formats = ["rss.xml", "atom.xml", "feed.json", ""];
const paths = ["all", "nyt-zh", "voa-zh", "dw-zh", "all/zh-hant", "all/2023-02-23", "none"]
  .flatMap((name) => formats.map((file) => `/feeds/${name}/${file}`))
  .concat(
    "/feeds.opml",
    "/feeds-all.opml",
    "/",
    "/.well-known/feeds",
    "/search?q=中国",
    "/search/rss.xml?q=中国",
    "/none",
  );

/** Every document as it is sent, with its headers but for the date. */
export async function everything(daemon: DaemonProcess): Promise<ReadonlyMap<string, unknown>> {
  await expect.poll(async () => (await daemon.fetch("/feeds/all/rss.xml")).status).toBe(200);
  const asked = paths.flatMap((path) => ["identity", "br"].map((coding) => [path, coding] as const));
  const sent = asked.map(async ([path, coding]) => {
    const response = await daemon.fetch(path, { "Accept-Encoding": coding });
    const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "date"));
    return [`${path} ${coding}`, [response.status, headers, await response.text()]] as const;
  });
  return new Map(await Promise.all(sent));
}

/** The same without what a clock set. */
export function timeless(documents: ReadonlyMap<string, unknown>): string {
  return JSON.stringify([...documents]).replaceAll(/"last-modified":"[^"]*",?/g, "");
}

/** What a daemon with SQLite sends, which has this archive and the ledger of a catalog in PostgreSQL. */
export async function sentWithSqlite(archive: string, catalog: readonly string[]): Promise<string> {
  const { data, args } = place(archive);
  mkdirSync(data);
  writeFileSync(join(data, "ledger.jsonl"), feedmill("ledger", "export", "--data", data, ...catalog));
  const daemon = await startDaemon(args);
  const sent = timeless(await everything(daemon));
  await stop(daemon);
  return sent;
}

/** Runs a command of the command line. Returns what it prints; throws that when it fails. */
export function feedmill(...args: readonly string[]): string {
  const program = join(root, "src/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout;
}

/** The same, while this process goes on: a daemon's way to its database may lead through it. */
export async function feedmillBeside(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, "src/main.ts"), ...args]);
  return stdout;
}
