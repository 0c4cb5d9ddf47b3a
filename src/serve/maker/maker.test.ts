import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { exampleCapture, exampleFile } from "../../catalog/contract/example-file.ts";
import type { Catalog } from "../../catalog/catalog.ts";
import { publicationOf } from "../../catalog/contract/documents.contract.ts";
import { openCatalog } from "../../catalog/open-catalog.ts";
import type { PreparedDocument } from "../../http/documents/prepared-document.ts";
import { AllAnswerCounts } from "../../http/answer-counts.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { Edition } from "../../model/edition.ts";
import type { Made } from "../../model/document.ts";
import { Maker } from "./maker.ts";

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
};
const published = new Date("2024-05-17T00:00:00Z");
const policy: DocumentAddress = { kind: "policy-page", locale: "zh-Hans" };
const anybody = { client: "", signal: new AbortController().signal };
const cut = { kind: "feed", variant: { name: "all" }, format: "json", asked: { limit: "1" } } as const;

function searchFor(number: number): DocumentAddress {
  return { ...cut, asked: { limit: "1", q: `-word${number}` } };
}

async function writeTo(directory: string, write: (catalog: Catalog) => Promise<unknown>): Promise<void> {
  const { catalog } = await openCatalog({ data: directory }).write();
  await write(catalog);
  await catalog.close();
}

function putEdition({ documents }: Catalog, now = published): Promise<Date> {
  return documents.publish(publicationOf({ edition, isNews: true, now }));
}

async function fill(directory: string): Promise<void> {
  await writeTo(directory, async (catalog) => {
    await catalog.files.apply({ ingested: [exampleFile("1.txt", exampleCapture({}))], removed: [] });
    await putEdition(catalog);
  });
}

const feedOfTwo = {
  path: "/feeds/all/rss.xml",
  contentType: "application/rss+xml; charset=utf-8",
  body: Buffer.from("<a><b>"),
  links: [],
  maxAgeSeconds: 300,
};

/** Publishes a version of a feed with an entry, and one with another besides. */
async function fillWithVersions(directory: string): Promise<void> {
  const kept = { tag: "b", start: 3, end: 6 };
  const codings = { gzip: Uint8Array.of(1), br: Uint8Array.of(2), zstd: Uint8Array.of(3) };
  const versions = [
    ['W/"1"', [kept], new Date("2024-05-16T00:00:00Z")],
    ['W/"2"', [{ tag: "a", start: 0, end: 3 }, kept], published],
  ] as const;
  await writeTo(directory, async ({ documents }) => {
    for (const [etag, version, now] of versions) {
      const document = { document: feedOfTwo, codings, etag, version };
      await documents.publish(publicationOf({ documents: [document], edition, now }));
    }
  });
}

function started(directory: string): Maker {
  const maker = new Maker({ data: directory }, new AllAnswerCounts());
  onTestFinished(() => maker.close());
  return maker;
}

function documentIn(answer: Made<PreparedDocument>): PreparedDocument {
  if (answer.kind !== "document") throw new Error(`nothing was made: ${answer.kind}`);
  return answer.document;
}

test("nothing is made before there is an edition", async () => {
  const directory = temporaryDirectory();
  await writeTo(directory, async () => undefined);
  expect(await started(directory).make(policy, anybody)).toEqual({ kind: "not-yet" });
});

test("a document is made once, until something changes", async () => {
  const directory = temporaryDirectory();
  await fill(directory);
  const maker = started(directory);
  const [first, same] = await Promise.all([maker.make(cut, anybody), maker.make(cut, anybody)]);
  expect(documentIn(same)).toBe(documentIn(first));
  expect(documentIn(await maker.make(cut, anybody))).toBe(documentIn(first));
  expect(documentIn(first).lastModified).toBe(published.toUTCString());

  const later = new Date("2024-05-18T00:00:00Z");
  await writeTo(directory, (catalog) => putEdition(catalog, later));
  maker.renew(false);
  const again = documentIn(await maker.make(cut, anybody));
  expect([again.etag, again.lastModified]).toEqual([documentIn(first).etag, later.toUTCString()]);
});

test("what is asked for once too often is answered busy, and everything else is made", async () => {
  const directory = temporaryDirectory();
  await fill(directory);
  const maker = started(directory);
  const asked = Array.from({ length: 202 }, (_, at) => maker.make(searchFor(at), anybody));
  const kinds = (await Promise.all(asked)).map((answer) => answer.kind);
  expect(kinds.filter((kind) => kind === "busy")).toHaveLength(1);
  expect(kinds.at(-1)).toBe("busy");
});

test("pages are made before searches, and clients take turns at those", async () => {
  const directory = temporaryDirectory();
  await fill(directory);
  const maker = started(directory);
  const order: string[] = [];
  const ask = async (name: string, address: DocumentAddress): Promise<void> => {
    await maker.make(address, { ...anybody, client: name });
    order.push(name);
  };
  const many = Array.from({ length: 20 }, (_, at) => ask("many", searchFor(at)));
  await Promise.all([...many, ask("one", searchFor(100)), ask("page", policy)]);
  expect(order.indexOf("one")).toBeLessThanOrEqual(3);
  expect(order.indexOf("page")).toBeLessThanOrEqual(2);
});

test("what is given up before its turn is never made, and a making goes on while one waits for it", async () => {
  const directory = temporaryDirectory();
  await fill(directory);
  const maker = started(directory);
  const leaves = new AbortController();
  const stays = maker.make(searchFor(1), anybody);
  const shared = [maker.make(searchFor(2), { client: "", signal: leaves.signal }), maker.make(searchFor(2), anybody)];
  const alone = maker.make(searchFor(3), { client: "", signal: leaves.signal });
  leaves.abort();
  expect(await alone).toEqual({ kind: "too-broad" });
  expect((await Promise.all([stays, ...shared])).map(({ kind }) => kind)).toEqual(["document", "document", "document"]);
  expect(maker.kept(searchFor(3))).toBeUndefined();
});

test("a thread that ends fails what waits for it, and the next request starts another", async () => {
  const directory = temporaryDirectory();
  const maker = started(directory);
  await expect(maker.make(policy, anybody)).rejects.toThrow(/unable to open/);
  await fill(directory);
  expect(documentIn(await maker.make(policy, anybody)).path).toBe("/policy/");
});

test("what waits while the catalog is opened again is made of the one that is opened", async () => {
  const [directory, aside] = [temporaryDirectory(), temporaryDirectory()];
  await fill(directory);
  const maker = started(directory);
  const waiting = Promise.all([maker.make(policy, anybody), maker.make(cut, anybody)]);
  maker.renew(true);
  expect((await waiting).map(({ kind }) => kind)).toEqual(["document", "document"]);
  for (const name of readdirSync(directory)) renameSync(join(directory, name), join(aside, name));
  await writeTo(directory, async () => undefined);
  maker.renew(true);
  expect(await maker.make(policy, anybody)).toEqual({ kind: "not-yet" });
});

test("a delta is made between two versions, and says so; where there is none, the feed is ready", async () => {
  const directory = temporaryDirectory();
  await fillWithVersions(directory);
  const maker = started(directory);
  const { path } = feedOfTwo;
  const delta = documentIn(await maker.make({ kind: "delta", path, since: 'W/"1"' }, anybody));
  expect([delta.status, delta.etag, delta.lastModified]).toEqual([226, 'W/"2"', "Fri, 17 May 2024 00:00:00 GMT"]);
  expect(delta.variants.identity.body.toString()).toBe("<a>");
  expect(gunzipSync(delta.variants.gzip.body).toString()).toBe("<a>");
  expect(delta.variants.identity.headers).toEqual(expect.arrayContaining(["Delta-Base", 'W/"1"']));
  for (const since of ['W/"2"', 'W/"3"'])
    expect(await maker.make({ kind: "delta", path, since }, anybody)).toEqual({ kind: "ready", path });
});

test("a delta is not waited for where much is asked for", async () => {
  const directory = temporaryDirectory();
  await fill(directory);
  const maker = started(directory);
  const before = Array.from({ length: 8 }, (_, at) =>
    maker.make({ ...cut, asked: { limit: String(at + 1) } }, anybody),
  );
  expect(await maker.make({ kind: "delta", path: feedOfTwo.path, since: 'W/"1"' }, anybody)).toEqual({ kind: "busy" });
  await Promise.all(before);
  expect(await maker.make({ kind: "delta", path: feedOfTwo.path, since: 'W/"1"' }, anybody)).toMatchObject({
    kind: "ready",
  });
});
