import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { feedKeys } from "./custom-feeds.ts";
import { loadConfig } from "./config.ts";
import { optionList } from "./options.ts";

const packageRoot = join(import.meta.dirname, "../..");
const shipped = readFileSync(join(packageRoot, "config/feedmill.yaml"), "utf8");
/** Settings are the comments without a space after the sign. */
const switchedOn = shipped.replaceAll(/^( *)#(?=[a-z])/gm, "$1");
const shownKeys = optionList.filter(({ key, isOutsideFile }) => key !== "port" && isOutsideFile !== true);

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "feedmill-shipped-"));
  mkdirSync(join(cwd, "config/outlets"), { recursive: true });
});
afterEach(() => rmSync(cwd, { recursive: true }));

function load(text: string): ReturnType<typeof loadConfig> {
  writeFileSync(join(cwd, "config/feedmill.yaml"), text);
  return loadConfig({ flags: {}, env: {}, cwd, packageRoot });
}

test("the shipped file states every setting with its default", () => {
  const silent = load(shipped);
  const stated = load(switchedOn);
  if (!silent.ok || !stated.ok) throw new Error(JSON.stringify([silent, stated]));
  expect({ ...stated.value, origins: {} }).toEqual({
    ...silent.value,
    origins: {},
  });
  const origins = Object.values(stated.value.origins).filter((origin) => origin.startsWith("file "));
  expect(origins).toHaveLength(shownKeys.length);
});

test.each(shownKeys)("the shipped file says when an edit of $key takes effect", ({ key, reloads }) => {
  const setting = new RegExp(`^ *#${key.replace(/^.*\./, "")}:`, "m");
  const paragraph = shipped.split(/\n\s*\n/).find((text) => setting.test(text)) ?? "";
  expect(paragraph).not.toBe("");
  expect(paragraph.includes("(*)")).toBe(reloads);
});

test("the example of a feed in the shipped file is one, and says all that can be said of a feed", () => {
  const [example = ""] = /^# feeds:\n(?:# .*\n)+/m.exec(shipped) ?? [];
  const config = load(example.replaceAll(/^# /gm, ""));
  if (!config.ok) throw new Error(JSON.stringify(config.mistakes));
  expect(config.value.feeds).toHaveLength(1);
  for (const key of feedKeys) expect(`${example}language:`).toMatch(new RegExp(`^(?:# {5})?${key}:`, "m"));
});
