import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { openCatalog } from "../../../src/catalog/open-catalog.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile as ordinaryFile, stop } from "./fault-sandbox.ts";
import { activeContent } from "../../hostile/active-content.ts";
import { articleFile, fileWithVectorInEveryField } from "../../hostile/article-files.ts";
import {
  bombs,
  everyByte,
  fileWithAddress,
  fileWithBytes,
  invalidBytes,
  longTitles,
  refusedAddresses,
} from "../../hostile/hostile-files.ts";
import { scriptVectors } from "../../hostile/script-vectors.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

interface ServedFeed {
  readonly items: readonly { readonly content_html?: string }[];
}

const ORDINARY = 40;
/** Articles that differ in nothing but their address. */
const ALIKE = Number(process.env["TEST_ALIKE"] ?? 1_000);
/** Of the daemon's own, in kilobytes; one that read the largest file would have more. */
const MOST_RESIDENT = 1_000_000;
/** Longer ago than a file may take to be written. */
const LONG_AGO = new Date(Date.now() - 3_600_000);
const body = "<p>同文。</p>";

/** Files that are no articles, and what may be said of each. */
const refused: readonly (readonly [name: string, content: string | Uint8Array, codes: RegExp])[] = [
  ["empty", "", /^EMPTY_FILE$/],
  ["every-byte", everyByte, /^(?:UNKNOWN|AMBIGUOUS)_ENCODING$/],
  ["zeros", new Uint8Array(1_000_000), /^(?:UNKNOWN|AMBIGUOUS)_ENCODING$/],
  ["a-program", readFileSync("/bin/sh"), /^(?:UNKNOWN|AMBIGUOUS)_ENCODING$/],
  ["no-header", "x".repeat(4_000_000), /^MISSING_HEADER$/],
  ["one-byte-too-many", articleFile({ body: "x".repeat(5_000_000) }), /^OVERSIZE_FILE$/],
  // One damaged character is a flaw of an article, unless the bytes may be of another encoding.
  ...invalidBytes.map(
    ([, bytes], at) => [`bytes-${at}`, fileWithBytes(bytes), /^(?:published|(?:UNKNOWN|AMBIGUOUS)_ENCODING)$/] as const,
  ),
  ...refusedAddresses.map(
    (url, at) => [`address-${at}`, fileWithAddress(url), /^(?:INVALID_URL|UNKNOWN_ENCODING)$/] as const,
  ),
  ...bombs.flatMap(([, bomb, code], at) =>
    code === undefined
      ? []
      : [[`bomb-${at}`, articleFile({ body: bomb, path: `/bombs/${at}/` }), new RegExp(`^${code}$`)] as const],
  ),
];

/** Files whose articles may be published, once they are harmless. */
const allowed: readonly (readonly [name: string, content: string])[] = [
  ...bombs.flatMap(([, bomb, code], at) =>
    code === undefined ? [[`bomb-${at}`, articleFile({ body: bomb, path: `/bombs/${at}/` })] as const] : [],
  ),
  ...longTitles.map(([, title], at) => [`title-${at}`, articleFile({ title, body, path: `/titles/${at}/` })] as const),
  ...Object.values(scriptVectors)
    .flat()
    .map((vector, at) => [`vector-${at}`, fileWithVectorInEveryField(vector).toWellFormed()] as const),
];

test("an archive of hostile files, and ordinary ones among them, is published as far as it holds articles", async () => {
  const directory = temporaryDirectory();
  const [archive, data] = [join(directory, "archive"), join(directory, "data")];
  mkdirSync(archive);
  const write = (name: string, content: string | Uint8Array): void => {
    const path = join(archive, `${name}.txt`);
    writeFileSync(path, content);
    utimesSync(path, LONG_AGO, LONG_AGO);
  };
  for (const [name, content] of [...refused, ...allowed]) write(name, content);
  for (let at = 0; at < ALIKE; at++) write(`alike-${at}`, articleFile({ title: "同题", body, path: `/alike/${at}/` }));
  for (let at = 0; at < ORDINARY; at++) write(`ordinary-${at}`, ordinaryFile(at));
  write("gigabyte", "");
  truncateSync(join(archive, "gigabyte.txt"), 1_000_000_000);
  mkdirSync(join(archive, "directory.txt"));
  symlinkSync("/etc/passwd", join(archive, "link.txt"));
  symlinkSync("/dev/zero", join(archive, "endless.txt"));
  execFileSync("mkfifo", [join(archive, "pipe.txt")]);

  await using daemon = await startDaemon(["--seeds", archive, "--data", data], {}, "Pages: ");
  const scan = { isOver: false };
  const found = daemon.line("Found ").finally(() => (scan.isOver = true));
  // It is asked with every file that it takes in, and answers while it reads the next.
  while (!scan.isOver) {
    const printed = daemon.prints();
    expect(await daemon.text("/healthz")).toBe("ok\n");
    await printed;
  }
  await found;

  expect(JSON.parse(await daemon.text("/readyz"))).toMatchObject({ ready: true });
  const ordinary = await daemon.text("/feeds/voa-zh/feed.json");
  for (let at = 0; at < ORDINARY; at++) expect(ordinary).toContain(`"第${at}篇"`);
  await expectHarmless(daemon);
  const { pid } = daemon.process;
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  expect(peak).toBeLessThan(MOST_RESIDENT);
  await stop(daemon);

  const reader = await openCatalog({ data }).read();
  const problems = new Map(
    (await reader.files.problems()).map(({ path, code }) => [path.slice(archive.length + 1, -".txt".length), code]),
  );
  const expected = new Map([
    ...refused.map(([name, , codes]) => [name, codes] as const),
    ["gigabyte", /^OVERSIZE_FILE$/] as const,
  ]);
  const misjudged = [...expected].filter(([name, codes]) => !codes.test(problems.get(name) ?? "published"));
  expect(misjudged.map(([name]) => [name, problems.get(name)])).toEqual([]);
  const beside = [...problems.keys()].filter((name) => !expected.has(name) && !name.startsWith("vector-"));
  expect(beside).toEqual([]);
  const alike = (await reader.articles.outlets()).find(({ outletId }) => outletId === "nyt-zh");
  expect(alike?.articles).toBeGreaterThanOrEqual(ALIKE);
  await reader.close();
});

/** Every feed parses, and nothing in an entry is active. */
async function expectHarmless(daemon: DaemonProcess): Promise<void> {
  for (const feed of ["all", "nyt-zh", "voa-zh"]) {
    for (const file of ["rss.xml", "atom.xml"])
      new SaxesParser().write(await daemon.text(`/feeds/${feed}/${file}`)).close();
    const { items }: ServedFeed = JSON.parse(await daemon.text(`/feeds/${feed}/feed.json`));
    expect(items.filter(({ content_html: html = "" }) => activeContent(html).length > 0)).toEqual([]);
  }
}
