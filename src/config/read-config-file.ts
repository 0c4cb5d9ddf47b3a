import { dirname } from "node:path";
import { nearestWord } from "../lib/text/nearest-word.ts";
import type { CustomFeed } from "../model/custom-feed.ts";
import type { Mistake } from "../model/mistake.ts";
import { formatKeyPath } from "../outlets/schema-mistakes.ts";
import { optionList, retiredOptions } from "./options.ts";
import { parseFeeds } from "./custom-feeds.ts";
import type { GivenValue, GivenValues } from "./given-values.ts";
import { readYaml, type YamlFile } from "./read-yaml.ts";

/** Feeds are no option: neither a flag nor a variable could define one. */
const feedsKey = "feeds";
const optionKeys = optionList.filter((option) => !option.isOutsideFile).map((option) => option.key);
const knownKeys = [...optionKeys, feedsKey];
const groups = new Set(knownKeys.filter((key) => key.includes(".")).map((key) => key.slice(0, key.indexOf("."))));

export interface ConfigFile {
  readonly values: GivenValues;
  readonly feeds: readonly CustomFeed[];
  /** Unknown and repeated keys among them. */
  readonly mistakes: readonly Mistake[];
}

/** Reads a configuration file. `name` is what messages call it. */
export function readConfigFile(path: string, name: string): ConfigFile {
  const values = new Map<string, GivenValue>();
  const file = readYaml(path, name);
  if (!file.ok) return { values, feeds: [], mistakes: file.mistakes };
  const mistakes: Mistake[] = [];
  let feeds: readonly CustomFeed[] = [];
  for (const [keyPath, value] of keyPaths(file.value, mistakes)) {
    const key = keyPath.join(".");
    const place = file.value.placeOf(keyPath);
    const where = `${place}: ${key}`;
    if (key === feedsKey) {
      const parsed = parseFeeds(value, (inner) => placeIn(file.value, [feedsKey, ...inner]));
      if (parsed.ok) feeds = parsed.value;
      else mistakes.push(...parsed.mistakes);
    } else if (!optionKeys.includes(key)) mistakes.push({ where, message: unknownKey(key) });
    else if (values.has(key)) mistakes.push({ where, message: "This is set twice. Keep one of the two." });
    else values.set(key, { value, origin: `file ${place}`, where, base: dirname(path) });
  }
  return { values, feeds, mistakes };
}

function placeIn(file: YamlFile, path: readonly PropertyKey[]): string {
  return `${file.placeOf(path.map(String))}: ${formatKeyPath(path)}`;
}

function* keyPaths(file: YamlFile, mistakes: Mistake[]): Iterable<KeyPath> {
  if (file.value === null || file.value === undefined) return;
  if (!isMapping(file.value)) {
    mistakes.push({ where: file.placeOf([]), message: "The file must hold settings, one `key: value` a line." });
    return;
  }
  for (const [key, value] of Object.entries(file.value)) {
    if (!groups.has(key)) yield [[key], value];
    else if (isMapping(value)) yield* Object.entries(value).map(([inner, member]): KeyPath => [[key, inner], member]);
    else if (value !== null) {
      mistakes.push({ where: `${file.placeOf([key])}: ${key}`, message: `This must hold ${membersOf(key)}.` });
    }
  }
}

type KeyPath = [path: string[], value: unknown];

function membersOf(group: string): string {
  const members = knownKeys
    .filter((key) => key.startsWith(`${group}.`))
    .map((key) => `\`${key.slice(group.length + 1)}:\``);
  return members.join(" and ");
}

function unknownKey(key: string): string {
  const retired = retiredOptions.get(key);
  if (retired !== undefined) return retired;
  const nearest = nearestWord(key, knownKeys);
  return nearest
    ? `There is no such setting. Did you mean \`${nearest}\`?`
    : `There is no such setting. There are ${knownKeys.join(", ")}.`;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
