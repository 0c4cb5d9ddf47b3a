import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareDocument } from "../src/http/documents/prepared-document.ts";
import { RateBudgets, type RateSettings } from "../src/http/rates/budgets.ts";
import { documents, published, startServer, type Answer, type TestServer } from "./http-harness.ts";

const rate: RateSettings = { poll: 30, full: 600, made: 1, trustedProxies: ["loopback"] };
const rss = "/feeds/all/rss.xml";
const etag = documents.find(({ path }) => path === rss)?.etag ?? "";
const result = prepareDocument(published("/search", "text/html; charset=utf-8", "<!doctype html>"));

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ rate, make: () => Promise.resolve({ kind: "document", document: result }) });
});
afterEach(() => server.stop());

interface Poll {
  readonly client?: string;
  readonly agent?: string;
  readonly path?: string;
  readonly known?: string;
}

/** A request that a proxy passes on. */
function poll({ client = "198.51.100.1", agent = "Reader/1", path = rss, known }: Poll = {}): Promise<Answer> {
  const headers = { "X-Forwarded-For": client, "User-Agent": agent };
  return server.get(path, known === undefined ? headers : { ...headers, "If-None-Match": known });
}

function askForNews(): Promise<Answer> {
  return poll({ known: etag });
}

/** The statuses of as many requests, one after the other, and how often each came. */
async function statuses(count: number, request: () => Promise<Answer>): Promise<Record<number, number>> {
  const seen: Record<number, number> = {};
  for (let number = 0; number < count; number++) {
    const { status } = await request();
    seen[status] = (seen[status] ?? 0) + 1;
  }
  return seen;
}

test("who has a feed sent again and again is asked to wait, and let in when the time has come", async () => {
  expect(await statuses(12, poll)).toEqual({ 200: 10, 429: 2 });
  const refused = await poll();
  expect(refused.headers).toMatchObject({
    "retry-after": "600",
    "cache-control": "no-store",
    "access-control-allow-origin": "*",
  });
  expect(refused.headers.etag).toBeUndefined();
  expect(refused.body.length).toBeLessThan(1000);
  expect(refused.text).toContain('href="/policy/"');

  server.passSeconds(599.5);
  expect((await poll()).headers["retry-after"]).toBe("1");
  server.passSeconds(0.5);
  expect(await statuses(2, poll)).toEqual({ 200: 1, 429: 1 });
});

test("refused requests use up nothing, and are counted", async () => {
  await statuses(100, poll);
  server.passSeconds(600);
  expect((await poll()).status).toBe(200);
  expect(server.tallies.drain().answers).toContainEqual({ feed: "all", format: "rss", status: 429, requests: 90 });
});

test("who asks whether there is news may ask every half minute, and sixty times at once", async () => {
  expect(await statuses(61, askForNews)).toEqual({ 304: 60, 429: 1 });
  for (let turn = 0; turn < 5; turn++) {
    server.passSeconds(30);
    expect((await askForNews()).status).toBe(304);
  }
  expect((await askForNews()).headers["retry-after"]).toBe("30");
});

test("a made-up tag wins nothing, and news is never counted as sent again", async () => {
  expect(await statuses(12, () => poll({ known: 'W/"invented"' }))).toEqual({ 200: 11, 429: 1 });
  expect((await poll({ known: etag })).status).toBe(304);
});

test("a client that has used up its budget may still ask whether there is news", async () => {
  await statuses(11, poll);
  expect((await poll({ known: etag })).status).toBe(304);
});

test("feeds, programs behind one address, and addresses are counted apart", async () => {
  expect(await statuses(11, poll)).toEqual({ 200: 10, 429: 1 });
  for (const other of [
    { client: "198.51.100.2" },
    { agent: "Reader/2" },
    { agent: "Feedly/1.0 (16 subscribers)" },
    { path: "/feeds/all/atom.xml" },
  ]) {
    expect(await poll(other)).toMatchObject({ status: 200 });
  }
});

test("clients of one IPv6 network are one", async () => {
  let number = 0;
  const ask = (): Promise<Answer> => poll({ client: `2001:db8:1:2::${(++number).toString(16)}` });
  expect(await statuses(11, ask)).toEqual({ 200: 10, 429: 1 });
  expect((await poll({ client: "2001:db8:1:3::1" })).status).toBe(200);
});

test("what a client writes into X-Forwarded-For makes nobody else of it", async () => {
  let number = 0;
  const ask = (): Promise<Answer> => poll({ client: `192.0.2.${number++}, 198.51.100.1` });
  expect(await statuses(11, ask)).toEqual({ 200: 10, 429: 1 });
});

test("whose address is not known is not refused", async () => {
  expect(await statuses(200, () => server.get(rss))).toEqual({ 200: 200 });
});

test("pages, pictures and lists that are kept ready are everybody's, as often as they like", async () => {
  for (const path of ["/", "/style.css", "/feeds.opml", "/healthz"]) {
    expect(Object.keys(await statuses(70, () => poll({ path })))).toEqual(["200"]);
  }
});

test("what has to be made is limited for each address, whatever is asked for and by whatever program", async () => {
  let number = 0;
  const ask = (): Promise<Answer> => poll({ path: `/search?q=${number}`, agent: `Program/${++number}` });
  expect(await statuses(61, ask)).toEqual({ 200: 60, 429: 1 });
  expect((await ask()).headers["retry-after"]).toBe("1");
  expect((await poll({ path: "/search?q=1", client: "198.51.100.2" })).status).toBe(200);
  server.passSeconds(1);
  expect((await ask()).status).toBe(200);
});

test("of many clients the latest are remembered, and none is refused at first", () => {
  const budgets = new RateBudgets(rate, () => 0);
  const request = new IncomingMessage(new Socket());
  for (let number = 0; number < 100_000; number++) {
    request.headers["x-forwarded-for"] = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
    expect(budgets.feedWait(request, result, true)).toBe(0);
  }
  for (let number = 0; number < 9; number++) budgets.feedWait(request, result, true);
  expect(budgets.feedWait(request, result, true)).toBe(600);
  request.headers["x-forwarded-for"] = "10.0.0.0";
  for (let number = 0; number < 10; number++) expect(budgets.feedWait(request, result, true)).toBe(0);
});
