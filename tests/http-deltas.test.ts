import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareDocument, type PreparedDocument } from "../src/http/documents/prepared-document.ts";
import type { AnswerCounts } from "../src/http/answer-counts.ts";
import { failures } from "./failures.ts";
import {
  decoded,
  documents,
  lastModified,
  published,
  startServer,
  type Answer,
  type TestServer,
} from "./http-harness.ts";

const [newer, older] = ['W/"bWFueQ"', 'W/"b25l-Q"'];
const paths = ["/feeds/all/rss.xml", "/feeds/all/atom.xml", "/feeds/all/feed.json"];
const news = "只有新文章。".repeat(100);

function documentAt(path: string): (typeof documents)[number] {
  const found = documents.find((document) => document.path === path);
  if (found === undefined) throw new Error(`no document at ${path}`);
  return found;
}

async function makeDelta(path: string, since: string, counts?: AnswerCounts): Promise<PreparedDocument> {
  const { contentType, etag } = documentAt(path);
  return prepareDocument({ ...published(path, contentType, news), etag, deltaBase: since }, counts);
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ versions: [newer, older], makeDelta });
});
afterAll(() => server.stop());

test("a program that takes a delta for a failure is sent the feed, though its library asks for one", async () => {
  const asked = { "a-im": "feed", "if-none-match": older };
  const agents = [
    "rss2email/3.13.1 (https://github.com/rss2email/rss2email)",
    "feedparser/6.0.10 +https://github.com/kurtmckee/feedparser/",
    "newsboat/2.21.0",
  ];
  const answers = agents.map((agent) => server.get("/feeds/all/rss.xml", { ...asked, "user-agent": agent }));
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 226]);
});

describe.each(paths)("%s", (path) => {
  const { etag, contentType } = documentAt(path);
  const held = { "a-im": "feed", "if-none-match": older };

  test("is sent as what is new since a version that the client holds", async () => {
    const full = await server.get(path, { "if-none-match": older });
    const delta = await server.get(path, held);
    expect([full.status, delta.status, delta.text]).toEqual([200, 226, news]);
    expect(delta.headers).toMatchObject({
      im: "feed",
      etag,
      "delta-base": older,
      "cache-control": "private, no-store",
      vary: "A-IM, If-None-Match, Accept-Encoding",
      "content-type": contentType,
      "last-modified": lastModified.toUTCString(),
      "access-control-allow-origin": "*",
    });
    expect(delta.headers["access-control-expose-headers"]).toMatch(/ETag,.* IM, Delta-Base$/);
    expect(delta.headers["link"]).toBe(full.headers["link"]);
    // The feed in full is right for everybody.
    expect(full.headers.vary).toBe("Accept-Encoding");
    expect(full.headers).not.toHaveProperty("im");
  });

  test.each(["identity", "gzip", "br", "zstd"])("is sent so in %s, to HEAD with the same headers", async (coding) => {
    const headers = { ...held, "accept-encoding": coding };
    const delta = await server.get(path, headers);
    expect([delta.status, delta.headers["content-encoding"] ?? "identity", decoded(delta)]).toEqual([
      226,
      coding,
      news,
    ]);
    const head = await server.send({ method: "HEAD", path, headers });
    expect([head.status, head.headerLines, head.text]).toEqual([226, delta.headerLines, ""]);
  });

  const requests: readonly (readonly [what: string, headers: Record<string, string>, status: number, base?: string])[] =
    [
      ["without A-IM", { "if-none-match": older }, 200],
      ["with another manipulation alone", { "if-none-match": older, "a-im": "gzip, vcdiff" }, 200],
      ["that refuses feeds", { "if-none-match": older, "a-im": "feed;q=0, gzip" }, 200],
      ["that refuses feeds to three places", { "if-none-match": older, "a-im": "feed; q=0.000" }, 200],
      ["with a word that begins alike", { "if-none-match": older, "a-im": "feeds, feed-x, x-feed" }, 200],
      ["with an empty A-IM", { "if-none-match": older, "a-im": "" }, 200],
      ["with weights and others", { "if-none-match": older, "a-im": "gzip;q=0, FEED ;q=0.1;x=y,vcdiff" }, 226, older],
      ["without a version", { "a-im": "feed" }, 200],
      ["with a date alone", { "a-im": "feed", "if-modified-since": "Mon, 01 Jan 1990 00:00:00 GMT" }, 200],
      ["with the present date alone", { "a-im": "feed", "if-modified-since": lastModified.toUTCString() }, 304],
      ["with a version and a date", { ...held, "if-modified-since": lastModified.toUTCString() }, 226, older],
      ["with a version that is not known", { "a-im": "feed", "if-none-match": 'W/"unknown"' }, 200],
      ["with one that is known among others", { "a-im": "feed", "if-none-match": `"unknown", ${older}` }, 226, older],
      ["with several that are known", { "a-im": "feed", "if-none-match": `${older}, ${newer}` }, 226, newer],
      ["with the present version", { "a-im": "feed", "if-none-match": etag }, 304],
      ["with the present version among others", { "a-im": "feed", "if-none-match": `${older}, ${etag}` }, 304],
      ["with any version", { "a-im": "feed", "if-none-match": "*" }, 304],
      ["with a tag that was taken for strong", { "a-im": "feed", "if-none-match": older.slice(2) }, 226, older],
      ["with a tag without quotes", { "a-im": "feed", "if-none-match": older.slice(3, -1) }, 226, older],
      ["with Apache's suffix", { "a-im": "feed", "if-none-match": older.replace(/"$/, '-gzip"') }, 226, older],
      ["that accepts no coding", { ...held, "accept-encoding": "identity;q=0, *;q=0" }, 406],
    ];

  test("requests that ask for a delta, rightly or nearly so, have the answer that is right for them", async () => {
    const failed = await failures(requests, async ([, headers, status, base]) => {
      const answer = await server.get(path, headers);
      expect([answer.status, answer.headers["delta-base"]]).toEqual([status, base]);
    });
    expect(failed).toEqual([]);
  });
});

test("only a feed as it is defined has deltas", async () => {
  const headers = { "a-im": "feed", "if-none-match": older };
  expect((await server.get("/feeds/all/rss.xml?utm=1", headers)).status).toBe(226);
  const made = prepareDocument(published("/feeds/all/rss.xml?limit=1", "application/rss+xml; charset=utf-8", "<rss/>"));
  const make = async () => ({ kind: "document" as const, document: made });
  const choosing = await startServer({ versions: [older], makeDelta, make });
  expect((await choosing.get("/feeds/all/rss.xml?limit=1", headers)).status).toBe(200);
  await choosing.stop();
});

test("where there is no delta, the feed is sent in full", async () => {
  const headers = { "a-im": "feed", "if-none-match": older };
  const [path = ""] = paths;
  const without = await startServer({ makeDelta });
  const beforeAnything = await startServer({ versions: [older], makeDelta: () => undefined });
  const busy = await startServer({ versions: [older], makeDelta: async () => undefined });
  for (const each of [without, beforeAnything, busy]) {
    const answer = await each.get(path, headers);
    expect([answer.status, answer.text]).toEqual([200, Buffer.from(documentAt(path).body).toString()]);
    await each.stop();
  }
});

test("deltas are counted by their status, and their bytes with the rest", async () => {
  const counting: TestServer = await startServer({
    versions: [older],
    makeDelta: (path, since) => makeDelta(path, since, counting.counts.of(path)),
  });
  await counting.get("/feeds/all/rss.xml", { "a-im": "feed", "if-none-match": older });
  const feed = { feed: "all", format: "rss" };
  expect(counting.counts.drain()).toMatchObject({
    answers: [{ ...feed, status: 226, requests: 1 }],
    bytes: [{ ...feed, bytes: Buffer.byteLength(news) }],
  });
  await counting.stop();
});

test("whoever was sent a delta and asks again as before is sent the feed, and asked to wait in the end", async () => {
  const rated = await startServer({
    versions: [newer, older],
    makeDelta,
    rate: { full: 600, bytes: 0, made: 0, trustedProxies: [] },
  });
  const ask = (since: string, agent: string): Promise<Answer> =>
    rated.get("/feeds/all/rss.xml", { "a-im": "feed", "if-none-match": since, "user-agent": agent });
  const statuses: number[] = [];
  for (let turn = 0; turn < 12; turn++) statuses.push((await ask(older, "stubborn")).status);
  expect(statuses).toEqual([226, ...Array.from({ length: 11 }, () => 200)]);
  rated.passSeconds(7200);
  for (let turn = 0; turn < 11; turn++) statuses.push((await ask(older, "stubborn")).status);
  expect(statuses.slice(12)).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  expect((await ask(newer, "another")).status).toBe(226);
  await rated.stop();
});
