import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDocument, type PreparedDocument } from "../src/http/documents/prepared-document.ts";
import type { DocumentAddress } from "../src/model/addresses.ts";
import type { Made } from "../src/model/document.ts";
import { lastModified, published, startServer, type TestServer } from "./http-harness.ts";

const page = prepareDocument(published("/policy/", "text/html; charset=utf-8", "<!doctype html><title>约定</title>"));

const searchPages = [
  prepareDocument({ ...published("/search", "text/html; charset=utf-8", "<!doctype html><form>"), status: 400 }),
  prepareDocument({ ...published("/search", "text/html; charset=utf-8", "<!doctype html><form>"), status: 503 }),
] as const;

/** Makes something else of each kind of address. */
async function make(address: DocumentAddress): Promise<Made<PreparedDocument>> {
  if (address.kind === "policy-page") return { kind: "document", document: page };
  if (address.kind === "article-page") return { kind: "gone" };
  if (address.kind === "search-page") {
    return { kind: "document", document: searchPages[address.query === "(" ? 0 : 1] };
  }
  if (address.kind === "start-page") throw new Error("secret detail");
  if (address.kind !== "feed") return { kind: "none" };
  switch (address.asked?.q) {
    case "(":
      return { kind: "mistake", message: "Not <closed>.", shown: "<(>\n ^" };
    case "broad":
      return { kind: "too-broad" };
    case "busy":
      return { kind: "busy" };
    case "canonical":
      return { kind: "ready", path: "/feeds/all/rss.xml" };
    case undefined:
    default:
      return { kind: address.variant.script === undefined ? "none" : "not-yet" };
  }
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ make });
});
afterAll(() => server.stop());

test("what is made is sent, and revalidated, as any document is", async () => {
  const { status, headers } = await server.get("/policy/?utm=1");
  expect([status, headers.etag, headers["content-type"]]).toEqual([200, page.etag, "text/html; charset=utf-8"]);
  expect((await server.get("/policy/", { "if-none-match": page.etag })).status).toBe(304);
  expect(await server.send({ method: "HEAD", path: "/policy/" })).toMatchObject({ status: 200, text: "" });
  expect((await server.send({ method: "POST", path: "/policy/" })).status).toBe(405);
});

test("a page that explains an error has its status, is kept by no cache and revalidated by nothing", async () => {
  for (const [query, status] of [
    ["(", 400],
    ["broad", 503],
  ] as const) {
    const path = `/search?q=${query}`;
    const answer = await server.get(path);
    expect([answer.status, answer.headers["cache-control"], answer.headers.etag]).toEqual([
      status,
      "no-store",
      undefined,
    ]);
    expect(answer.text).toContain("<form");
    const known = { "if-none-match": "*", "if-modified-since": lastModified.toUTCString() };
    expect((await server.get(path, known)).status).toBe(status);
  }
});

test("a choice from a feed is made, and other parameters get the feed as it is", async () => {
  expect((await server.get("/feeds/all/rss.xml?q=(")).status).toBe(400);
  const plain = await server.get("/feeds/all/rss.xml");
  for (const query of ["?utm=1", "?qq=x", "?q=canonical"]) {
    expect((await server.get(`/feeds/all/rss.xml${query}`)).body.equals(plain.body)).toBe(true);
  }
});

test("a choice is made below a public path, too", async () => {
  const placed = await startServer({ make, publicUrl: "https://news.example/daily" });
  const headers = { Host: "news.example" };
  expect((await placed.get("/daily/feeds/all/rss.xml?q=(", headers)).status).toBe(400);
  expect((await placed.get("/daily/feeds/all/rss.xml?utm=1", headers)).status).toBe(200);
  await placed.stop();
});

test.each([
  ["/feeds/all/rss.xml?q=(", 400, "Not &lt;closed&gt;."],
  ["/feeds/all/rss.xml?q=broad", 503, "QUERY_TOO_BROAD"],
  ["/feeds/all/rss.xml?q=busy", 503, "again"],
  ["/feeds/all/zh-hant/rss.xml", 503, "again"],
  ["/articles/0192f3c4-7d1e-5c3a-9b52-6f0d5a1e8b47/", 410, "removed"],
  ["/feeds/retired/2024-05-17/rss.xml", 410, "removed"],
  ["/feeds/nobody/on/05-17/rss.xml", 404, ""],
])("%s is answered %i, and kept by no cache", async (path, status, words) => {
  const answer = await server.get(path);
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(words)]);
  expect(answer.headers["cache-control"]).toBe("no-store");
});

test.each([
  ["/feeds/former/rss.xml", "/feeds/all/rss.xml"],
  ["/en/feeds/former/", "/en/feeds/all/"],
  ["/feeds/former/2024-05-17/atom.xml?q=a", "/feeds/all/2024-05-17/atom.xml?q=a"],
  ["/feeds/former/rss.xml?utm=1&limit=%31&x&q=a+b&q=c", "/feeds/all/rss.xml?limit=%31&q=a+b"],
])("%s has moved for good to %s", async (path, location) => {
  expect(await server.get(path)).toMatchObject({ status: 301, headers: { location } });
});

test("a failure in making is told to the operator alone", async () => {
  const bare = await startServer({ make, documents: [] });
  const answer = await bare.get("/");
  expect([answer.status, answer.text]).toEqual([500, expect.not.stringContaining("secret")]);
  expect(bare.errors).toEqual([new Error("secret detail")]);
  await bare.stop();
});
