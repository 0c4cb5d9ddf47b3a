import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { success } from "../../model/problem.ts";
import {
  type Catalog,
  type IngestedFile,
  SearchNotReadyError,
  type OpenedCatalog,
  type WritingOptions,
} from "../catalog.ts";
import { selecting } from "../contract/selections.contract.ts";
import { exampleCapture, exampleFile, exampleId } from "../contract/example-file.ts";
import { openCatalog } from "../open-catalog.ts";

let dataDir: string;
let open: Catalog[];
beforeEach(() => {
  dataDir = join(temporaryDirectory(), "data");
  open = [];
});
afterEach(() => {
  for (const catalog of open) catalog.close();
});

function opened(options?: WritingOptions): OpenedCatalog {
  const result = openCatalog({ data: dataDir }).write(options);
  open.push(result.catalog);
  return result;
}

/** Closes what is open and opens it again, as a restart does. */
function reopened(): OpenedCatalog {
  open.pop()?.close();
  return opened();
}

const ingest = (catalog: Catalog, ...ingested: readonly IngestedFile[]) => catalog.apply({ ingested, removed: [] });
const ledgerLines = (): string[] => readFileSync(join(dataDir, "ledger.jsonl"), "utf8").trimEnd().split("\n").slice(1);

const first = exampleCapture({});
const second = exampleCapture({ text: "Second text.", capturedAt: new Date("2023-02-23T06:00:00Z") });

/** Modes of the data directory and of everything in it. */
function modes(): Record<string, string> {
  const names = ["", ...readdirSync(dataDir)];
  return Object.fromEntries(names.map((name) => [name, (statSync(join(dataDir, name)).mode & 0o777).toString(8)]));
}

test("the data directory and its files are for their owner alone", () => {
  opened().catalog.apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
  expect(modes()).toEqual({
    "": "700",
    "catalog.db": "600",
    "catalog.db-shm": "600",
    "catalog.db-wal": "600",
    "ledger.jsonl": "600",
    "lock.db": "600",
    "lock.db-journal": "600",
  });
  open.pop()?.close();
  for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644);
  chmodSync(dataDir, 0o755);
  opened();
  expect(modes()).toMatchObject({ "": "755", "catalog.db": "640", "ledger.jsonl": "640", "lock.db": "640" });
});

test("a restart finds everything as it was", () => {
  const { catalog, origin, siteId } = opened();
  ingest(catalog, exampleFile("a.txt", first));
  const article = catalog.article(first.id);
  const after = reopened();
  expect([origin.kind, after.origin.kind]).toEqual(["created", "opened"]);
  expect(after.siteId).toBe(siteId);
  expect(after.catalog.article(first.id)).toEqual(article);
});

test("the site id given is kept when there is none yet", () => {
  expect(opened({ siteId: "s1" })).toMatchObject({ siteId: "s1", isNew: true });
  open.pop()?.close();
  expect(opened({ siteId: "s2" })).toMatchObject({ siteId: "s1", isNew: false });
});

test("what is lost goes to the ledger once; what was renamed, copied or comes back does not", () => {
  const { catalog } = opened();
  ingest(catalog, exampleFile("a.txt", first));
  catalog.apply({ ingested: [exampleFile("b.txt", first)], removed: ["a.txt"] });
  ingest(catalog, exampleFile("copy.txt", first));
  ingest(catalog, exampleFile("copy.txt", second));
  expect(ledgerLines()).toEqual([]);
  ingest(catalog, exampleFile("b.txt", second));
  ingest(catalog, exampleFile("b.txt", first));
  catalog.apply({ ingested: [], removed: ["b.txt"] });
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

test("bytes of which another profile makes another article are not lost", () => {
  const { catalog } = opened();
  const file = exampleFile("a.txt", first);
  ingest(catalog, file);
  ingest(catalog, { ...file, fingerprint: "profile 2", outcome: success({ ...first, id: exampleId(2) }) });
  expect(ledgerLines()).toEqual([]);
});

test("two files that exchange their names lose nothing", () => {
  const { catalog } = opened();
  ingest(catalog, exampleFile("a.txt", first), exampleFile("b.txt", second));
  ingest(catalog, exampleFile("a.txt", second), exampleFile("b.txt", first));
  expect(ledgerLines()).toEqual([]);
});

test("a ledger brought from elsewhere counts for articles that are there already", () => {
  const { catalog } = opened();
  ingest(catalog, exampleFile("a.txt", second));
  open.pop()?.close();
  const capture = { type: "capture", id: first.id, capturedAt: "2023-02-20T00:00:00Z", textHash: "t", sha256: "s" };
  writeFileSync(join(dataDir, "ledger.jsonl"), `{"type":"site","siteId":"theirs"}\n${JSON.stringify(capture)}\n`);
  const after = opened();
  expect(after).toMatchObject({ siteId: "theirs", change: { revised: 1, outletIds: new Set(["example"]) } });
  expect(after.catalog.article(first.id)?.firstCapturedAt).toEqual(new Date("2023-02-20T00:00:00Z"));
  writeFileSync(join(dataDir, "ledger.jsonl"), "");
  expect(reopened().change.revised).toBe(1);
});

test("lines of the ledger without effect are told at every start", () => {
  opened();
  appendFileSync(join(dataDir, "ledger.jsonl"), 'what?\n{"type":"prophecy"}\n{"type":"prophecy"}\n{"type":"capt');
  expect(reopened().warnings).toEqual([
    "ledger.jsonl, line 2: cannot be read, and has no effect",
    `ledger.jsonl, line 3 and 1 more: unknown type "prophecy", perhaps a newer feedmill's; kept, and has no effect`,
    'an unfinished last line was cut off the ledger: {"type":"capt',
  ]);
  expect(reopened().warnings).toHaveLength(2);
});

test("an index of another version is made again, and until then nothing can be searched", () => {
  const { catalog } = opened();
  const files = Array.from({ length: 5 }, (_, n) => exampleFile(`${n}.txt`, exampleCapture({ id: exampleId(n) })));
  ingest(catalog, ...files);
  expect(catalog.count(selecting("text"))).toBe(5);
  open.pop()?.close();
  alter(join(dataDir, "catalog.db"), "UPDATE state SET value = '0' WHERE name = 'indexVersion'");
  const after = opened().catalog;
  expect(after.isSearchable()).toBe(false);
  expect(() => after.count(selecting("text"))).toThrow(SearchNotReadyError);
  expect(() => [...after.newest(selecting("text"))]).toThrow(SearchNotReadyError);
  expect([...after.newest({ outletIds: ["example"] })]).toHaveLength(5);
  expect([after.indexMissing(2), after.indexMissing(2), after.indexMissing(2)]).toEqual([3, 1, 0]);
  expect(after.isSearchable()).toBe(true);
  expect(after.count(selecting("text"))).toBe(5);
});

/** Takes back the schema's step for flaws and fields. */
const withoutFields = `
  DROP INDEX file_with_flaw; DROP INDEX capture_with_rival; DROP TABLE field_total;
  DROP TRIGGER article_fields_added; DROP TRIGGER article_fields_removed; DROP TRIGGER article_fields_changed;
  ALTER TABLE file DROP COLUMN flaws; ALTER TABLE capture DROP COLUMN rival; ALTER TABLE capture DROP COLUMN fields;
  ALTER TABLE article DROP COLUMN fields;`;

test("a catalog of the first version is brought up, and its articles are indexed", () => {
  const leadImage = { url: "https://gazette.example/1.jpg" };
  const { publishedAt: _publishedAt, ...undated } = exampleCapture({ id: exampleId(2), dek: "d", leadImage });
  const { catalog: written } = opened();
  ingest(written, exampleFile("a.txt", first));
  ingest(written, exampleFile("b.txt", { ...undated, textHash: "2", title: "Another" }));
  const coverage = written.coverage();
  open.pop()?.close();
  alter(
    join(dataDir, "catalog.db"),
    `${withoutFields} DROP TRIGGER article_left_index; DROP TRIGGER article_moved_in_index; DROP TABLE search; DROP INDEX article_by_place; ALTER TABLE article DROP COLUMN place;
     ALTER TABLE article DROP COLUMN indexed_hash; DELETE FROM state WHERE name = 'indexVersion';
     DROP INDEX article_by_first_capture; DROP INDEX article_by_outlet_and_first_capture; DROP INDEX capture_by_time;
     ALTER TABLE article DROP COLUMN shown_bytes; DROP TABLE takedown; DROP TABLE feed_version;
     ALTER TABLE capture DROP COLUMN shown_bytes; ALTER TABLE remembered_capture DROP COLUMN shown_bytes;
     PRAGMA user_version = 1`,
  );
  const { catalog, origin } = opened();
  expect(origin).toEqual({ kind: "migrated", fromVersion: 1 });
  expect(catalog.isSearchable()).toBe(false);
  expect(catalog.indexMissing(10)).toBe(0);
  expect([...catalog.newest(selecting("text"))]).toContainEqual(catalog.article(first.id));
  const { id, capturedAt: firstCapturedAt, bodyHtml } = first;
  expect(catalog.capturedOn("2023-02-23")).toContainEqual({ id, firstCapturedAt, shownBytes: bodyHtml.length });
  expect(coverage.get("example")).toMatchObject({ time: 1, dek: 1, picture: 1 });
  expect(catalog.coverage()).toEqual(coverage);
});

test("what else SQLite has against a catalog is told with the data directory", () => {
  opened();
  open.pop()?.close();
  alter(join(dataDir, "catalog.db"), "DROP TABLE state");
  expect(() => openCatalog({ data: dataDir }).write()).toThrow(
    `the data directory ${dataDir} cannot be opened: no such table: state`,
  );
});

test("pieces of the search index fill pages of the catalog, and an older catalog's index stays as it is", () => {
  const path = join(dataDir, "catalog.db");
  ingest(opened().catalog, exampleFile("a.txt", first));
  open.pop()?.close();
  expect(sizesOf(path)).toEqual({ page: 16_384, piece: 16_300 });
  alter(
    path,
    `${withoutFields} INSERT INTO search (search, rank) VALUES ('pgsz', 4050);
     PRAGMA user_version = 5; PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM`,
  );
  const { catalog, origin } = opened();
  expect(origin).toEqual({ kind: "migrated", fromVersion: 5 });
  expect([...catalog.newest(selecting("text"))]).toEqual([catalog.article(first.id)]);
  open.pop()?.close();
  expect(sizesOf(path)).toEqual({ page: 4096, piece: 16_300 });
});

/** In bytes. */
function sizesOf(path: string): unknown {
  const db = new DatabaseSync(path);
  const sizes = db.prepare(
    "SELECT page_size AS page, v AS piece FROM pragma_page_size, search_config WHERE k = 'pgsz'",
  );
  const row = { ...sizes.get() };
  db.close();
  return row;
}

test("a second writer is refused, and may write once the first is done", () => {
  opened();
  expect(() => openCatalog({ data: dataDir }).write()).toThrow(
    `another feedmill is using the data directory ${dataDir}`,
  );
  expect(reopened().origin.kind).toBe("opened");
});

test.each([
  ["is no database", (path: string): void => writeFileSync(path, "no database".repeat(1000)), "not a database"],
  ["was cut short", (path: string): void => writeFileSync(path, readFileSync(path).subarray(0, 8192)), "malformed"],
  ["is a newer feedmill's", (path: string): void => alter(path, "PRAGMA user_version = 99"), "version 99"],
  ["is another program's", (path: string): void => alter(path, "PRAGMA application_id = 1"), "another program's"],
])("a catalog that %s is set aside and begun anew", (_what, spoil, reason) => {
  const path = join(dataDir, "catalog.db");
  for (const round of [1, 2]) {
    ingest(opened().catalog, exampleFile("a.txt", first));
    open.pop()?.close();
    spoil(path);
    const { origin, catalog } = opened();
    const expected = { kind: "rebuilt", reason: expect.stringContaining(reason), movedTo: `${path}.broken` };
    expect(origin, `round ${round}`).toEqual(expected);
    expect(existsSync(expected.movedTo)).toBe(true);
    expect(catalog.fileCount()).toBe(0);
    open.pop()?.close();
  }
});

function alter(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

test("a reader sees what the writer has committed, and nothing can be written through it", () => {
  const { catalog } = opened();
  const reader = openCatalog({ data: dataDir }).read();
  open.push({ ...catalog, close: () => reader.close() });
  ingest(catalog, exampleFile("a.txt", first));
  expect([...reader.newest()]).toEqual([catalog.article(exampleId(1))]);
  expect(reader).not.toHaveProperty("apply");
});

test("a reader outlives the writer, and there is none without a catalog", () => {
  expect(() => openCatalog({ data: dataDir }).read()).toThrow("unable to open database file");
  ingest(opened().catalog, exampleFile("a.txt", first));
  open.pop()?.close();
  const reader = openCatalog({ data: dataDir }).read();
  expect(reader.article(first.id)?.title).toBe("A title");
  reader.close();
});

test("a data directory that cannot be written to is told as such", () => {
  mkdirSync(join(dataDir, "lock.db"), { recursive: true });
  expect(() => opened()).toThrow(`the data directory ${dataDir} cannot be written to`);
});
