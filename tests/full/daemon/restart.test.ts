import { copyFileSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile, stop } from "../faults/fault-sandbox.ts";

const paths = ["all", "nyt-zh", "voa-zh", "dw-zh"]
  .flatMap((name) => ["rss.xml", "atom.xml", "feed.json", ""].map((file) => `/feeds/${name}/${file}`))
  .concat("/feeds.opml", "/feeds-all.opml", "/");

/** Bytes and tags of every document. */
async function everything(daemon: DaemonProcess): Promise<Map<string, string>> {
  const documents = new Map<string, string>();
  for (const path of paths) {
    const response = await daemon.fetch(path);
    documents.set(path, `${response.status} ${response.headers.get("etag")}\n${await response.text()}`);
  }
  return documents;
}

const directory = temporaryDirectory();
const [archive, data] = [join(directory, "archive"), join(directory, "data")];
const args = ["--seeds", archive, "--data", data, "--public-url", "http://localhost"];
let expected: Map<string, string>;
beforeAll(async () => {
  cpSync(join(root, "seeds"), archive, { recursive: true });
  await using first = await startDaemon(args, { TZ: "UTC" });
  expected = await everything(first);
  await stop(first);
});

test("workers give the same bytes and tags as one process, and one that dies is replaced", async () => {
  await using several = await startDaemon([...args, "--workers", "2"], { TZ: "America/Los_Angeles", LANG: "C" });
  expect(await everything(several)).toEqual(expected);
  const workers = childrenOf(several.process.pid);
  expect(workers).toHaveLength(2);

  const [first = 0] = workers;
  process.kill(first, "SIGKILL");
  await several.line("is replaced");
  await several.line("documents are served");
  expect(await everything(several)).toEqual(expected);

  const file = join(archive, "new.txt");
  writeFileSync(file, articleFile(1));
  // One of both answers each request: all have taken it over.
  const isInBoth = async (isThere: boolean): Promise<void> => {
    const seen = await Promise.all(Array.from({ length: 16 }, () => several.text("/feeds/voa-zh/rss.xml")));
    expect(seen.filter((feed) => feed.includes("第1篇") !== isThere)).toEqual([]);
  };
  await expect.poll(() => isInBoth(true)).toBeUndefined();
  rmSync(file);
  await expect.poll(() => isInBoth(false)).toBeUndefined();
  await stop(several);
});

test("bytes and tags stay with a restart, another time zone, a deleted catalog, other file names and another order", async () => {
  await using second = await startDaemon(args, { TZ: "America/Los_Angeles", LANG: "C" });
  expect(await everything(second)).toEqual(expected);
  await stop(second);

  for (const file of readdirSync(data)) if (file.startsWith("catalog")) rmSync(join(data, file));
  for (const [at, file] of readdirSync(archive).toReversed().entries()) {
    copyFileSync(join(archive, file), join(archive, `${at}-moved.html`));
    rmSync(join(archive, file));
  }
  await using third = await startDaemon(args, { TZ: "Asia/Shanghai" });
  expect(await everything(third)).toEqual(expected);
});

function childrenOf(pid = 0): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
}
