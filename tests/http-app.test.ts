import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { load } from "cheerio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documents, onTheWire, startServer, type Answer, type TestServer } from "./http-harness.ts";

/** What the server answers where there is no document. */
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test.each([
  ["/rss.xml", "/feeds/all/rss.xml"],
  ["/rss", "/feeds/all/rss.xml"],
  ["/feed", "/feeds/all/rss.xml"],
  ["/feed/", "/feeds/all/rss.xml"],
  ["/feed.xml", "/feeds/all/rss.xml"],
  ["/index.xml", "/feeds/all/rss.xml"],
  ["/atom", "/feeds/all/atom.xml"],
  ["/atom.xml", "/feeds/all/atom.xml"],
  ["/feed.json", "/feeds/all/feed.json"],
  ["/feeds", "/"],
  ["/feeds/", "/"],
  ["/feeds/all", "/feeds/all/"],
  ["/rss.xml?utm=1", "/feeds/all/rss.xml"],
  ["/favicon.ico", "/favicon.png"],
])("%s redirects for good, in one step, to %s", async (path, target) => {
  const answer = await server.get(path, { "If-None-Match": "*" });
  expect(answer.status).toBe(301);
  expect(answer.headers.location).toBe(target);
  expect(answer.headers["access-control-allow-origin"]).toBe("*");
  expect((await server.get(target)).status).toBe(200);
});

test.each([
  ["/.well-known/feeds", "/feeds-all.opml"],
  ["/.well-known/recommendations.opml", "/feeds.opml"],
  ["/opml.xml", "/feeds.opml"],
])("%s is %s", async (path, list) => {
  const alias = await server.get(path);
  expect(alias.status).toBe(200);
  expect(onTheWire(alias)).toEqual(onTheWire(await server.get(list)));
});

test.each([
  ["/nothing", 404],
  ["/feeds/retired/rss.xml", 410],
  ["/feeds/empty/", 503],
])("the page of %s, which is %i, stands in the frame of the site, with a search and a way on", async (path, status) => {
  const answer = await server.get(path);
  const $ = load(answer.text);
  expect([answer.status, $("header.site .home").text(), $("footer.site").length]).toEqual([status, "晨读", 1]);
  expect($("main form.search").attr("action")).toBe("/search");
  const ways = $("main li a").get();
  expect(ways.map(({ attribs }) => attribs["href"])).toEqual(["/", "/feeds/all/"]);
  expect($("script")).toHaveLength(0);
});

test("what is not there is 404: small, kept by no cache, with a way on", async () => {
  const answer = await server.get("/feeds/no-such/rss.xml", { "If-None-Match": "*" });
  expectError(answer, 404);
  expect(answer.text).toContain('<a href="/">');
});

test.each([
  "/feeds/all/../../etc/passwd",
  "/../../../../etc/passwd",
  "/feeds/%2e%2e/%2e%2e/etc/passwd",
  "/feeds/..%2f..%2fetc%2fpasswd",
  "/feeds/all%2frss.xml",
  "/feeds/%00/rss.xml",
  "/feeds/all/rss.xml%00",
  "/feeds\\all\\rss.xml",
  "/feeds/..\\..\\etc\\passwd",
  "//feeds/all/rss.xml",
  "//evil.test/",
  "/FEEDS/ALL/RSS.XML",
  "/feeds/all/rss.xml/",
  "/feeds/__proto__/",
  "/feeds/constructor",
  "/__proto__",
  "/feeds/ａｌｌ/rss.xml".normalize("NFC").replace(/[^ -~]/g, encodeURIComponent),
])("%s is 404 and repeated by nothing", async (path) => {
  const answer = await server.get(path);
  expectError(answer, 404);
  for (const word of ["passwd", "evil", "proto"]) expect(answer.text).not.toContain(word);
});

test.each(["/%E0%A4%A", "/%", "/feeds/%zz/", "/%c0%ae%c0%ae/x"])("%s is 400", async (path) => {
  expectError(await server.get(path), 400);
  expect(server.errors).toEqual([]);
});

test.each(["/feeds/empty/", "/feeds/empty/rss.xml", "/feeds/empty/atom.xml", "/feeds/empty/feed.json"])(
  "%s, of a feed without a document, is to be asked for later",
  async (path) => {
    const answer = await server.get(path);
    expectError(answer, 503);
    expect(answer.headers["retry-after"]).toBe("60");
    expect((await server.get("/feeds/empty/other.xml")).status).toBe(404);
  },
);

test("before the first document, the start page and the OPML are to be asked for later", async () => {
  const early = await startServer({ documents: [], readiness: () => ({ ready: false }) });
  try {
    for (const path of ["/", "/feeds.opml", "/.well-known/feeds", "/feeds/all/rss.xml"]) {
      expect((await early.get(path)).status).toBe(503);
    }
    expect((await early.get("/healthz")).status).toBe(200);
    expect((await early.get("/readyz")).status).toBe(503);
  } finally {
    await early.stop();
  }
});

test("health is told in a word, and readiness with its reasons, to no cache", async () => {
  const readiness = { ready: true, degraded: "20 files are gone.", articles: 3 };
  const degraded = await startServer({ readiness: () => readiness });
  try {
    const health = await degraded.get("/healthz");
    expect([health.status, health.text, health.headers["cache-control"]]).toEqual([200, "ok\n", "no-store"]);
    const ready = await degraded.get("/readyz");
    expect([ready.status, ready.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(JSON.parse(ready.text)).toEqual(readiness);
  } finally {
    await degraded.stop();
  }
});

test("crawlers may fetch everything", async () => {
  expect((await server.get("/robots.txt")).text).toBe("User-agent: *\nDisallow: /search?\nDisallow: /*/search?\n");
});

const everywhere = [
  "/",
  "/rss.xml",
  "/.well-known/feeds",
  "/healthz",
  "/readyz",
  "/robots.txt",
  "/favicon.ico",
  "/nowhere",
  "/feeds/empty/",
  "/%",
];

test.each(everywhere)("%s answers HEAD as GET without a body, OPTIONS, and refuses other methods", async (path) => {
  const [get, head] = [await server.get(path), await server.send({ method: "HEAD", path })];
  expect(head.status).toBe(get.status);
  expect(head.headerLines).toEqual(get.headerLines);
  expect(head.body).toHaveLength(0);
  expect((await server.send({ method: "OPTIONS", path })).status).toBe(204);
  for (const method of ["POST", "DELETE", "TRACE", "MKCOL"]) {
    const refused = await server.send({ method, path });
    expectError(refused, 405);
    expect(refused.headers.allow).toBe("GET, HEAD, OPTIONS");
  }
});

test("OPTIONS * is answered", async () => {
  expect((await server.send({ method: "OPTIONS", path: "*" })).status).toBe(204);
});

test("what goes wrong is told to the operator, and to nobody else", async () => {
  const failing = await startServer({
    readiness: () => {
      throw new Error("secret detail");
    },
  });
  const answer = await failing.get("/readyz");
  expectError(answer, 500);
  expect(answer.text).not.toMatch(/secret|\.ts|node_modules/);
  expect(failing.errors).toEqual([new Error("secret detail")]);
  await failing.stop();
});

describe("with a public URL", () => {
  let placed: TestServer;
  beforeAll(async () => {
    placed = await startServer({ publicUrl: "https://news.example/daily" });
  });
  afterAll(() => placed.stop());

  const host = "news.example";

  const anything = ["/", "/feeds/all/rss.xml", "/rss.xml", "/nowhere", "/%"];

  test.each(anything)("%s is refused under another host's name", async (path) => {
    for (const method of ["GET", "HEAD", "POST"]) {
      const answer = await placed.send({ method, path, headers: { Host: "evil.test", "X-Forwarded-Host": host } });
      expectError(answer, 421);
      expect(answer.text).not.toContain("evil");
    }
    expectError(await placed.get(`http://evil.test${path}`, { Host: host }), 421);
  });

  const spellings = [
    "news.example",
    "NEWS.example",
    "news.example:443",
    "news.example:8080",
    "news.example:",
    "news.example.",
    "News.Example.:80",
  ];

  test.each(spellings)("the host %s is ours", async (name) => {
    expect((await placed.get("/feeds/all/rss.xml", { Host: name })).status).toBe(200);
  });

  test.each([
    "evil.test",
    "news.example.evil.test",
    "xnews.example",
    "news.example@evil.test",
    "127.0.0.1",
    "news.example..",
    "news.example:65536",
    "news.example:99999",
    "news.example:1234567",
    "news.example:80:80",
    "news.example:http",
    ":80",
  ])("the host %s is not", async (name) => {
    expect((await placed.get("/feeds/all/rss.xml", { Host: name })).status).toBe(421);
  });

  test("health is told under any name", async () => {
    expect((await placed.get("/healthz", { Host: "10.0.0.7" })).status).toBe(200);
    expect((await placed.get("/readyz", { Host: "10.0.0.7" })).status).toBe(200);
  });

  test.each(documents.map(({ path }) => path))("%s is served below the public path and without it", async (path) => {
    const below = await placed.get(`/daily${path}?utm=1`, { Host: host });
    const bare = await placed.get(path, { Host: host });
    expect([below.status, bare.status]).toEqual([200, 200]);
    expect(below.headerLines).toEqual(bare.headerLines);
    expect(below.body.equals(bare.body)).toBe(true);
  });

  test("redirects and links go below the public path, however they were asked for", async () => {
    for (const path of ["/atom.xml", "/daily/atom.xml"]) {
      expect((await placed.get(path, { Host: host })).headers.location).toBe("/daily/feeds/all/atom.xml");
    }
    expect((await placed.get("/daily", { Host: host })).headers.location).toBe("/daily/");
    expect((await placed.get("/daily/nowhere", { Host: host })).text).toContain('<a href="/daily/">');
    expect((await placed.get("/daily/healthz", { Host: host })).status).toBe(200);
  });

  test("a client that is too old to name a host is served", async () => {
    const socket = connect(placed.port, "127.0.0.1");
    socket.end("GET /feeds/all/atom.xml HTTP/1.0\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  });
});

test("requests for a former address are led, once and for good, to the same place at the present one", async () => {
  const moved = await startServer({
    publicUrl: "https://news.example/daily",
    formerly: [
      "https://old.example",
      "http://older.example:8080/papers/",
      "https://news.example/weekly",
      "https://news.example",
    ],
  });
  const present = "https://news.example/daily";
  const locations: Record<string, string | number> = {
    "old.example /feeds/all/rss.xml": `${present}/feeds/all/rss.xml`,
    "Old.Example.:443 /feeds/all/rss.xml?utm=1&limit=%35&q=a+b&limit=6": `${present}/feeds/all/rss.xml?limit=%35&q=a+b`,
    "old.example /": `${present}/`,
    "old.example /articles/no-such/": `${present}/articles/no-such/`,
    "old.example /feeds/former/atom.xml": `${present}/feeds/former/atom.xml`,
    "older.example /papers/feeds/all/": `${present}/feeds/all/`,
    "older.example /papers": `${present}/`,
    "older.example /papersfeeds": `${present}/papersfeeds`,
    "older.example /feeds/all/": `${present}/feeds/all/`,
    "news.example /weekly/feeds/all/rss.xml?entries=summary": `${present}/feeds/all/rss.xml?entries=summary`,
    "news.example /weekly": `${present}/`,
    "news.example /daily/feeds/all/rss.xml": 200,
    "news.example /feeds/all/rss.xml": 200,
    "news.example /weekly-feeds": 404,
    "evil.example /feeds/all/rss.xml": 421,
    "evil.example /weekly/feeds/all/rss.xml": 421,
    "old.example /healthz": 200,
  };
  const answers = await Promise.all(
    Object.keys(locations).map(async (asked) => {
      const [host = "", path = ""] = asked.split(" ");
      const { status, headers } = await moved.get(path, { Host: host, "If-None-Match": "*" });
      return [asked, headers.location ?? (status === 304 ? 200 : status)];
    }),
  );
  expect(Object.fromEntries(answers)).toEqual(locations);
  const answer = await moved.send({ method: "HEAD", path: "/", headers: { Host: "old.example" } });
  expect([answer.status, answer.headers["cache-control"]]).toEqual([301, "public, max-age=3600"]);
  await moved.stop();
});

function expectError(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers.etag).toBeUndefined();
  expect(answer.headers["x-powered-by"]).toBeUndefined();
  expect(answer.body.length).toBeLessThan(2000);
}
