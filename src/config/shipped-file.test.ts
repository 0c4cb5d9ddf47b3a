import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
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
  cwd = temporaryDirectory();
  mkdirSync(join(cwd, "config/outlets"), { recursive: true });
});

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

test("the shipped file says of every setting what the table does, and when an edit takes effect", () => {
  const paragraphs = shipped.split(/\n\s*\n/);
  const said = shownKeys.map(({ key, help, reloads }) => {
    const line = new RegExp(`^ *#${key.replace(/^.*\./, "")}:`, "m");
    const text = paragraphs
      .filter((paragraph) => line.test(paragraph))
      .map((paragraph) => paragraph.replaceAll(/\s*\n *#? */g, " "))
      .find((paragraph) => paragraph.includes(help));
    return { key, reloads: text === undefined ? `no paragraph says: ${help}` : text.includes("(*)") === reloads };
  });
  expect(said).toEqual(shownKeys.map(({ key }) => ({ key, reloads: true })));
});

test("the example of a feed in the shipped file is one, and says all that can be said of a feed", () => {
  const [example = ""] = /^# feeds:\n(?:# .*\n)+/m.exec(shipped) ?? [];
  const config = load(example.replaceAll(/^# /gm, ""));
  if (!config.ok) throw new Error(JSON.stringify(config.mistakes));
  expect(config.value.feeds).toHaveLength(1);
  for (const key of feedKeys) expect(`${example}language:`).toMatch(new RegExp(`^(?:# {5})?${key}:`, "m"));
});
