import { mkdirSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { askDaemon } from "../../../src/daemon/control-door.ts";
import { startDaemon } from "../daemon-harness.ts";
import {
  articleFile,
  everySecond,
  everything,
  expectAsFromScratch,
  LONG,
  readyz,
  sandbox,
  served,
  stop,
} from "./fault-sandbox.ts";

/** In the order of the files: the catalog's, as a daemon that was stopped left it. */
const damages: readonly (readonly [what: string, damage: (path: string) => void])[] = [
  ["was deleted", (path) => rmSync(path)],
  ["was truncated in the middle", (path) => truncateSync(path, 20 * 4096)],
  ["was truncated to nothing", (path) => truncateSync(path, 0)],
  [
    "is a directory's worth of something else",
    (path) => writeFileSync(path, "not a database at all, though it is long enough\n".repeat(500)),
  ],
  ["comes from the future", (path) => inDatabase(path, "PRAGMA user_version = 9999")],
  ["is another program's", (path) => inDatabase(path, "PRAGMA application_id = 7")],
];

function inDatabase(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

test.each(damages)(
  "a catalog that %s is begun anew from the archive, and gives the same",
  async (_what, damage) => {
    const place = await sandbox(40);
    const first = await startDaemon(place.args);
    const expected = await everything(first);
    await stop(first);
    damage(join(place.data, "catalog.db"));
    const second = await startDaemon(place.args);
    expect(await everything(second)).toEqual(expected);
    await stop(second);
    await expectAsFromScratch(place);
  },
  LONG,
);

test(
  "a catalog deleted under a running daemon costs no feed, and the next start rebuilds it",
  async () => {
    const place = await sandbox(40);
    const daemon = await startDaemon([...place.args, ...everySecond]);
    const before = await everything(daemon);
    for (const name of readdirSync(place.data)) if (name.startsWith("catalog")) rmSync(join(place.data, name));
    writeFileSync(join(place.archive, "new.txt"), articleFile(1));
    await daemon.line("the archive was scanned");
    expect((await everything(daemon)).size).toBe(before.size);
    daemon.signal("SIGKILL");
    await daemon.exited;
    const next = await startDaemon(place.args);
    expect(await next.text("/feeds/voa-zh/feed.json")).toContain("第1篇");
    await stop(next);
    await expectAsFromScratch(place);
  },
  LONG,
);

/** What a JSON feed holds, without what it says of itself. */
function entriesOf(feed: string | undefined): string | undefined {
  return feed?.slice(feed.indexOf('"items":['));
}

test(
  "an archive replaced as a whole is held back, then taken over whole",
  async () => {
    const place = await sandbox(60);
    const daemon = await startDaemon([...place.args, ...everySecond]);
    const before = await everything(daemon);
    renameSync(place.archive, `${place.archive}-before`);
    mkdirSync(place.archive);
    for (let number = 1; number <= 30; number++)
      writeFileSync(join(place.archive, `${number}.txt`), articleFile(number));
    await readyz(daemon, ({ degraded }) => degraded !== undefined);
    await daemon.line(served);
    // Its history goes on, because the archive has come to a later day: what it holds is what it held.
    expect(entriesOf(await daemon.text("/feeds/nyt-zh/feed.json"))).toBe(
      entriesOf(before.get("/feeds/nyt-zh/feed.json")),
    );
    await askDaemon(place.data, { kind: "accept-deletions" });
    expect(await readyz(daemon, () => true)).toMatchObject({ ready: true, articles: 30 });
    await stop(daemon);
    await expectAsFromScratch(place);
  },
  LONG,
);

test(
  "ten thousand files added at once are all published, and every answer meanwhile is whole",
  async () => {
    const place = await sandbox(20);
    const daemon = await startDaemon([...place.args, ...everySecond]);
    const { articles: before } = await readyz(daemon, ({ articles }) => Number(articles) > 0);
    for (let number = 1; number <= 10_000; number++)
      writeFileSync(join(place.archive, `${number}.txt`), articleFile(number));
    await readyz(daemon, ({ ready, degraded, articles }) => {
      expect([ready, degraded]).toEqual([true, undefined]);
      return Number(articles) >= Number(before) + 10_000;
    });
    expect(await daemon.text("/feeds/voa-zh/rss.xml")).toContain("第10000篇");
  },
  3 * LONG,
);
