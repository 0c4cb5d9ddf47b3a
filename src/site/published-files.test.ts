import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { compress } from "../lib/compress.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import type { FinishedDocument } from "../model/document.ts";
import { PublishedFiles, type DocumentSource } from "./published-files.ts";

let directory: string;
beforeEach(() => {
  directory = join(temporaryDirectory(), "www");
});

const rss = "/feeds/all/rss.xml";
const json = "/feeds/all/feed.json";

/** Documents with these texts; each text is its own tag. */
function holding(texts: Readonly<Record<string, string>>): DocumentSource {
  return {
    tags: async () => new Map(Object.entries(texts)),
    find: async (path) => finished(path, texts[path]),
  };
}

function finished(path: string, text: string | undefined): FinishedDocument | undefined {
  if (text === undefined) return undefined;
  const body = Buffer.from(text);
  const [contentType, lastModified] = ["text/plain", new Date("2024-05-17T08:00:00Z")];
  return { path, contentType, body, links: [], maxAgeSeconds: 300, etag: text, lastModified, codings: compress(body) };
}

function shown(path: string): string {
  return readFileSync(join(directory, "current", path), "utf8");
}

function editions(): readonly string[] {
  return readdirSync(directory).filter((name) => name.startsWith("edition-"));
}

test("documents and their codings are files below current, with the times of the documents, for everybody to read", async () => {
  const mask = process.umask(0o077);
  try {
    const files = await PublishedFiles.open(directory);
    expect(await files.publish(holding({ [rss]: "one" }))).toBeUndefined();
  } finally {
    process.umask(mask);
  }
  expect(shown(rss)).toBe("one");
  expect(gunzipSync(readFileSync(join(directory, "current", `${rss}.gz`))).toString()).toBe("one");
  for (const suffix of ["", ".gz", ".br", ".zst"]) {
    const { mtime, mode } = statSync(join(directory, "current", rss + suffix));
    expect([mtime.toISOString(), mode & 0o777]).toEqual(["2024-05-17T08:00:00.000Z", 0o644]);
  }
  for (const name of ["", "current", "current/feeds", "current/feeds/all"]) {
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o755);
  }
});

test("an edition takes the place of another as a whole, and the one before stays until it is removed", async () => {
  const files = await PublishedFiles.open(directory);
  await files.publish(holding({ [rss]: "one", [json]: "one" }));
  const first = readlinkSync(join(directory, "current"));
  const seen: string[] = [];
  const source = holding({ [rss]: "two", [json]: "two" });
  const watched: DocumentSource = {
    tags: () => source.tags(),
    async find(path) {
      seen.push(shown(rss) + shown(json));
      return source.find(path);
    },
  };
  expect(await files.publish(watched)).toBe(first);
  expect(seen).toEqual(["oneone", "oneone"]);
  expect(shown(rss) + shown(json)).toBe("twotwo");
  expect(readFileSync(join(directory, first, rss), "utf8")).toBe("one");
  await files.remove(first);
  expect(editions()).toEqual([readlinkSync(join(directory, "current"))]);
});

test("what is the same is the same file, what is gone is gone, and the same edition is not written again", async () => {
  const files = await PublishedFiles.open(directory);
  await files.publish(holding({ [rss]: "one", [json]: "one", "/feeds/old/rss.xml": "one" }));
  const inode = (path: string): number => statSync(join(directory, "current", path)).ino;
  const before = [rss, `${rss}.br`, json].map(inode);
  await files.publish(holding({ [rss]: "one", [json]: "two" }));
  const after = [rss, `${rss}.br`, json].map(inode);
  expect(after.map((number, at) => number === before[at])).toEqual([true, true, false]);
  expect(existsSync(join(directory, "current/feeds/old"))).toBe(false);
  const edition = readlinkSync(join(directory, "current"));
  expect(await files.publish(holding({ [rss]: "one", [json]: "two" }))).toBeUndefined();
  expect(readlinkSync(join(directory, "current"))).toBe(edition);
});

test("documents that change while they are written are written as they are in the end", async () => {
  const files = await PublishedFiles.open(directory);
  const stages: readonly Readonly<Record<string, string>>[] = [
    { [rss]: "one", [json]: "one", "/feeds/old/rss.xml": "one" },
    { [rss]: "two", [json]: "two" },
  ];
  let stage = 0;
  await files.publish({
    tags: async () => new Map(Object.entries(stages[stage] ?? {})),
    async find(path) {
      const found = finished(path, stages[stage]?.[path]);
      stage = 1;
      return found;
    },
  });
  expect(shown(rss) + shown(json)).toBe("twotwo");
  expect(existsSync(join(directory, "current/feeds/old/rss.xml"))).toBe(false);
});

test("a file that was damaged or removed by hand comes back with the next start", async () => {
  const documents = holding({ [rss]: "one", [json]: "one" });
  await (await PublishedFiles.open(directory)).publish(documents);
  rmSync(join(directory, "current", rss));
  writeFileSync(join(directory, "current", json), "damaged");
  await (await PublishedFiles.open(directory)).publish(documents);
  expect(shown(rss) + shown(json)).toBe("oneone");
});

test("a file of the shown edition that is gone is written where it would be linked", async () => {
  const files = await PublishedFiles.open(directory);
  await files.publish(holding({ [rss]: "one", [json]: "one" }));
  rmSync(join(directory, "current", `${rss}.gz`));
  await files.publish(holding({ [rss]: "one", [json]: "two" }));
  expect(gunzipSync(readFileSync(join(directory, "current", `${rss}.gz`))).toString()).toBe("one");
});

test("where a document cannot be had, what was shown is shown, and nothing is left of the attempt", async () => {
  const files = await PublishedFiles.open(directory);
  await files.publish(holding({ [rss]: "one" }));
  const refusing: DocumentSource = {
    tags: async () => new Map([[rss, "two"]]),
    find: async () => Promise.reject(new Error("away")),
  };
  await expect(files.publish(refusing)).rejects.toThrow("away");
  expect(shown(rss)).toBe("one");
  expect(editions()).toHaveLength(1);
});

test("while there is no document, what was shown is shown", async () => {
  const files = await PublishedFiles.open(directory);
  await files.publish(holding({ [rss]: "one" }));
  await files.publish(holding({}));
  expect(shown(rss)).toBe("one");
});

test("what is withdrawn is gone until something is published", async () => {
  const files = await PublishedFiles.open(directory);
  await files.publish(holding({ [rss]: "one" }));
  await files.withdraw();
  expect(readdirSync(directory)).toEqual([".feedmill-publish-to"]);
  await files.publish(holding({ [rss]: "one" }));
  expect(shown(rss)).toBe("one");
});

test("a start clears away what a writer left that was killed, and shows what that showed", async () => {
  await (await PublishedFiles.open(directory)).publish(holding({ [rss]: "one" }));
  mkdirSync(join(directory, "edition-abc123/feeds"), { recursive: true });
  symlinkSync("edition-abc123", join(directory, ".current"));
  writeFileSync(join(directory, "notes.txt"), "mine");
  await PublishedFiles.open(directory);
  expect(shown(rss)).toBe("one");
  expect(editions()).toHaveLength(1);
  expect(readdirSync(directory)).toHaveLength(4);
});

test("of many editions in a short time the last are kept", async () => {
  const files = await PublishedFiles.open(directory);
  for (let turn = 0; turn < 8; turn++) await files.publish(holding({ [rss]: String(turn) }));
  expect(editions()).toHaveLength(4);
});

test("a directory that holds other files is refused, and left as it is", async () => {
  mkdirSync(directory);
  writeFileSync(join(directory, "edition-abc123"), "mine");
  await expect(PublishedFiles.open(directory)).rejects.toThrow(
    `${directory} holds files that feedmill did not write. Let publish-to name an empty directory, or a new one.`,
  );
  expect(readdirSync(directory)).toEqual(["edition-abc123"]);
});
