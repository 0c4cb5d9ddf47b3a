import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "./temporary-directory.fixture.ts";
import { writeAtomically, writeIfChanged } from "./write-atomically.ts";

const encoder = new TextEncoder();
let directory: string;

beforeEach(() => {
  directory = temporaryDirectory();
});

test("a file is written whole, and nothing else is left beside it", async () => {
  const path = join(directory, "rss.xml");
  await writeAtomically(path, encoder.encode("old"));
  await writeAtomically(path, encoder.encode("new"));
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(directory)).toEqual(["rss.xml"]);
});

test("a reader sees only whole contents while a file is written over and over", async () => {
  const path = join(directory, "rss.xml");
  const contents = ["a".repeat(2_000_000), "b".repeat(1_000_000)];
  writeFileSync(path, contents[0] ?? "");
  const written = new AbortController();
  const writing = (async () => {
    for (let round = 0; round < 20; round += 1) {
      for (const content of contents) await writeAtomically(path, encoder.encode(content));
    }
  })().finally(() => written.abort());
  const seen = new Set<string>();
  while (!written.signal.aborted) seen.add(await readFile(path, "utf8"));
  await writing;
  expect([...seen].filter((content) => !contents.includes(content))).toEqual([]);
});

test("a file that has these bytes already is left alone", async () => {
  const path = join(directory, "rss.xml");
  expect(await writeIfChanged(path, encoder.encode("one"))).toBe(true);
  utimesSync(path, 1000, 1000);
  const { ino } = statSync(path);
  expect(await writeIfChanged(path, encoder.encode("one"))).toBe(false);
  expect(statSync(path)).toMatchObject({ ino, mtimeMs: 1_000_000 });
  expect(await writeIfChanged(path, encoder.encode("two"))).toBe(true);
  expect(readFileSync(path, "utf8")).toBe("two");
});

test("a directory that is missing is an error that names the path", async () => {
  const path = join(directory, "feeds", "rss.xml");
  await expect(writeAtomically(path, encoder.encode("x"))).rejects.toThrow(`Cannot write ${path}: ENOENT`);
});

test("a failure leaves what was there, and no temporary file", async () => {
  const path = join(directory, "rss.xml");
  mkdirSync(path);
  await expect(writeAtomically(path, encoder.encode("x"))).rejects.toThrow(`Cannot write ${path}: `);
  expect(readdirSync(directory)).toEqual(["rss.xml"]);
});

test.skipIf(process.getuid?.() === 0)("a directory closed to us is an error that says so (not for root)", async () => {
  const path = join(directory, "closed", "rss.xml");
  mkdirSync(join(directory, "closed"), { mode: 0o500 });
  await expect(writeAtomically(path, encoder.encode("x"))).rejects.toThrow(`Cannot write ${path}: EACCES`);
});

/** A full disk of our own takes a name space of our own. */
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

test.skipIf(!canMount)("a full disk is an error that names the path (where a small disk may be mounted)", () => {
  const path = join(directory, "rss.xml");
  const script = `
    import { readdirSync } from "node:fs";
    import { writeAtomically } from ${JSON.stringify(join(import.meta.dirname, "write-atomically.ts"))};
    const failure = await writeAtomically(${JSON.stringify(path)}, new Uint8Array(1e6)).catch((error) => error);
    console.log(JSON.stringify([failure.message, readdirSync(${JSON.stringify(directory)})]));`;
  const shell = 'mount -t tmpfs -o size=64k none "$1" && exec "$2" --input-type=module-typescript -e "$3"';
  const argv = ["-rm", "sh", "-c", shell, "sh", directory, process.execPath, script];
  const [message, left] = JSON.parse(execFileSync("unshare", argv, { encoding: "utf8" }));
  expect(message).toMatch(`Cannot write ${path}: ENOSPC`);
  expect(left).toEqual([]);
});
