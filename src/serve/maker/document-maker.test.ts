import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { exampleCapture, exampleFile } from "../../catalog/contract/example-file.ts";
import { openCatalog } from "../../catalog/open-catalog.ts";
import type { MadeDocument } from "../../http/documents/made-documents.ts";
import { Tallies } from "../../http/tallies.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { Edition } from "../../model/edition.ts";
import { createDocumentMaker, type DocumentMaker } from "./document-maker.ts";

const edition: Edition = {
  site: {
    title: "集报",
    publicUrl: "https://f.example",
    siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
    language: "zh-Hans",
    maxAgeSeconds: 300,
  },
  definitions: [{ name: "all", title: "集报", description: "", language: "zh-Hans" }],
  outlets: [],
  renamed: new Map(),
  gone: new Set(),
  changedAt: new Date("2024-05-17T00:00:00Z"),
};
const later = { ...edition, changedAt: new Date("2024-05-18T00:00:00Z") };
const policy: DocumentAddress = { kind: "policy-page", locale: "zh-Hans" };
const cut: DocumentAddress = { kind: "feed", variant: { name: "all" }, format: "json", asked: { limit: "1" } };

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "feedmill-maker-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

function fill(directory: string): void {
  const { catalog } = openCatalog({ data: directory }).write();
  catalog.apply({ ingested: [exampleFile("1.txt", exampleCapture({}))], removed: [] });
  catalog.close();
}

const feedOfTwo = {
  path: "/feeds/all/rss.xml",
  contentType: "application/rss+xml; charset=utf-8",
  body: Buffer.from("<a><b>"),
  links: [],
  maxAgeSeconds: 300,
};

/** Publishes a version of a feed with an entry, and one with another besides. */
function fillWithVersions(directory: string): void {
  const { catalog } = openCatalog({ data: directory }).write();
  const kept = { tag: "b", start: 3, end: 6 };
  const of = [feedOfTwo, { gzip: Uint8Array.of(1), br: Uint8Array.of(2), zstd: Uint8Array.of(3) }] as const;
  catalog.putDocument(...of, 'W/"1"', new Date("2024-05-16T00:00:00Z"), [kept]);
  catalog.putDocument(...of, 'W/"2"', new Date("2024-05-17T00:00:00Z"), [{ tag: "a", start: 0, end: 3 }, kept]);
  catalog.close();
}

function started(directory: string): DocumentMaker {
  const maker = createDocumentMaker(directory, new Tallies());
  onTestFinished(() => maker.close());
  return maker;
}

async function made(maker: DocumentMaker, address: DocumentAddress): Promise<MadeDocument | undefined> {
  return maker.make(address);
}

function documentIn(answer: MadeDocument | undefined): Extract<MadeDocument, { kind: "document" }>["document"] {
  if (answer?.kind !== "document") throw new Error(`nothing was made: ${answer?.kind}`);
  return answer.document;
}

test("nothing is made before it is known what is published", () => {
  expect(started(emptyDirectory()).make(policy)).toBeUndefined();
});

test("a document is made once, until something changes", async () => {
  const directory = emptyDirectory();
  fill(directory);
  const maker = started(directory);
  maker.take(edition, true);
  const [first, same] = await Promise.all([made(maker, cut), made(maker, cut)]);
  expect(documentIn(same)).toBe(documentIn(first));
  expect(documentIn(await maker.make(cut))).toBe(documentIn(first));
  expect(documentIn(first).lastModified).toBe(edition.changedAt.toUTCString());

  maker.take(later, false);
  const anew = documentIn(await maker.make(cut));
  expect([anew.etag, anew.lastModified]).toEqual([documentIn(first).etag, later.changedAt.toUTCString()]);
});

test("what is asked for once too often is answered busy, and everything else is made", async () => {
  const directory = emptyDirectory();
  fill(directory);
  const maker = started(directory);
  maker.take(edition, true);
  const asked = Array.from({ length: 201 }, (_, at) => made(maker, { ...cut, asked: { limit: "1", q: `-word${at}` } }));
  const kinds = (await Promise.all(asked)).map((answer) => answer?.kind);
  expect(kinds.filter((kind) => kind === "busy")).toHaveLength(1);
  expect(kinds.at(-1)).toBe("busy");
});

test("a thread that ends fails what waits for it, and the next request starts another", async () => {
  const directory = emptyDirectory();
  const maker = started(directory);
  maker.take(edition, true);
  await expect(maker.make(policy)).rejects.toThrow(/unable to open/);
  fill(directory);
  expect(documentIn(await maker.make(policy)).path).toBe("/policy/");
});

test("a delta is made between two versions, and says so; where there is none, the feed is ready", async () => {
  const directory = emptyDirectory();
  fillWithVersions(directory);
  const maker = started(directory);
  maker.take(edition, true);
  const { path } = feedOfTwo;
  const delta = documentIn(await maker.make({ kind: "delta", path, since: 'W/"1"' }));
  expect([delta.status, delta.etag, delta.lastModified]).toEqual([226, 'W/"2"', "Fri, 17 May 2024 00:00:00 GMT"]);
  expect(delta.variants.identity.body.toString()).toBe("<a>");
  expect(gunzipSync(delta.variants.gzip.body).toString()).toBe("<a>");
  expect(delta.variants.identity.headers).toEqual(expect.arrayContaining(["Delta-Base", 'W/"1"']));
  for (const since of ['W/"2"', 'W/"3"'])
    expect(await maker.make({ kind: "delta", path, since })).toEqual({ kind: "ready", path });
});

test("a delta is not waited for where much is asked for", async () => {
  const directory = emptyDirectory();
  fill(directory);
  const maker = started(directory);
  maker.take(edition, true);
  const before = Array.from({ length: 8 }, (_, at) => made(maker, { ...cut, asked: { limit: "1", q: `-word${at}` } }));
  expect(await maker.make({ kind: "delta", path: feedOfTwo.path, since: 'W/"1"' })).toEqual({ kind: "busy" });
  await Promise.all(before);
  expect(await maker.make({ kind: "delta", path: feedOfTwo.path, since: 'W/"1"' })).toMatchObject({ kind: "ready" });
});
