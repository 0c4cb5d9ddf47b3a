import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { commands } from "../../../src/cli/commands.ts";
import { manPage } from "../../../src/cli/man-page.ts";

const page = manPage("1.2.3", "2026-11-30");
const isThere = spawnSync("mandoc", ["/dev/null"]).error === undefined;

test.skipIf(!isThere)("mandoc finds nothing wrong with the man page, and shows every command and flag", () => {
  expect(spawnSync("mandoc", ["-Tlint", "-Wall"], { input: page, encoding: "utf8" })).toMatchObject({
    status: 0,
    stdout: "",
    stderr: "",
  });
  const shown = spawnSync("mandoc", ["-Tutf8", "-Owidth=200"], { input: page, encoding: "utf8" });
  // Bold letters are typed twice, with a step back between them.
  const text = shown.stdout
    .split("\b")
    .map((part, at, parts) => (at < parts.length - 1 ? part.slice(0, -1) : part))
    .join("");
  expect(commands.filter(({ name }) => !new RegExp(`^ {7}${name}\\b`, "m").test(text))).toEqual([]);
  expect(text).toContain("--[no-]offline");
  expect(text).toContain("feedmill 1.2.3");
});
