import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DCLinter } from "dclint";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { variableOf } from "../src/config/option.ts";
import { optionList } from "../src/config/options.ts";
import { root } from "./root.ts";

// No container engine runs in tests: what can be known of the compose file without one is looked at here.

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: readonly string[];
  readonly build?: { readonly context: string; readonly dockerfile: string };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

const path = join(root, "packaging/compose.yaml");
const compose: Compose = parse(readFileSync(path, "utf8"), { merge: true });
const nodes = Object.entries(compose.services).filter(([name]) => name.startsWith("node"));

test("the compose file keeps to the schema of such files, and to what is good practice in them", () => {
  // The formatter has its own mind about quotes.
  const linter = new DCLinter({ rules: { "require-quotes-in-ports": 0 }, quiet: false, debug: false, exclude: [] });
  const results: readonly { readonly messages: readonly unknown[] }[] = linter.lintFiles([path], false);
  expect(results.flatMap(({ messages }) => messages)).toEqual([]);
});

test("everything that the compose file names is there", () => {
  const { services, volumes, secrets } = compose;
  const missing = Object.values(services).flatMap((service) => {
    const { volumes: mounts = [], secrets: read = [], depends_on: awaited = [], build } = service;
    const sources = mounts.map((mount) => mount.split(":")[0] ?? "");
    const files = sources.filter((source) => source.startsWith("./") && source !== "./articles");
    return [
      ...sources.filter((source) => !source.startsWith("./") && !(source in volumes)),
      ...files.filter((file) => !existsSync(join(path, "..", file))),
      ...read.filter((secret) => !(secret in secrets)),
      ...awaited.filter((name) => !(name in services)),
      ...(build === undefined || existsSync(join(path, "..", build.context, build.dockerfile))
        ? []
        : [build.dockerfile]),
    ];
  });
  expect(missing).toEqual([]);
  expect(nodes).toHaveLength(3);
});

test("the nodes of the compose file have settings that there are, the same on all, and a data directory each", () => {
  const settings = new Map(optionList.map((option) => [variableOf(option), option.type]));
  for (const [, { environment = {} }] of nodes) {
    expect(environment).toEqual(nodes[0]?.[1].environment);
    const given = Object.entries(environment);
    expect(given.filter(([name, value]) => settings.get(name)?.safeParse(value).success !== true)).toEqual([]);
  }
  expect(new Set(nodes.map(([, { volumes }]) => volumes?.find((mount) => mount.endsWith(":/data")))).size).toBe(3);
});

test("the site for nginx that the compose file mounts names its nodes", () => {
  const site = readFileSync(join(root, "packaging/nginx-nodes.conf"), "utf8");
  const named = Array.from(site.matchAll(/^ +server (\w+):8080 /gm), ([, name]) => name);
  const names = nodes.map(([name]) => name);
  expect(named).toEqual([...names, ...names]);
});
