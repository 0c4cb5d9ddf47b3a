import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadOutlets } from "../../src/config/load-outlets.ts";
import { readConfigFile } from "../../src/config/read-config-file.ts";
import type { Mistake } from "../../src/model/mistake.ts";
import { failures } from "../failures.ts";
import { temporaryDirectory } from "../../src/lib/fs/temporary-directory.fixture.ts";

const profile = "id: gazette\nname: Gazette\nhosts: gazette.example\n";

/** What is wrong with a profile that holds this text, by the way a daemon takes it. */
function profileMistakes(text: string | Uint8Array): readonly Mistake[] {
  const outlets = temporaryDirectory();
  writeFileSync(join(outlets, "gazette.yaml"), text);
  return mistakesIn(outlets);
}

function mistakesIn(outlets: string): readonly Mistake[] {
  const loaded = loadOutlets({ outlets, images: "as-captured" });
  return loaded.ok ? [] : loaded.mistakes;
}

function configMistakes(text: string | Uint8Array): readonly Mistake[] {
  const path = join(temporaryDirectory(), "feedmill.yaml");
  writeFileSync(path, text);
  return readConfigFile(path, "feedmill.yaml").mistakes;
}

function many(member: string): string {
  return `[${Array.from({ length: 2_000 }, () => member).join(", ")}]`;
}

/** Nine levels of nine aliases each: a thousand million words. */
const laughs = Array.from({ length: 9 }, (_, level) => {
  const members = Array.from({ length: 9 }, () => (level === 0 ? "lol" : `*a${level - 1}`)).join(", ");
  return `a${level}: &a${level} [${members}]`;
}).join("\n");

const bombs: readonly (readonly [what: string, text: string | Uint8Array])[] = [
  ["aliases of aliases", laughs],
  ["many aliases of a long text", `a: &a ${"x".repeat(100_000)}\nb: [${"*a, ".repeat(20_000)}]`],
  ["an alias of itself", "a: &a [*a]"],
  [
    "merge keys of merge keys",
    `a: &a {x: 1}\n${Array.from({ length: 100 }, (_, at) => `b${at}: {<<: [*a, *a]}`).join("\n")}`,
  ],
  ["lists in lists", "[".repeat(5_000)],
  ["lists in lists, all closed", `a: ${"[".repeat(5_000)}${"]".repeat(5_000)}`],
  ["mappings in mappings", "{a: ".repeat(5_000)],
  ["mappings in mappings, by indentation", Array.from({ length: 600 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
  ["lists in lists, by dashes", "- ".repeat(5_000)],
  ["20,000 keys", Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join("\n")],
  ["a key twice", "id: a\nid: b"],
  ["a key that is a mapping", "? {a: b}\n: c"],
  ["a tag that makes code", "id: !!js/function 'function () { throw 1 }'"],
  ["two documents", `${profile}---\n${profile}`],
  ["a directive", "%YAML 9.9\n%TAG ! tag:evil,2000:\n---\nid: x"],
  ["bytes that are not UTF-8", Uint8Array.of(0x69, 0x64, 0x3a, 0x20, 0xff, 0xfe)],
  ["a NUL", "id: a\0b"],
  ["a text in quotes without end", `id: "${"x".repeat(200_000)}`],
  ["names of object members", "__proto__: {x: 1}\nconstructor: {y: 2}\ntoString: 1"],
  ["a scalar", "x"],
  ["more than is read", `# ${"x".repeat(300_000)}\n${profile}`],
];

/** Selectors that would be slow, or that are none. */
const slowSelectors: readonly string[] = [
  "p:has(a:has(b))",
  "div div div div div div div div div div div div div",
  "* ~ * ~ * ~ *",
  ":nth-child(2n+1)",
  ":nth-last-of-type(1)",
  ":not(:nth-child(2n))",
  ":is(:is(:is(:first-of-type)))",
  "p:contains(",
  "p:contains('",
  "[",
  "[a=",
  "[a='\\",
  "p,",
  "\\",
  "p::before",
  ":scope > p",
  ":root",
  ":matches(p)",
  "p:eq(-1)",
  "*|*|*",
  "p { color: red }",
  "p /* ",
  "//p[1]",
  "\0",
  "(".repeat(400),
  ":is(".repeat(120),
  "p".repeat(501),
  "a,".repeat(249) + "a",
];

/** Lines of a profile whose values are of absurd size or kind. */
const absurdLines: readonly string[] = [
  `name: ${"x".repeat(101)}`,
  `name: "  "`,
  "name: [a, b]",
  "name: 1e400",
  "hosts: []",
  "hosts: ../../etc/passwd",
  "hosts: 'https://gazette.example/'",
  "hosts: '*'",
  "hosts: xn--",
  `hosts: ${"a.".repeat(200)}example`,
  "homepage: javascript:alert(1)",
  "article-number: '(a+)+$'",
  "time-zone: ../../../etc/passwd",
  "time-zone: 'Etc/GMT+99'",
  "language: ../zh",
  "section: {path-segment: 1e308}",
  "section: {path-segment: -1}",
  "images: {proxy: 'javascript:{url}'}",
  "images: {proxy: 'file:///{url}'}",
  "rewrite-links: {from: 'https://a/{n}{n}', to: 'https://b/{n}'}",
  "remove: {text: ''}",
  "rights: null",
];

/** Ids that would break a path or a header, or belong to something else. */
const refusedIds: readonly string[] = [
  "../x",
  "a/b",
  "..",
  "A",
  "a b",
  "a%2fb",
  "all",
  "other",
  "2024-05",
  "a\u0000",
  "__proto__",
  "con\r\nX: y",
];

describe.each([
  ["a profile", profileMistakes],
  ["the configuration", configMistakes],
])("%s", (_what, mistakes) => {
  test("what is wrong with each bomb is said in sentences", async () => {
    const failed = await failures(bombs, ([, text]) => {
      const found = mistakes(text);
      expect(found.length).toBeGreaterThan(0);
      for (const { where, message } of found) {
        expect(where).toMatch(/\.yaml/);
        expect(message).toMatch(/^[A-Z`][^]*\.$/);
        expect(message).not.toMatch(/\n\s+at |node_modules|\[object/);
      }
    });
    expect(failed).toEqual([]);
  });
});

describe("a profile", () => {
  test("is refused for each selector that would be slow, or throw, with a sentence", async () => {
    const failed = await failures(slowSelectors, (css) => {
      const found = profileMistakes(`${profile}select: {time: ${JSON.stringify(css)}}`);
      expect(found.map(({ where }) => where)).toEqual([expect.stringMatching(/select\.time/)]);
      expect(found[0]?.message).toMatch(/^[A-Z`][^\n]*\.$/);
    });
    expect(failed).toEqual([]);
  });

  test("thousands of selectors, texts, rewrites or hosts", () => {
    for (const key of ["select: {time: LIST}", "remove: LIST", "rewrite-links: LIST", "dateline: LIST"]) {
      const member = key.startsWith("remove")
        ? "{css: p}"
        : key.startsWith("rewrite")
          ? '{from: "https://a/b", to: "https://c/d"}'
          : "p";
      expect(profileMistakes(`${profile}${key.replace("LIST", many(member))}`)).toEqual([
        { where: expect.any(String), message: "This list has more than 100 members." },
      ]);
    }
  });
});

describe("values of absurd size or kind", () => {
  test("is refused for a value of absurd size or kind, under its key", async () => {
    const failed = await failures(absurdLines, (line) => {
      const key = line.slice(0, line.indexOf(":"));
      const others = profile.split("\n").filter((one) => !one.startsWith(`${key}:`));
      const found = profileMistakes([...others, line].join("\n"));
      expect(found.length).toBeGreaterThan(0);
      for (const { where } of found) expect(where).toContain(key);
    });
    expect(failed).toEqual([]);
  });

  test("is refused for an id that cannot be part of paths and headers", async () => {
    const failed = await failures(refusedIds, (id) => {
      expect(profileMistakes(`id: ${JSON.stringify(id)}\nname: G\nhosts: g.example`)).toEqual([
        { where: expect.stringContaining("id"), message: expect.stringMatching(/\.$/) },
      ]);
    });
    expect(failed).toEqual([]);
  });
});

describe("profiles that are no files", () => {
  test("a pipe, a directory, a device and 1 GB of nothing are named, and not read", () => {
    const outlets = temporaryDirectory();
    execFileSync("mkfifo", [join(outlets, "pipe.yaml")]);
    mkdirSync(join(outlets, "directory.yaml"));
    execFileSync("ln", ["-s", "/dev/zero", join(outlets, "device.yaml")]);
    writeFileSync(join(outlets, "sparse.yaml"), "");
    truncateSync(join(outlets, "sparse.yaml"), 2 ** 30);
    expect(mistakesIn(outlets).map(({ where, message }) => [where.slice(outlets.length + 1), message])).toEqual([
      ["device.yaml", "The file is not a regular file."],
      ["directory.yaml", "The file is not a regular file."],
      ["pipe.yaml", "The file is not a regular file."],
      ["sparse.yaml", "The file has 1073741824 bytes; at most 262144 are read."],
    ]);
  });
});
