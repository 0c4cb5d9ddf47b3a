import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow } from "../../files-below.ts";
import { startDaemon } from "../daemon-harness.ts";
import { articleFile, everySecond, stop } from "../faults/fault-sandbox.ts";
import { place } from "./node.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

/** What a server of files knows of those that are shown in a directory: bytes and times, by path. */
function filesShown(directory: string): ReadonlyMap<string, string> {
  const current = join(directory, "current");
  return new Map(
    filesBelow(current).map((path) => {
      const facts = `${statSync(path).mtime.toISOString()} ${readFileSync(path, "base64")}`;
      return [path.slice(current.length), facts];
    }),
  );
}

describe.skipIf(isWithoutPostgres)("daemons that share a catalog", { timeout: 300_000 }, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  test("each keep the same files, with the same times, the one that leads and the one that never does", async () => {
    const one = place();
    const two = place(one.archive);
    const [first, second] = [join(one.directory, "www"), join(two.directory, "www")];
    const flags = [...server.flags("files"), ...everySecond];
    await using leader = await startDaemon(
      [...one.args, ...flags, "--publish-to", first],
      {},
      "the archive was scanned",
    );
    const serving = [...two.args, ...flags, "--role", "serve", "--publish-to", second];
    await using follower = await startDaemon(serving, {}, "another feedmill leads");
    writeFileSync(join(one.archive, "new.txt"), articleFile(1));
    for (const directory of [first, second]) {
      await expect.poll(() => readFileSync(join(directory, "current/feeds/voa-zh/rss.xml"), "utf8")).toContain("第1篇");
    }
    const shown = filesShown(first);
    expect(filesShown(second)).toEqual(shown);
    expect(shown.size).toBeGreaterThan(80);
    for (const daemon of [leader, follower]) await stop(daemon);
  });
});
