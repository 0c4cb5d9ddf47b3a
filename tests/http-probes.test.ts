import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failures } from "./failures.ts";
import { decoded, documents, onTheWire, startServer, type TestServer } from "./http-harness.ts";

/** What readers and caches ask of every document, over a real socket. */
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const foreign = '"00000000000000000000"';

describe.each(documents)("$path", ({ path, etag, body, contentType }) => {
  const opaque = etag.slice(3, -1);
  const modified = "Fri, 17 May 2024 03:20:00 GMT";
  const earlier = "Mon, 01 Jan 1990 00:00:00 GMT";
  const later = "Mon, 01 Jan 2035 00:00:00 GMT";

  const probes: readonly (readonly [what: string, headers: Record<string, string>, status: number])[] = [
    ["the tag", { "If-None-Match": etag }, 304],
    ["the tag in a list", { "If-None-Match": `${foreign}, ${etag}` }, 304],
    ["the tag in a list with empty members", { "If-None-Match": `, ,${etag},` }, 304],
    ["any tag", { "If-None-Match": "*" }, 304],
    ["the tag as a strong one", { "If-None-Match": `"${opaque}"` }, 304],
    ["the tag with Apache's suffix", { "If-None-Match": `W/"${opaque}-gzip"` }, 304],
    ["the tag with an old Jetty's suffix", { "If-None-Match": `"${opaque}--gzip"` }, 304],
    ["the tag with a suffix behind the quotes", { "If-None-Match": `${etag};br` }, 304],
    ["the tag without quotes", { "If-None-Match": opaque }, 304],
    ["the tag without quotes, but weak", { "If-None-Match": `W/${opaque}` }, 304],
    ["the tag with escaped quotes", { "If-None-Match": `W/\\"${opaque}\\"` }, 304],
    ["another tag", { "If-None-Match": foreign }, 200],
    ["a tag that begins like it", { "If-None-Match": `W/"${opaque}0"` }, 200],
    ["half the tag", { "If-None-Match": `W/"${opaque.slice(0, 10)}"` }, 200],
    ["an empty list", { "If-None-Match": "" }, 200],
    ["another tag, though not modified", { "If-None-Match": foreign, "If-Modified-Since": modified }, 200],
    ["another tag, though a time to come", { "If-None-Match": foreign, "If-Modified-Since": later }, 200],
    ["the tag, though modified", { "If-None-Match": etag, "If-Modified-Since": earlier }, 304],
    ["the time", { "If-Modified-Since": modified }, 304],
    ["a later time", { "If-Modified-Since": later }, 304],
    ["an earlier time", { "If-Modified-Since": earlier }, 200],
    ["the time in RFC 850's form", { "If-Modified-Since": "Friday, 17-May-24 03:20:00 GMT" }, 304],
    ["the time in asctime's form", { "If-Modified-Since": "Fri May 17 03:20:00 2024" }, 304],
    ["no time", { "If-Modified-Since": "nonsense" }, 200],
    ["two times", { "If-Modified-Since": `${later}, ${later}` }, 200],
    ["the tag, no-cache", { "If-None-Match": etag, "Cache-Control": "no-cache" }, 304],
    ["the time, no-cache", { "If-Modified-Since": modified, "Cache-Control": "no-cache", Pragma: "no-cache" }, 304],
    ["the tag, another coding", { "If-None-Match": etag, "Accept-Encoding": "gzip" }, 304],
    ["a range", { Range: "bytes=0-9" }, 200],
    ["a delta without a base", { "A-IM": "feed" }, 200],
    ["a page", { Accept: "text/html,application/xhtml+xml" }, 200],
  ];

  test("requests that revalidate it, rightly or nearly so, have the answer that is right for them", async () => {
    const both = probes.flatMap((probe) => ["GET", "HEAD"].map((method) => ({ probe, method })));
    const failed = await failures(both, async ({ probe, method }) => {
      const [, headers, status] = probe;
      const answer = await server.send({ method, path, headers });
      expect(answer.status).toBe(status);
      expect(answer.headers.etag).toBe(etag);
      expect(answer.headers.vary).toBe("Accept-Encoding");
      expect(decoded(answer)).toBe(status === 200 && method === "GET" ? Buffer.from(body).toString() : "");
    });
    expect(failed).toEqual([]);
  });

  test("two fields of If-Modified-Since are ignored", async () => {
    expect((await server.send({ path, headers: { "If-Modified-Since": [later, later] } })).status).toBe(200);
  });

  test("every coding decodes to the same bytes and varies", async () => {
    const failed = await failures(["gzip", "br", "zstd", "identity"], async (coding) => {
      const answer = await server.get(path, { "Accept-Encoding": coding });
      expect(answer.headers["content-encoding"]).toBe(coding === "identity" ? undefined : coding);
      expect(answer.headers.vary).toBe("Accept-Encoding");
      expect(answer.headers["content-length"]).toBe(String(answer.body.length));
      expect(decoded(answer)).toBe(Buffer.from(body).toString());
    });
    expect(failed).toEqual([]);
  });

  test("a 304 repeats what it must of the 200, and has no body or length", async () => {
    const full = await server.get(path);
    const short = await server.get(path, { "If-None-Match": etag });
    for (const line of short.headerLines) expect(full.headerLines).toContain(line);
    for (const name of ["date", "etag", "vary", "cache-control"]) expect(short.headers[name]).toBeDefined();
    expect(Object.keys(short.headers)).not.toContain("content-type");
    expect(short.body).toHaveLength(0);
  });

  test("HEAD has the headers of GET in every coding, and no body", async () => {
    for (const coding of ["identity", "gzip", "br", "zstd"]) {
      const headers = { "Accept-Encoding": coding };
      const head = await server.send({ method: "HEAD", path, headers });
      expect(head.headerLines).toEqual((await server.get(path, headers)).headerLines);
      expect(head.body).toHaveLength(0);
    }
  });

  test("its headers say what it is and how long it is fresh, and nothing of the program", async () => {
    const { headers } = await server.get(path);
    expect(headers["content-type"]).toBe(contentType);
    expect(headers["last-modified"]).toBe(modified);
    expect(headers["cache-control"]).toBe("public, max-age=600, stale-while-revalidate=60, stale-if-error=86400");
    expect(headers["accept-ranges"]).toBe("none");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["link"]).toContain(`<https://news.example${path}>; rel="self"`);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["x-robots-tag"]).toBe(path === "/" ? undefined : "noindex");
    const isPage = contentType.startsWith("text/html");
    expect(headers["cross-origin-resource-policy"]).toBe(isPage ? "same-origin" : "cross-origin");
    expect(headers["content-security-policy"] !== undefined).toBe(isPage);
    for (const name of ["set-cookie", "x-powered-by", "server"]) expect(headers[name]).toBeUndefined();
  });

  test("a query, and headers that say where from, change nothing", async () => {
    const plain = await server.get(path);
    const headers = { "X-Forwarded-Host": "evil.test", Forwarded: "host=evil.test", Cookie: "a=b", Host: "evil.test" };
    for (const query of ["", "?", "?utm=1", "?null", "?a=%ZZ", "?x=/../"]) {
      expect(onTheWire(await server.get(path + query, headers))).toEqual(onTheWire(plain));
    }
    const absolute = await server.get(`http://127.0.0.1:${server.port}${path}`);
    expect(onTheWire(absolute)).toEqual(onTheWire(plain));
  });

  test("other methods are refused", async () => {
    const failed = await failures(["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "TRACE"], async (method) => {
      const answer = await server.send({ method, path, headers: { "If-None-Match": etag } });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe("GET, HEAD, OPTIONS");
      expect(answer.headers["cache-control"]).toBe("no-store");
    });
    expect(failed).toEqual([]);
  });

  test("a preflight is allowed what readers in browsers send", async () => {
    const headers = { Origin: "https://reader.test", "Access-Control-Request-Headers": "if-none-match" };
    const answer = await server.send({ method: "OPTIONS", path, headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.allow).toBe("GET, HEAD, OPTIONS");
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(answer.headers["access-control-allow-headers"]).toMatch(/If-None-Match, If-Modified-Since.*A-IM/);
    expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
  });

  test("fetch, which adds no-cache to conditional requests, gets its 304", async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { "If-None-Match": etag } });
    expect(answer.status).toBe(304);
  });
});

const rss = "/feeds/all/rss.xml";

test.each<[string | undefined, string | undefined]>([
  [undefined, undefined],
  ["", undefined],
  ["gzip", "gzip"],
  ["gzip, deflate", "gzip"],
  ["br,gzip", "br"],
  ["gzip, deflate, br, zstd", "br"],
  ["zstd;q=1.0, br;q=0.9", "zstd"],
  ["gzip;q=0", undefined],
  ["identity;q=0", "gzip"],
  ["*", "br"],
  ["*;q=0, gzip;q=0.5", "gzip"],
  ["compress, sdch", undefined],
])("Accept-Encoding %j is answered in %s, with the same text", async (acceptEncoding, coding) => {
  const answer = await server.get(rss, acceptEncoding === undefined ? {} : { "Accept-Encoding": acceptEncoding });
  expect(answer.status).toBe(200);
  expect(answer.headers["content-encoding"]).toBe(coding);
  expect(decoded(answer)).toBe(decoded(await server.get(rss)));
});

test("a client that refuses every coding gets 406, and still its 304", async () => {
  const refused = await server.get(rss, { "Accept-Encoding": "*;q=0" });
  expect(refused.status).toBe(406);
  expect(refused.headers.vary).toBe("Accept-Encoding");
  const { etag = "" } = (await server.get(rss)).headers;
  expect((await server.get(rss, { "Accept-Encoding": "*;q=0", "If-None-Match": etag })).status).toBe(304);
});

test("answers are counted by status and coding, once each", async () => {
  const counted = await startServer();
  try {
    await counted.get(rss, { "Accept-Encoding": "br" });
    await counted.get(rss);
    await counted.get(rss, { "If-None-Match": "*" });
    await counted.get("/nowhere");
    await counted.send({ method: "POST", path: rss });
    await counted.send({ method: "HEAD", path: rss });
    const opml = await counted.get("/.well-known/feeds");
    await counted.get("/feeds/all/", { "User-Agent": "Feedly/1.0 (3 subscribers)" });
    const { body } = await counted.get(rss, { "User-Agent": "Feedly/1.0 (+https://feedly.com; 16 subscribers)" });
    const brotli = documents.find(({ path }) => path === rss)?.codings.br.length ?? 0;
    const { answers, bytes, subscribers } = counted.counts.drain();
    const all = { feed: "all", format: "rss" };
    expect(answers).toEqual([
      { feed: "", format: "none", status: 404, requests: 1 },
      { feed: "", format: "opml", status: 200, coding: "identity", requests: 1 },
      { feed: "all", format: "page", status: 200, coding: "identity", requests: 1 },
      { ...all, status: 200, coding: "identity", requests: 3 },
      { ...all, status: 200, coding: "br", requests: 1 },
      { ...all, status: 304, requests: 1 },
      { ...all, status: 405, requests: 1 },
    ]);
    expect(bytes).toContainEqual({ ...all, bytes: 2 * body.length + brotli });
    expect(bytes).toContainEqual({ feed: "", format: "opml", bytes: opml.body.length });
    expect(subscribers).toEqual([{ ...all, aggregator: "feedly", subscribers: 16 }]);
    expect(counted.counts.drain()).toEqual({ answers: [], bytes: [], subscribers: [] });
  } finally {
    await counted.stop();
  }
});
