import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { findArticleFiles } from "./article-files.ts";

let place: string;
beforeEach(() => {
  place = temporaryDirectory();
  mkdirSync(join(place, "archive"));
  writeFileSync(join(place, "archive/a.txt"), "a");
  writeFileSync(join(place, ".draft~"), "b");
});

const found = (...names: readonly string[]): string[] => [
  ...findArticleFiles(names.map((name) => join(place, name))).signatures.keys(),
];

test("a directory is scanned, and a file that is named counts under any name", () => {
  expect(found("archive", ".draft~")).toEqual([join(place, "archive/a.txt"), join(place, ".draft~")]);
});

test("a link that is named is followed", () => {
  symlinkSync(join(place, "archive/a.txt"), join(place, "latest"));
  symlinkSync(join(place, "archive"), join(place, "all"));
  expect(found("latest")).toEqual([join(place, "archive/a.txt")]);
  expect(found("all")).toHaveLength(1);
});

test("what is neither a file nor a directory is refused, all of it at once", () => {
  spawnSync("mkfifo", [join(place, "pipe")]);
  symlinkSync("nowhere", join(place, "dangling"));
  expect(() => found("archive", "pipe", "dangling", "missing")).toThrow(
    `${join(place, "pipe")} is neither a file nor a directory.\n` +
      `There is no file or directory ${join(place, "dangling")}.\n` +
      `There is no file or directory ${join(place, "missing")}.`,
  );
});
