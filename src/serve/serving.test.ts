import { execFileSync } from "node:child_process";
import { renameSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Catalog } from "../catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../catalog/contract/example-file.ts";
import { publicationOf } from "../catalog/contract/documents.contract.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import type { Edition } from "../model/edition.ts";
import { createLogger } from "../observe/logger.ts";
import { DocumentServer } from "./serving.ts";

const edition: Edition = {
  site: {
    title: "",
    publicUrl: "http://localhost",
    siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
    language: "zh-Hans",
    maxAgeSeconds: 300,
  },
  definitions: [],
  outlets: [],
  renamed: new Map(),
  gone: new Set(),
};

const rate = { bytes: 0, full: 0, made: 0, trustedProxies: [] };
const log = { level: "error", format: "json" } as const;

async function place(
  publicUrl?: string,
): Promise<{ socketPath: string; data: string; catalog: Catalog; serving: DocumentServer }> {
  const cwd = temporaryDirectory();
  const socketPath = join(cwd, "socket");
  const data = join(cwd, "data");
  const { catalog } = await openCatalog({ data }).write();
  onTestFinished(() => catalog.close());
  const logger = createLogger({ level: "error", format: "json", write: () => undefined });
  const listen = { path: socketPath };
  const named = publicUrl === undefined ? {} : { publicUrl };
  const options = { data, listen, formerly: [], language: "zh-Hans", rate, workers: 1, isHub: false, log, ...named };
  return { socketPath, data, catalog, serving: new DocumentServer(options, logger) };
}

async function statusOf(socketPath: string, path: string, host?: string): Promise<number | undefined> {
  return (await answerOf(socketPath, path, host)).statusCode;
}

function answerOf(socketPath: string, path: string, host = "localhost"): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, headers: { host }, agent: false }, (response) =>
      resolve(response.resume()),
    );
    sent.on("error", reject).end();
  });
}

test("what an earlier run published is served before the ingest thread has said a word", async () => {
  const { socketPath, catalog, serving } = await place();
  const bytes = Uint8Array.of(1);
  const document = { path: "/feeds/all/rss.xml", contentType: "text/xml", body: bytes, links: [], maxAgeSeconds: 60 };
  const codings = { gzip: bytes, br: bytes, zstd: bytes };
  await catalog.documents.publish(publicationOf({ documents: [{ document, codings, etag: 'W/"1"' }], edition }));
  await serving.listen();
  expect(await statusOf(socketPath, document.path)).toBe(200);
  await serving.close();
});

test("what was published under another public URL is not served until it is published again", async () => {
  const { socketPath, catalog, serving } = await place("https://present.example");
  const bytes = Uint8Array.of(1);
  const document = { path: "/feeds/all/rss.xml", contentType: "text/xml", body: bytes, links: [], maxAgeSeconds: 60 };
  const codings = { gzip: bytes, br: bytes, zstd: bytes };
  await catalog.documents.publish(publicationOf({ documents: [{ document, codings, etag: 'W/"1"' }], edition }));
  await serving.listen();
  const statuses = (): Promise<readonly (number | undefined)[]> =>
    Promise.all([document.path, "/", "/policy/"].map((path) => statusOf(socketPath, path, "present.example")));
  expect(await statuses()).toEqual([503, 503, 503]);
  serving.tell({ kind: "opened" });
  expect(await statuses()).toEqual([503, 503, 503]);
  const present = { ...edition, site: { ...edition.site, publicUrl: "https://present.example" } };
  await catalog.documents.publish(publicationOf({ edition: present }));
  serving.tell({ kind: "published", paths: [] });
  expect(await statuses()).toEqual([200, 200, 200]);
  await serving.close();
});

/** One of each kind of document on demand, of the feed `all` with the first article. */
const onDemand = [
  "/",
  "/en/",
  "/policy/",
  "/search",
  "/search?q=First",
  "/search/rss.xml?q=First",
  `/articles/${exampleId(1).replace("urn:uuid:", "")}/`,
  "/feeds/all/",
  "/feeds/all/2023-02-23/",
  "/feeds/all/on/02-23/",
  "/feeds/all/2023-02-23/rss.xml",
  "/feeds/all/on/02-23/feed.json",
  "/feeds/all/zh-hant/atom.xml",
  "/feeds/all/rss.xml?limit=1",
];

test("all that an earlier run published can be had before the ingest thread has said a word", async () => {
  const { socketPath, catalog, serving } = await place();
  const captures = [1, 2].map((day) => ({
    id: exampleId(day),
    title: day === 1 ? "First" : "Second",
    capturedAt: new Date(Date.UTC(2023, 1, 22 + day)),
  }));
  const ingested = captures.map((capture, at) => exampleFile(`${at}.txt`, exampleCapture(capture)));
  await catalog.files.apply({ ingested, removed: [] });
  const all = { name: "all", title: "T", description: "", language: "zh-Hans" };
  await catalog.documents.publish(publicationOf({ edition: { ...edition, definitions: [all] } }));
  await serving.listen();
  const answers = await Promise.all(onDemand.map(async (path) => [path, await statusOf(socketPath, path)]));
  expect(answers).toEqual(onDemand.map((path) => [path, 200]));
  expect(await statusOf(socketPath, "/articles/00000000-0000-5000-8000-000000000000/")).toBe(404);
  await serving.close();
});

test("before there is an edition all that may come to be asks to be tried again, and nothing else does", async () => {
  const { socketPath, serving } = await place();
  await serving.listen();
  serving.tell({ kind: "opened" });
  const lists = ["/feeds.opml", "/.well-known/feeds", "/feeds/all/rss.xml", "/style.css"];
  const answers = await Promise.all(
    [...onDemand, ...lists].map(async (path) => {
      const { statusCode, headers } = await answerOf(socketPath, path);
      return [path, statusCode, headers["retry-after"]];
    }),
  );
  expect(answers).toEqual([...onDemand, ...lists].map((path) => [path, 503, "60"]));
  expect(await statusOf(socketPath, "/nothing")).toBe(404);
  await serving.close();
});

test("what the ingest thread still has to tell after the server has closed is not listened to", async () => {
  const { serving } = await place();
  await serving.listen();
  serving.tell({ kind: "opened" });
  await serving.close();
  expect(() => serving.tell({ kind: "published", paths: ["/feeds.opml"] })).not.toThrow();
});

test("a catalog that is gone when it is to be read costs nothing, and is read once it is back, though nothing is published", async () => {
  const { socketPath, data, catalog, serving } = await place();
  await serving.listen();
  const bytes = Uint8Array.of(1);
  const document = { path: "/feeds/all/rss.xml", contentType: "text/xml", body: bytes, links: [], maxAgeSeconds: 60 };
  const codings = { gzip: bytes, br: bytes, zstd: bytes };
  await catalog.documents.publish(publicationOf({ documents: [{ document, codings, etag: 'W/"1"' }], edition }));
  const file = join(data, "catalog.db");
  renameSync(file, `${file}.aside`);
  serving.tell({ kind: "opened" });
  expect(await statusOf(socketPath, document.path)).toBe(503);
  renameSync(`${file}.aside`, file);
  await expect.poll(() => statusOf(socketPath, document.path), { timeout: 20_000 }).toBe(200);
  await serving.close();
});

test("of a catalog that is opened anew nothing is served that it has no more, but while it is being filled", async () => {
  const { socketPath, catalog, serving } = await place();
  const bytes = Uint8Array.of(1);
  const paths = ["/feeds/all/rss.xml", "/feeds/gone/rss.xml"];
  const documents = paths.map((path) => ({
    document: { path, contentType: "text/xml", body: bytes, links: [], maxAgeSeconds: 60 },
    codings: { gzip: bytes, br: bytes, zstd: bytes },
    etag: 'W/"1"',
  }));
  await catalog.documents.publish(publicationOf({ documents, edition }));
  await serving.listen();
  const statuses = (): Promise<readonly (number | undefined)[]> =>
    Promise.all(paths.map((path) => statusOf(socketPath, path)));
  // Of the publication itself nobody is told.
  await catalog.documents.publish(publicationOf({ removed: paths.slice(1), edition }));
  expect(await statuses()).toEqual([200, 200]);
  serving.tell({ kind: "opened" });
  expect(await statuses()).toEqual([200, 404]);
  await catalog.documents.publish(publicationOf({ removed: paths.slice(0, 1), edition }));
  serving.tell({ kind: "opened" });
  expect(await statuses()).toEqual([200, 404]);
  await serving.close();
});

test("a feed that is not published is missed without a thread that makes something of it", async () => {
  const { socketPath, catalog, serving } = await place();
  await catalog.documents.publish(publicationOf({ edition }));
  await serving.listen();
  serving.tell({ kind: "opened" });
  const madeFor = async (path: string): Promise<number | undefined> => {
    expect(await statusOf(socketPath, path)).toBe(404);
    return (await serving.reports())[0]?.made.length;
  };
  expect(await madeFor("/feeds/nobody/rss.xml")).toBe(0);
  expect(await madeFor("/feeds/nobody/zh-hant/rss.xml")).toBe(1);
  await serving.close();
});

test("a thread that serves has one context, as it would answer more slowly with another", () => {
  const source = `
    await import(${JSON.stringify(join(import.meta.dirname, "../daemon/serve.ts"))});
    const { getHeapStatistics } = await import("node:v8");
    console.log(getHeapStatistics().number_of_native_contexts);`;
  const args = ["--input-type=module", "--eval", source];
  expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe("1\n");
});
