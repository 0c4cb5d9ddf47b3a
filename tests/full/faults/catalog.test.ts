import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, expect, test } from "vitest";
import { generateArchive } from "../../../bench/generate-archive.ts";
import { startDaemon } from "../daemon-harness.ts";
import {
  articleFile,
  everySecond,
  everything,
  fromScratch,
  goingOn,
  firstRun,
  ledgerOf,
  readyz,
  sandbox,
  served,
  stop,
  type FirstRun,
} from "./fault-sandbox.ts";

/** What can become of the catalog's file while no daemon runs. */
const damages: readonly (readonly [what: string, damage: (path: string) => void])[] = [
  ["was deleted", (path) => rmSync(path)],
  ["was truncated in the middle", (path) => truncateSync(path, 20 * 4096)],
  ["was truncated to nothing", (path) => truncateSync(path, 0)],
  ["has damaged pages", overwritePages],
  [
    "is a directory's worth of something else",
    (path) => writeFileSync(path, "not a database at all, though it is long enough\n".repeat(500)),
  ],
  ["comes from the future", (path) => inDatabase(path, "PRAGMA user_version = 9999")],
  ["is another program's", (path) => inDatabase(path, "PRAGMA application_id = 7")],
];

/** Overwrites, where it is still there, everything after the first pages, which hold the schema. */
function overwritePages(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, "r+");
  const { size } = fstatSync(file);
  for (let at = 16 * 4096; at < size; at += 4096) writeSync(file, Buffer.alloc(4096, "damaged "), 0, 4096, at);
  closeSync(file);
}

function inDatabase(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

/** More than the cache of the database holds. */
const FILES = 300;

let first: FirstRun;
beforeAll(async () => {
  first = await firstRun(60);
});

test.each(damages)(
  "a catalog that %s is set aside and rebuilt from the archive, gives the same, and lasts",
  async (what, damage) => {
    const place = first.again();
    damage(join(place.data, "catalog.db"));
    await using rebuilt = await startDaemon(place.args);
    expect(await everything(rebuilt)).toEqual(first.documents);
    await stop(rebuilt);
    expect(existsSync(join(place.data, "catalog.db.broken"))).toBe(
      !/^was (?:deleted|truncated to nothing)$/.test(what),
    );
    expect(await goingOn(place)).toEqual(first.documents);
    expect(ledgerOf(place)).toBe(first.ledger);
  },
);

test("the archive and the ledger alone give what the first run gave", async () => {
  await using daemon = await startDaemon(first.withoutCatalog().args);
  expect(await everything(daemon)).toEqual(first.documents);
});

test("a catalog damaged under a running daemon is rebuilt while the last good feeds are served", async () => {
  const place = sandbox(FILES);
  await using daemon = await startDaemon([...place.args, ...everySecond]);
  const before = await everything(daemon);
  for (const name of ["catalog.db", "catalog.db-wal"]) overwritePages(join(place.data, name));
  // What is in the cache of the database stays readable: old articles are changed until one is not.
  generateArchive(place.archive, FILES, 8);
  await daemon.line("is being rebuilt");
  expect(await everything(daemon)).toEqual(before);
  await daemon.line(served);
  await stop(daemon);
  const documents = await goingOn(place);
  expect(await fromScratch(place)).toEqual(documents);
});

test("a catalog deleted under a running daemon costs no feed, and the next start rebuilds it", async () => {
  const place = sandbox(40);
  await using daemon = await startDaemon([...place.args, ...everySecond]);
  const before = await everything(daemon);
  for (const name of readdirSync(place.data)) if (name.startsWith("catalog")) rmSync(join(place.data, name));
  writeFileSync(join(place.archive, "new.txt"), articleFile(1));
  await daemon.line("the archive was scanned");
  expect((await everything(daemon)).size).toBe(before.size);
  daemon.signal("SIGKILL");
  await daemon.exited;
  await using next = await startDaemon(place.args);
  expect(await next.text("/feeds/voa-zh/feed.json")).toContain("第1篇");
  await stop(next);
  const documents = await goingOn(place);
  expect(await fromScratch(place)).toEqual(documents);
});

test("a catalog that cannot be written leaves the feeds as they are, says so, and is caught up with", async () => {
  const { archive, data, args } = sandbox(10);
  await using daemon = await startDaemon([...args, ...everySecond]);
  const before = await everything(daemon);
  const other = new DatabaseSync(join(data, "catalog.db"));
  other.exec("BEGIN IMMEDIATE");
  writeFileSync(join(archive, "new.txt"), articleFile(1));
  await daemon.line("the next scan will try again");
  expect(await readyz(daemon, ({ degraded }) => degraded !== undefined)).toMatchObject({
    ready: true,
    degraded: expect.stringContaining("locked"),
  });
  expect(await everything(daemon)).toEqual(before);
  other.exec("ROLLBACK");
  other.close();
  await daemon.line(served);
  await readyz(daemon, ({ degraded }) => degraded === undefined);
});
