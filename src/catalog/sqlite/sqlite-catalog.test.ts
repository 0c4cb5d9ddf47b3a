import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fieldsOf } from "../../model/coverage.ts";
import { success } from "../../model/problem.ts";
import {
  type Catalog,
  type CatalogReader,
  type IngestedFile,
  SearchNotReadyError,
  type OpenedCatalog,
  type WritingOptions,
} from "../catalog.ts";
import { selecting } from "../contract/selections.contract.ts";
import { exampleCapture, exampleFile, exampleId } from "../contract/example-file.ts";
import { articleRevision, contentHash, deriveArticle } from "../derive-article.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { storyId } from "../../stories/story.ts";
import { openCatalog } from "../open-catalog.ts";
import { bitsOf } from "../field-bits.ts";
import { migrate, steps } from "./schema.ts";

let dataDir: string;
let open: Catalog[];
beforeEach(() => {
  dataDir = join(temporaryDirectory(), "data");
  open = [];
});
afterEach(async () => {
  for (const catalog of open) await catalog.close();
});

async function opened(options?: WritingOptions): Promise<OpenedCatalog> {
  const result = await openCatalog({ data: dataDir }).write(options);
  open.push(result.catalog);
  return result;
}

async function closeLast(): Promise<void> {
  await open.pop()?.close();
}

/** Closes the catalog and opens it again, as a restart does. */
async function reopened(): Promise<OpenedCatalog> {
  await closeLast();
  return opened();
}

const ingest = (catalog: Catalog, ...ingested: readonly IngestedFile[]) =>
  catalog.files.apply({ ingested, removed: [] });
const ledgerLines = (): string[] => readFileSync(join(dataDir, "ledger.jsonl"), "utf8").trimEnd().split("\n").slice(1);

const first = exampleCapture({});
const second = exampleCapture({ text: "Second text.", capturedAt: new Date("2023-02-23T06:00:00Z") });

/** Modes of the data directory and of everything in it. */
function modes(): Record<string, string> {
  const names = ["", ...readdirSync(dataDir)];
  return Object.fromEntries(names.map((name) => [name, (statSync(join(dataDir, name)).mode & 0o777).toString(8)]));
}

test("the data directory and its files are for their owner alone", async () => {
  await (await opened()).catalog.files.apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
  expect(modes()).toEqual({
    "": "700",
    "catalog.db": "600",
    "catalog.db-shm": "600",
    "catalog.db-wal": "600",
    "ledger.jsonl": "600",
    "lock.db": "600",
    "lock.db-journal": "600",
  });
  await closeLast();
  for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644);
  chmodSync(dataDir, 0o755);
  await opened();
  expect(modes()).toMatchObject({ "": "755", "catalog.db": "640", "ledger.jsonl": "640", "lock.db": "640" });
});

test("a restart finds everything as it was", async () => {
  const { catalog, origin, siteId } = await opened();
  await ingest(catalog, exampleFile("a.txt", first));
  const article = await catalog.articles.find(first.id);
  const after = await reopened();
  expect([origin.kind, after.origin.kind]).toEqual(["created", "opened"]);
  expect(after.siteId).toBe(siteId);
  expect(await after.catalog.articles.find(first.id)).toEqual(article);
});

test("the site id given is kept when there is none yet", async () => {
  expect(await opened({ siteId: "s1" })).toMatchObject({ siteId: "s1", isNew: true });
  await closeLast();
  expect(await opened({ siteId: "s2" })).toMatchObject({ siteId: "s1", isNew: false });
});

test("what is lost goes to the ledger once; what was renamed, copied or comes back does not", async () => {
  const { catalog } = await opened();
  await ingest(catalog, exampleFile("a.txt", first));
  await catalog.files.apply({ ingested: [exampleFile("b.txt", first)], removed: ["a.txt"] });
  await ingest(catalog, exampleFile("copy.txt", first));
  await ingest(catalog, exampleFile("copy.txt", second));
  expect(ledgerLines()).toEqual([]);
  await ingest(catalog, exampleFile("b.txt", second));
  await ingest(catalog, exampleFile("b.txt", first));
  await catalog.files.apply({ ingested: [], removed: ["b.txt"] });
  expect(ledgerLines().map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      type: "capture",
      id: first.id,
      capturedAt: "2023-02-23T05:00:00Z",
      publishedAt: "2023-02-23T04:24:36Z",
      textHash: first.textHash,
      sha256: exampleFile("b.txt", first).sha256,
      shownBytes: first.bodyHtml.length,
    },
  ]);
});

test("bytes of which another profile makes another article are not lost", async () => {
  const { catalog } = await opened();
  const file = exampleFile("a.txt", first);
  await ingest(catalog, file);
  await ingest(catalog, { ...file, fingerprint: "profile 2", outcome: success({ ...first, id: exampleId(2) }) });
  expect(ledgerLines()).toEqual([]);
});

test("two files that exchange their names lose nothing", async () => {
  const { catalog } = await opened();
  await ingest(catalog, exampleFile("a.txt", first), exampleFile("b.txt", second));
  await ingest(catalog, exampleFile("a.txt", second), exampleFile("b.txt", first));
  expect(ledgerLines()).toEqual([]);
});

test("a ledger brought from elsewhere counts for articles that are there already", async () => {
  const { catalog } = await opened();
  await ingest(catalog, exampleFile("a.txt", second));
  await closeLast();
  const capture = { type: "capture", id: first.id, capturedAt: "2023-02-20T00:00:00Z", textHash: "t", sha256: "s" };
  writeFileSync(join(dataDir, "ledger.jsonl"), `{"type":"site","siteId":"theirs"}\n${JSON.stringify(capture)}\n`);
  const after = await opened();
  expect(after).toMatchObject({ siteId: "theirs", change: { revised: 1, outletIds: new Set(["example"]) } });
  expect((await after.catalog.articles.find(first.id))?.firstCapturedAt).toEqual(new Date("2023-02-20T00:00:00Z"));
  writeFileSync(join(dataDir, "ledger.jsonl"), "");
  expect((await reopened()).change.revised).toBe(1);
});

test("lines of the ledger without effect are told at every start", async () => {
  await opened();
  appendFileSync(join(dataDir, "ledger.jsonl"), 'what?\n{"type":"prophecy"}\n{"type":"prophecy"}\n{"type":"capt');
  expect((await reopened()).warnings).toEqual([
    "ledger.jsonl, line 2: cannot be read, and has no effect",
    `ledger.jsonl, line 3 and 1 more: unknown type "prophecy", perhaps a newer feedmill's; kept, and has no effect`,
    'an unfinished last line was cut off the ledger: {"type":"capt',
  ]);
  expect((await reopened()).warnings).toHaveLength(2);
});

test("an index of another version is made again, and until then nothing can be searched", async () => {
  const { catalog } = await opened();
  const files = Array.from({ length: 300 }, (_, n) => exampleFile(`${n}.txt`, exampleCapture({ id: exampleId(n) })));
  await ingest(catalog, ...files);
  expect(await catalog.articles.count(selecting("text"))).toEqual({ articles: 300, isAtLeast: false });
  await closeLast();
  alter(join(dataDir, "catalog.db"), "UPDATE state SET value = '0' WHERE name = 'indexVersion'");
  const after = (await opened()).catalog;
  expect(await after.articles.extent()).toMatchObject({ isSearchable: false });
  await expect(after.articles.count(selecting("text"))).rejects.toThrow(SearchNotReadyError);
  await expect(Array.fromAsync(after.articles.newest(selecting("text")))).rejects.toThrow(SearchNotReadyError);
  expect(await Array.fromAsync(after.articles.newest({ outletIds: ["example"] }))).toHaveLength(300);
  await ingest(after, exampleFile("new.txt", exampleCapture({ id: exampleId(1000) })));
  const left = [await after.state.maintain(), await after.state.maintain()].map((done) => done.left);
  expect(left).toEqual([44, 0]);
  expect(await after.articles.extent()).toMatchObject({ isSearchable: true });
  expect(await after.articles.count(selecting("text"))).toEqual({ articles: 301, isAtLeast: false });
});

/** One of many reports of an event. */
function reportFile(number: number): IngestedFile {
  const claims = { id: exampleId(number), outletId: `outlet ${number}`, text: "水库垮坝" };
  return exampleFile(`${number}.txt`, exampleCapture(claims));
}

test("stories of other rules are served until they are linked again", async () => {
  const { catalog } = await opened();
  await ingest(catalog, ...Array.from({ length: 300 }, (_, number) => reportFile(number)));
  const id = storyId(exampleId(0));
  const reports = async (from: CatalogReader): Promise<number> =>
    (await Array.fromAsync(from.articles.stories({ id })))[0]?.reports.length ?? 0;
  expect(await reports(catalog)).toBe(300);
  await closeLast();
  const database = join(dataDir, "catalog.db");
  alter(database, "UPDATE state SET value = json_set(value, '$.signatures', 'of before') WHERE name = 'linking'");
  alter(database, "UPDATE report SET signature = x'00000000', score = 0");
  const after = (await opened()).catalog;
  await ingest(after, reportFile(300));
  expect(await reports(after)).toBe(300);
  while ((await after.state.maintain()).left > 0) expect(await reports(after)).toBeGreaterThanOrEqual(300);
  expect(await reports(after)).toBe(301);
});

test.each([1, 6, 7])(
  "a catalog of version %i is brought up, and its articles are packed and indexed",
  async (version) => {
    await ingest((await opened()).catalog, exampleFile("a.txt", first));
    const before = await open[0]?.articles.find(first.id);
    const outlets = await open[0]?.articles.outlets();
    await closeLast();
    const path = join(dataDir, "catalog.db");
    rmSync(path);
    writeOldCatalog(path, version);
    const { catalog, origin } = await opened();
    expect(origin).toEqual({ kind: "migrated", fromVersion: version });
    expect(await catalog.articles.extent()).toMatchObject({ isSearchable: false });
    expect(await catalog.articles.find(first.id)).toEqual(before);
    expect(await catalog.articles.outlets()).toEqual(outlets);
    while ((await catalog.state.maintain()).left > 0);
    expect(await Array.fromAsync(catalog.articles.newest(selecting("text")))).toEqual([before]);
    const { id, capturedAt: firstCapturedAt, bodyHtml } = first;
    const captured = { id, firstCapturedAt, shownBytes: bodyHtml.length };
    expect(await catalog.articles.capturedOn("2023-02-23")).toEqual([captured]);
  },
);

/** A catalog of an earlier version with one article, `first`. */
function writeOldCatalog(path: string, version: number): void {
  const db = new DatabaseSync(path);
  migrate(db, steps.slice(0, version));
  const { outcome: _outcome, ...file } = exampleFile("a.txt", first);
  const [capturedAt, publishedAt] = [first.capturedAt, first.publishedAt ?? new Date(0)].map(
    (at) => at.getTime() / 1000,
  );
  const { id, outletId, bodyHtml, capturedAt: _capturedAt, publishedAt: _publishedAt, textHash, ...metadata } = first;
  const hash = contentHash(first);
  const times = deriveArticle([{ sha256: file.sha256, ...first }], []);
  const revision = times && articleRevision(hash, times, undefined);
  const insert = (table: string, row: Readonly<Record<string, string | number | null>>): void => {
    const columns = Object.keys(row);
    const marks = columns.map(() => "?").join(", ");
    db.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`).run(...Object.values(row));
  };
  const shown = {
    ...(version >= 4 && { shown_bytes: bodyHtml.length }),
    ...(version >= 7 && { fields: bitsOf(fieldsOf(first)) }),
  };
  insert("file", {
    path: file.path,
    signature: file.signature,
    fingerprint: file.fingerprint,
    sha256: file.sha256,
    host: file.host ?? null,
    article_id: id,
  });
  insert("capture", {
    number: 1,
    article_id: id,
    sha256: file.sha256,
    captured_at: capturedAt ?? 0,
    published_at: publishedAt ?? 0,
    text_hash: textHash,
    content_hash: hash,
    outlet_id: outletId,
    canonical_url: first.canonicalUrl,
    ...shown,
  });
  insert("capture_content", { capture: 1, metadata: JSON.stringify(metadata), body_html: bodyHtml });
  insert("article", {
    id,
    outlet_id: outletId,
    capture: 1,
    published_at: publishedAt ?? 0,
    published_at_is_capture_time: 0,
    updated_at: publishedAt ?? 0,
    first_captured_at: capturedAt ?? 0,
    captured_at: capturedAt ?? 0,
    surfaced_at: capturedAt ?? 0,
    revision: revision ?? "",
    ...shown,
  });
  db.close();
}

test("what else SQLite has against a catalog is told with the data directory", async () => {
  await opened();
  await closeLast();
  alter(join(dataDir, "catalog.db"), "DROP TABLE state");
  await expect(openCatalog({ data: dataDir }).write()).rejects.toThrow(
    `the data directory ${dataDir} cannot be opened: no such table: state`,
  );
});

test("a second writer is refused, and may write once the first is done", async () => {
  await opened();
  await expect(openCatalog({ data: dataDir }).write()).rejects.toThrow(
    `another feedmill is using the data directory ${dataDir}`,
  );
  expect((await reopened()).origin.kind).toBe("opened");
});

test.each([
  ["is no database", (path: string): void => writeFileSync(path, "no database".repeat(1000)), "not a database"],
  ["was cut short", (path: string): void => writeFileSync(path, readFileSync(path).subarray(0, 8192)), "malformed"],
  ["is a newer feedmill's", (path: string): void => alter(path, "PRAGMA user_version = 99"), "version 99"],
  ["is another program's", (path: string): void => alter(path, "PRAGMA application_id = 1"), "another program's"],
])("a catalog that %s is set aside, and another begun", async (_what, spoil, reason) => {
  const path = join(dataDir, "catalog.db");
  for (const round of [1, 2]) {
    await ingest((await opened()).catalog, exampleFile("a.txt", first));
    await closeLast();
    spoil(path);
    const { origin, catalog } = await opened();
    const expected = { kind: "rebuilt", reason: expect.stringContaining(reason), movedTo: `${path}.broken` };
    expect(origin, `round ${round}`).toEqual(expected);
    expect(existsSync(expected.movedTo)).toBe(true);
    expect((await catalog.files.counts()).files).toBe(0);
    await closeLast();
  }
});

function alter(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

test("a reader sees what the writer has committed, and nothing can be written through it", async () => {
  const { catalog } = await opened();
  const reader = await openCatalog({ data: dataDir }).read();
  open.push({ ...catalog, close: () => reader.close() });
  await ingest(catalog, exampleFile("a.txt", first));
  expect(await Array.fromAsync(reader.articles.newest())).toEqual([await catalog.articles.find(exampleId(1))]);
  expect(reader.files).not.toHaveProperty("apply");
});

test("a reader outlives the writer, and there is none without a catalog", async () => {
  await expect(openCatalog({ data: dataDir }).read()).rejects.toThrow("unable to open database file");
  await ingest((await opened()).catalog, exampleFile("a.txt", first));
  await closeLast();
  const reader = await openCatalog({ data: dataDir }).read();
  expect((await reader.articles.find(first.id))?.title).toBe("A title");
  await reader.close();
});

test("a data directory that cannot be written to is told as such", async () => {
  mkdirSync(join(dataDir, "lock.db"), { recursive: true });
  await expect(opened()).rejects.toThrow(`the data directory ${dataDir} cannot be written to`);
});
