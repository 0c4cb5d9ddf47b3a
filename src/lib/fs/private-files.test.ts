import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makePrivateDirectory, makePrivateFile } from "./private-files.ts";
import { temporaryDirectory } from "./temporary-directory.fixture.ts";

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test("a new directory and a new file are for their owner alone", () => {
  const directory = join(temporaryDirectory(), "a/b");
  makePrivateDirectory(directory);
  makePrivateFile(join(directory, "c"));
  expect([modeOf(directory), modeOf(join(directory, "c"))]).toEqual(["700", "600"]);
});

test("what is there keeps its content and its group; a directory stays as it is", () => {
  const directory = join(temporaryDirectory(), "data");
  mkdirSync(directory);
  chmodSync(directory, 0o755);
  writeFileSync(join(directory, "open"), "kept", { mode: 0o644 });
  writeFileSync(join(directory, "shared"), "");
  chmodSync(join(directory, "shared"), 0o660);
  makePrivateDirectory(directory);
  for (const name of ["open", "shared"]) makePrivateFile(join(directory, name));
  expect(["", "open", "shared"].map((name) => modeOf(join(directory, name)))).toEqual(["755", "640", "660"]);
  expect(readFileSync(join(directory, "open"), "utf8")).toBe("kept");
});
