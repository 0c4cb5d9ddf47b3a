import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { fileSignature } from "./look-at-file.ts";
import { readArticleFile, readSettled, readUpTo } from "./read-article-file.ts";

let directory: string;
let file: string;

beforeEach(() => {
  directory = realpathSync(temporaryDirectory());
  file = join(directory, "a.txt");
  writeFileSync(file, "[标题](https://news.example/1)");
});

function signatureOf(path: string): string {
  return fileSignature(lstatSync(path, { bigint: true }));
}

test("a file that has its signature still is read whole", () => {
  const bytes = new TextEncoder().encode("[标题](https://news.example/1)");
  expect(readArticleFile(file, signatureOf(file))).toEqual({ state: "settled", bytes });
});

test("an empty file is read too", () => {
  truncateSync(file);
  expect(readArticleFile(file, signatureOf(file))).toEqual({ state: "settled", bytes: new Uint8Array() });
});

test.each<[string, () => void]>([
  ["grew", () => appendFileSync(file, "more")],
  ["shrank", () => truncateSync(file, 3)],
  [
    "was replaced",
    () => {
      writeFileSync(`${file}.new`, "[标题](https://news.example/1)");
      renameSync(`${file}.new`, file);
    },
  ],
])("a file that %s between two looks is not settled", (_, change) => {
  const first = signatureOf(file);
  change();
  expect(readArticleFile(file, first)).toEqual({ state: "unsettled" });
});

test.each<[string, (descriptor: number) => void]>([
  ["truncated", (descriptor) => ftruncateSync(descriptor, 3)],
  ["appended to", () => appendFileSync(file, "more")],
])("a file that is %s while it is read is not settled", (_, change) => {
  const descriptor = openSync(file, "r+");
  const whileChanging = (open: number, length: number): Uint8Array => {
    change(descriptor);
    return readUpTo(open, length);
  };
  expect(readSettled(descriptor, signatureOf(file), 1000, whileChanging)).toEqual({ state: "unsettled" });
  closeSync(descriptor);
});

function cutShort(descriptor: number): Uint8Array {
  return readUpTo(descriptor, 3);
}

test("a file that gives fewer bytes than its size is not settled", () => {
  const descriptor = openSync(file, "r");
  expect(readSettled(descriptor, signatureOf(file), 1000, cutShort)).toEqual({ state: "unsettled" });
  closeSync(descriptor);
});

test("reading stops where a file ends before it was expected to", () => {
  const descriptor = openSync(file, "r");
  expect(readUpTo(descriptor, 5)).toHaveLength(5);
  expect(readUpTo(descriptor, 5000)).toHaveLength(lstatSync(file).size);
  closeSync(descriptor);
});

test("a file above the limit is a problem, and is not read", () => {
  truncateSync(file, 1_000_000_000_000);
  const result = readArticleFile(file, signatureOf(file), 5_000_000);
  const message = "The file has 1000000000000 bytes, and 5000000 is the most that is read.";
  expect(result).toEqual({ state: "problem", problem: { code: "OVERSIZE_FILE", message } });
});

test("a file at the limit is read", () => {
  expect(readArticleFile(file, signatureOf(file), lstatSync(file).size).state).toBe("settled");
});

test.each<[string, () => void]>([
  ["nothing", () => undefined],
  [
    "a link to the same file",
    () => {
      renameSync(`${file}.old`, `${file}.kept`);
      symlinkSync(`${file}.kept`, file);
    },
  ],
  ["a directory", () => mkdirSync(file)],
  ["a pipe that nobody writes to", () => execFileSync("mkfifo", [file])],
])("a file with %s in its place is gone", (_, replace) => {
  const expected = signatureOf(file);
  renameSync(file, `${file}.old`);
  replace();
  expect(readArticleFile(file, expected)).toEqual({ state: "gone" });
});

test("a file whose directory has become a file is gone", () => {
  expect(readArticleFile(join(file, "b.txt"), "0-0-0")).toEqual({ state: "gone" });
});

test("a file that cannot be opened is a problem that says why", () => {
  const result = readArticleFile(join(directory, "n".repeat(300)), "0-0-0");
  const message = expect.stringContaining("ENAMETOOLONG");
  expect(result).toEqual({ state: "problem", problem: { code: "UNREADABLE_FILE", message } });
});

test.skipIf(process.getuid?.() === 0)("a file closed to us is a problem (not for root, who may read all)", () => {
  chmodSync(file, 0o000);
  const problem = { code: "UNREADABLE_FILE", message: expect.stringContaining("EACCES") };
  expect(readArticleFile(file, signatureOf(file))).toEqual({ state: "problem", problem });
});
