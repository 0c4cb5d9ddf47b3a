import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lookAtFile } from "../archive/look-at-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { createOutlets, type Outlets } from "../outlets/outlets.ts";
import { failure } from "../model/problem.ts";
import { Ingester, type Applied } from "./ingester.ts";
import type { FileLook, ReadArticle } from "./read-article.ts";
import { readArticles } from "./readers/reader-pool.ts";

const longAgo = 1_600_000_000_000;

function articleFile(number: number, { capturedAt = longAgo, body = "<p>Today the library opens.</p>" } = {}): string {
  return `<!--${capturedAt}-->\n[Story ${number}](https://news.example/story/${number})\n------\n\n${body}`;
}

interface Place {
  readonly archive: string;
  readonly ingester: Ingester;
  readonly applied: Applied[];
  /** Addresses of all articles, in order. */
  articles(): Promise<readonly string[]>;
  write(name: string, content: string): string;
  /** Done once, while the next settling time is waited for. */
  whileSettling: (() => void) | undefined;
  clock: number;
  isStopping: boolean;
  isDiskFailing: boolean;
}

interface PlaceOptions {
  readonly roots?: readonly string[];
  readonly keepsPruned?: boolean;
  readonly ignore?: readonly string[];
}

async function place({ roots = ["."], keepsPruned = false, ignore = [] }: PlaceOptions = {}): Promise<Place> {
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  for (const root of roots) mkdirSync(join(archive, root), { recursive: true });
  const { catalog } = await openCatalog({ data: join(directory, "data") }).write();
  onTestFinished(() => catalog.close());
  const applied: Applied[] = [];
  const now = (): Date => new Date(here.clock);
  const ingester = new Ingester({
    catalog,
    roots: roots.map((root) => join(archive, root)),
    settings: () => ({ outlets: noOutlets(), keepsPruned, ignore, corrections: { join: [], forbid: [] } }),
    read: (looks, settled) =>
      here.isDiskFailing ? failingRead(looks) : readArticles(looks, noOutlets(), now, 0, { settled }),
    now,
    pause: async () => {
      here.whileSettling?.();
      here.whileSettling = undefined;
    },
    shouldStop: () => here.isStopping,
    onApplied: (one) => void applied.push(one),
  });
  const here: Place = {
    archive,
    ingester,
    applied,
    articles: async () => {
      const addresses = (await Array.fromAsync(catalog.articles.addresses())).flat();
      return addresses.map(({ canonicalUrl }) => canonicalUrl).toSorted();
    },
    write(name, content) {
      const path = join(archive, name);
      writeFileSync(path, content);
      return path;
    },
    whileSettling: undefined,
    clock: Date.now(),
    isStopping: false,
    isDiskFailing: false,
  };
  return here;
}

/** The outcome of reading where the disk refuses. */
async function* failingRead(looks: readonly FileLook[]): AsyncGenerator<readonly ReadArticle[]> {
  const outcome = failure("UNREADABLE_FILE", "The file cannot be read: EIO.");
  yield looks.map(({ path, signature }) => ({
    state: "ingested",
    file: { path, signature, fingerprint: "", sha256: "", outcome },
  }));
}

function looksAt(path: string): readonly FileLook[] {
  const seen = lookAtFile(path, [dirname(path)]);
  return seen === undefined ? [] : [{ path, ...seen }];
}

function noOutlets(): Outlets {
  const outlets = createOutlets([]);
  if (!outlets.ok) throw new Error("no outlets do not go together");
  return outlets.value;
}

const removedIn = (applied: readonly Applied[]): number => applied.reduce((sum, { change }) => sum + change.removed, 0);

async function filled(count: number, options?: Parameters<typeof place>[0]): Promise<Place> {
  const here = await place(options);
  for (let number = 0; number < count; number++)
    here.write(join(options?.roots?.[0] ?? "", `${number}.txt`), articleFile(number));
  await here.ingester.scan();
  here.applied.length = 0;
  return here;
}

test("a file renamed while it was waited for is not lost, not even for a moment", async () => {
  const here = await filled(1);
  const path = join(here.archive, "0.txt");
  appendFileSync(path, "\n");
  here.whileSettling = () => renameSync(path, join(here.archive, "renamed.txt"));
  expect((await here.ingester.scan()).needsScan).toBe(true);
  await here.ingester.scan();
  expect(removedIn(here.applied)).toBe(0);
  expect(await here.articles()).toHaveLength(1);
});

test("a file that is missing at one look and back under another name at the next was renamed", async () => {
  const here = await filled(1);
  const aside = join(here.archive, "..", "aside");
  renameSync(join(here.archive, "0.txt"), aside);
  here.write("other.txt", articleFile(5));
  here.whileSettling = () => renameSync(aside, join(here.archive, "back.txt"));
  await here.ingester.scan();
  expect(removedIn(here.applied)).toBe(0);
  expect(await here.articles()).toHaveLength(2);
});

test("a scan that is broken off loses nothing", async () => {
  const here = await filled(3);
  for (let number = 0; number < 3; number++) {
    renameSync(join(here.archive, `${number}.txt`), join(here.archive, `new-${number}.txt`));
  }
  here.isStopping = true;
  await here.ingester.scan();
  expect(await here.articles()).toHaveLength(3);
});

test("a new capture from the future is held back, and the one before it stays until then", async () => {
  const here = await filled(1);
  const soon = here.clock + 10_000;
  const before = await here.articles();
  here.write("0.txt", articleFile(0, { capturedAt: soon, body: "<p>Today the library closes.</p>" }));
  await here.ingester.scan();
  await here.ingester.scan();
  expect(await here.articles()).toEqual(before);
  expect(here.applied).toEqual([]);
  here.clock = soon + 1000;
  await here.ingester.scan();
  expect(here.applied).toEqual([expect.objectContaining({ change: expect.objectContaining({ revised: 1 }) })]);
});

test("an archive where nothing changes is not written to the catalog, though it has problems", async () => {
  const here = await place();
  here.write("future.txt", articleFile(0, { capturedAt: here.clock + 1_000_000 }));
  here.write("bad.txt", "no article");
  truncateSync(here.write("oversize.txt", ""), 6_000_000);
  await here.ingester.scan();
  expect(here.applied).toHaveLength(1);
  await here.ingester.scan();
  expect(here.applied).toHaveLength(1);
});

test("a file that is hinted at without having changed is not read again", async () => {
  const here = await filled(1);
  await here.ingester.ingest(looksAt(join(here.archive, "0.txt")));
  expect(here.applied).toEqual([]);
});

test("a deletion after others were accepted is judged by itself", async () => {
  const here = await filled(40);
  for (let number = 0; number < 30; number++) rmSync(join(here.archive, `${number}.txt`));
  expect((await here.ingester.scan()).held).toBe(30);
  expect((await here.ingester.scan(Number.POSITIVE_INFINITY)).held).toBe(0);
  rmSync(join(here.archive, "30.txt"));
  expect((await here.ingester.scan()).held).toBe(0);
  expect(await here.articles()).toHaveLength(9);
});

test("no more is accepted than was held when the operator accepted it", async () => {
  const here = await filled(40);
  for (let number = 0; number < 30; number++) rmSync(join(here.archive, `${number}.txt`));
  expect((await here.ingester.scan(29)).held).toBe(30);
  expect((await here.ingester.scan(30)).held).toBe(0);
  expect(await here.articles()).toHaveLength(10);
});

test("a slow wipe is held back like a quick one", async () => {
  const here = await filled(40);
  for (let number = 0; number < 30; number++) {
    rmSync(join(here.archive, `${number}.txt`));
    await here.ingester.scan();
  }
  expect(await here.articles()).toHaveLength(21);
});

test("a root that is missing holds back no deletion in another", async () => {
  const here = await filled(3, { roots: ["one", "two"] });
  here.write("two/a.txt", articleFile(10));
  here.write("two/b.txt", articleFile(11));
  await here.ingester.scan();
  renameSync(join(here.archive, "one"), join(here.archive, "away"));
  rmSync(join(here.archive, "two/a.txt"));
  expect((await here.ingester.scan()).held).toBe(3);
  expect(await here.articles()).toHaveLength(4);
  renameSync(join(here.archive, "away"), join(here.archive, "one"));
  expect((await here.ingester.scan()).held).toBe(0);
  expect(await here.articles()).toHaveLength(4);
});

test("files that the operator comes to ignore count as deleted, and are not read when they change", async () => {
  const ignore: string[] = [];
  const here = await filled(3, { ignore });
  ignore.push("1.txt");
  await here.ingester.scan();
  expect(await here.articles()).toHaveLength(2);
  here.write("1.txt", articleFile(9));
  await here.ingester.scan();
  expect(await here.articles()).toHaveLength(2);
});

test("articles of pruned files stay where the archive is kept", async () => {
  const here = await filled(30, { keepsPruned: true });
  for (let number = 0; number < 30; number++) rmSync(join(here.archive, `${number}.txt`));
  expect((await here.ingester.scan()).held).toBe(0);
  expect(await here.articles()).toHaveLength(30);
});

test("a file truncated and written again in place never leaves the feeds, though another clock wrote it", async () => {
  const here = await filled(1);
  here.clock -= 30_000;
  here.write("0.txt", "");
  await here.ingester.scan();
  expect(await here.articles()).toHaveLength(1);
  here.write("0.txt", articleFile(0, { capturedAt: longAgo + 60_000, body: "<p>The library is open.</p>" }));
  await here.ingester.scan();
  expect(removedIn(here.applied)).toBe(0);
});

test("a file the disk does not give keeps its article, and is read as soon as it does", async () => {
  const here = await filled(1);
  const path = here.write(
    "0.txt",
    articleFile(0, { capturedAt: longAgo + 60_000, body: "<p>The library is open.</p>" }),
  );
  here.isDiskFailing = true;
  expect((await here.ingester.scan()).unread).toEqual([{ path, message: expect.stringContaining("EIO") }]);
  expect(here.applied).toEqual([]);
  here.isDiskFailing = false;
  await here.ingester.scan();
  expect(here.applied).toEqual([expect.objectContaining({ change: expect.objectContaining({ revised: 1 }) })]);
});

test("a file that a hint is about and that cannot be read is left to a scan, which tells of it", async () => {
  const here = await filled(1);
  const path = here.write("0.txt", articleFile(0, { capturedAt: longAgo + 60_000 }));
  here.isDiskFailing = true;
  expect((await here.ingester.ingest(looksAt(path))).needsScan).toBe(true);
  expect(here.applied).toEqual([]);
});
