import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { loadSources, sourcesJsonSchema } from "./sources.ts";

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});

function load(yaml: string, environment: NodeJS.ProcessEnv = {}): ReturnType<typeof loadSources> {
  const path = join(directory, "sources.yaml");
  writeFileSync(path, yaml);
  return loadSources(path, environment);
}

test("a source has its defaults, its headers their keys from the environment", () => {
  const yaml = `sources:
  - url: https://mirror.example/rss/outlet.xml
    into: outlet
  - url: https://mirror.example/b
    into: mirror/b
    every: 2h
    full-text: readability
    headers: { X-Key: "key \${MIRROR_KEY}" }
    only: 桥
`;
  expect(load(yaml, { MIRROR_KEY: "secret" })).toEqual({
    ok: true,
    value: [
      { url: "https://mirror.example/rss/outlet.xml", into: "outlet", everySeconds: 3600, fullText: "no", headers: {} },
      {
        url: "https://mirror.example/b",
        into: "mirror/b",
        everySeconds: 7200,
        fullText: "readability",
        headers: { "x-key": "key secret" },
        isWanted: expect.any(Function),
      },
    ],
  });
});

test("queries say which entries are wanted", () => {
  const loaded = load(`sources: [{ url: "https://a.example/", into: a, only: 桥 OR 河, except: "title:天气" }]`);
  const isWanted = loaded.ok ? loaded.value[0]?.isWanted : undefined;
  const asked = ["修桥", "过河", "天气与桥", "其他"].map((title) => isWanted?.({ title, text: "", authors: [] }));
  expect(asked).toEqual([true, true, false, false]);
});

test("a file that is not there has no sources", () => {
  expect(loadSources(join(directory, "none.yaml"), {})).toEqual({ ok: true, value: [] });
});

test("all mistakes are told at once, each with its place", () => {
  const loaded = load(`sources:
  - url: ftp://a.example/
    into: ../outside
    every: 5m
    ful-text: no
`);
  const told = loaded.ok
    ? []
    : loaded.mistakes.map(({ where, message }) => `${where.slice(directory.length + 1)} ${message}`);
  expect(told).toEqual([
    "sources.yaml:2: sources[0].url This must be an absolute http or https address without credentials.",
    "sources.yaml:3: sources[0].into This must be a folder below the archive, like outlet or mirror/outlet.",
    "sources.yaml:4: sources[0].every A feed is polled every 15 minutes at most: write 15m or more.",
    "sources.yaml:5: sources[0].ful-text There is no such key. Did you mean `full-text`?",
  ]);
  const seldom = load(`sources: [{ url: "https://a.example/", into: a, every: 2d }]`);
  expect(seldom.ok ? [] : seldom.mistakes.map(({ message }) => message)).toEqual([
    "A feed is polled once a day at least: write 1d or less.",
  ]);
  const twice = load(`sources:
  - { url: "https://a.example/", into: a, only: "(" }
  - { url: "https://a.example/", into: b, headers: { X-Key: "\${NOWHERE}" } }
`);
  expect(twice.ok ? [] : twice.mistakes.map(({ message }) => message)).toEqual([
    expect.any(String),
    "This source is listed twice. Keep one of the two.",
    "The environment has no variable NOWHERE.",
  ]);
});

test("folders stay inside the archive", () => {
  const folders = ["a", "a/b", "新闻", "..", "../a", "a/../b", "/a", "a/", ".a", "a/.b", "a\\b", ""];
  const taken = folders.filter(
    (into) => load(`sources: [{ url: "https://a.example/", into: ${JSON.stringify(into)} }]`).ok,
  );
  expect(taken).toEqual(["a", "a/b", "新闻"]);
});

test("the published schema is current: else run feedmill fetch --schema > config/sources.schema.json", () => {
  const published = readFileSync(join(import.meta.dirname, "../../config/sources.schema.json"), "utf8");
  expect(JSON.parse(published)).toEqual(sourcesJsonSchema());
});
