import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documents, send, startServer, type TestServer } from "../http-harness.ts";
import { openSlowClients } from "../soak/slow-clients.ts";
import { rawExchange, statuses } from "./raw-exchange.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ publicUrl: "https://news.example" });
});
afterAll(() => server.stop());

const line = "GET /style.css HTTP/1.1\r\n";
const host = "Host: news.example\r\n";
const post = `POST /style.css HTTP/1.1\r\n${host}`;
/** A request that must not be answered: a proxy in front has taken it for the body of another. */
const smuggled = `GET /feeds.opml HTTP/1.1\r\n${host}\r\n`;

/** What comes back, without the times of day. */
async function ask(request: string): Promise<string> {
  return (await rawExchange(server.port, request)).replaceAll(/^Date: .*\r\n/gm, "");
}

describe("whom a request is meant for", () => {
  test.each([
    ["no host", "", 400],
    ["two hosts", `${host}Host: evil.test\r\n`, 400],
    ["two hosts, the other way round", `Host: evil.test\r\n${host}`, 400],
    ["one host twice", host + host, 400],
    ["an empty host", "Host:\r\n", 421],
    ["another host", "Host: evil.test\r\n", 421],
    ["a user name", "Host: news.example@evil.test\r\n", 421],
    ["a port that is none", "Host: news.example:80@evil.test\r\n", 421],
    ["a list", "Host: news.example, evil.test\r\n", 421],
    ["a path", "Host: news.example/evil.test\r\n", 421],
    ["a space", "Host: news.example evil.test\r\n", 421],
    ["a subdomain", "Host: evil.news.example\r\n", 421],
    ["a longer name", "Host: news.example.evil.test\r\n", 421],
    ["a literal address", "Host: [::1]\r\n", 421],
    ["a port", "Host: news.example:8080\r\n", 200],
    ["capitals", "HOST: NEWS.EXAMPLE\r\n", 200],
  ])("%s", async (_what, headers, status) => {
    expect(statuses(await ask(`${line}${headers}\r\n`))).toEqual([status]);
  });

  test("the host of an absolute target counts, and the field does not", async () => {
    expect(statuses(await ask(`GET http://evil.test/style.css HTTP/1.1\r\n${host}\r\n`))).toEqual([421]);
    expect(statuses(await ask("GET http://news.example/style.css HTTP/1.1\r\nHost: evil.test\r\n\r\n"))).toEqual([200]);
  });

  const paths = [
    "/style.css",
    "/feeds/all/rss.xml",
    "/feeds",
    "/rss.xml",
    "/feeds/all",
    "/nowhere",
    "/healthz",
    "/feeds/empty/",
  ];
  const claims = [
    "X-Forwarded-Host: evil.test",
    "X-Forwarded-Proto: javascript",
    "X-Forwarded-For: evil.test, 127.0.0.1",
    "X-Forwarded-Port: 1",
    "X-Forwarded-Prefix: //evil.test",
    "X-Forwarded-Server: evil.test",
    "X-Forwarded-Scheme: nothttps",
    "Forwarded: for=evil.test;host=evil.test;proto=http;by=evil.test",
    "X-Host: evil.test",
    "X-Original-Host: evil.test",
    "X-Original-URL: /evil.test",
    "X-Rewrite-URL: /evil.test",
    "X-HTTP-Method-Override: DELETE",
    "X-Method-Override: POST",
    "X-Real-IP: evil.test",
    "True-Client-IP: evil.test",
    "CF-Connecting-IP: evil.test",
    "Client-IP: 127.0.0.1",
    "Via: 1.1 evil.test",
    "Origin: https://evil.test",
    "Referer: https://evil.test/",
    "Cookie: evil.test=1",
    "Authorization: Basic ZXZpbDp0ZXN0",
    "User-Agent: <script>evil.test</script>",
    "Accept: ../../evil.test",
    "Accept-Language: evil.test",
    "Range: bytes=0-0,0-0,0-0",
    "If-Range: evil.test",
    "If-Unmodified-Since: evil.test",
    "Content-Type: evil.test",
    "Expect: evil.test",
    "Upgrade: h2c",
    "Connection: Upgrade, HTTP2-Settings, Host",
    "Max-Forwards: 0",
    "TE: trailers",
    "Surrogate-Capability: evil.test",
  ];

  test.each(paths)("%s: nothing a request says of hosts, clients or proxies changes a byte", async (path) => {
    const plain = await ask(`GET ${path} HTTP/1.1\r\n${host}\r\n`);
    expect(plain).not.toContain("evil");
    const heeded: string[] = [];
    for (const claim of claims) {
      if ((await ask(`GET ${path} HTTP/1.1\r\n${host}${claim}\r\n\r\n`)) !== plain) heeded.push(claim);
    }
    expect(heeded).toEqual([]);
  });

  test.each(paths)("%s: no query is told of in the answer", async (path) => {
    const plain = await ask(`GET ${path} HTTP/1.1\r\n${host}\r\n`);
    const queries = [
      "a=evil",
      "a=1&a=2&a[]=evil&a[b]=evil",
      "__proto__[evil]=1&constructor=evil",
      "%00evil",
      "%0d%0aX:evil",
      "<evil>",
      "?evil?",
      "callback=evil",
    ];
    const heeded: string[] = [];
    for (const query of queries) {
      if ((await ask(`GET ${path}?${query} HTTP/1.1\r\n${host}\r\n`)) !== plain) heeded.push(query);
    }
    expect(heeded).toEqual([]);
  });
});

describe("targets", () => {
  test.each([
    "/../../../../etc/passwd",
    "/feeds/../../etc/passwd",
    "/feeds/all/..%2f..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/%2e%2e%2fetc%2fpasswd",
    "/..%252f..%252fetc/passwd",
    "/..%c0%afetc/passwd",
    "/..%ef%bc%8fetc/passwd",
    "/....//....//etc/passwd",
    "/..;/..;/etc/passwd",
    "/..\\..\\etc\\passwd",
    "/..%5c..%5cetc%5cpasswd",
    "/feeds/all/rss.xml%00.html",
    "/feeds/all/rss.xml/",
    "/feeds/all/rss.xml;x=y",
    "/feeds/all/rss.xml%20",
    "/feeds/all/RSS.XML",
    "/feeds/ALL/rss.xml",
    "/feeds/al\u00cc/rss.xml",
    "/feeds/%61ll/rss.xml",
    "//feeds/all/rss.xml",
    "/./feeds/all/rss.xml",
    "/feeds//all/rss.xml",
    "/feeds/all/rss.xml#x",
    "/feeds/all/rss.xml.gz",
    "/feeds/all/.rss.xml.swp",
    "/feeds/__proto__/rss.xml",
    "/feeds/constructor/rss.xml",
    "/feeds/toString/",
    "/__proto__",
    "/.git/config",
    "/.env",
    "/feedmill.yaml",
    "/data/catalog.sqlite",
    "/seeds/",
    "/metrics",
    "/status.json",
    "/problems",
    "/server-status",
    "/%",
    "/%ZZ",
    "/%e4%b8",
    "/\\evil.test",
    "//evil.test/..",
    "*",
    "/feeds/\t",
    "/feeds /x",
    "evil.test",
    "://evil.test/",
    "http://",
    "file:///etc/passwd",
    "data:text/html,x",
    "javascript:alert(1)",
  ])("%j leads nowhere", async (target) => {
    const answer = await ask(`GET ${target} HTTP/1.1\r\n${host}\r\n`);
    expect([400, 404, 421]).toContain(statuses(answer)[0]);
    expect(answer).not.toMatch(/root:|evil|passwd|Location/);
  });

  test("redirects lead to our own paths, whatever stands before or behind", async () => {
    for (const target of [
      "/feeds",
      "/feeds?//evil.test",
      "/rss.xml?next=https://evil.test",
      "http://news.example/feeds",
    ]) {
      const answer = await ask(`GET ${target} HTTP/1.1\r\n${host}\r\n`);
      expect(answer).toMatch(/\r\nLocation: \/(?:feeds\/all\/rss\.xml)?\r\n/);
    }
  });
});

describe("methods", () => {
  test.each([
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "PROPFIND",
    "MKCOL",
    "LOCK",
    "PURGE",
    "LINK",
    "M-SEARCH",
    "QUERY",
    "SUBSCRIBE",
  ])("%s changes and tells nothing", async (method) => {
    for (const path of ["/style.css", "/nowhere", "/healthz"]) {
      const answer = await ask(`${method} ${path} HTTP/1.1\r\n${host}X-Secret: evil\r\n\r\n`);
      expect(statuses(answer)).toEqual([405]);
      expect(answer).not.toContain("evil");
    }
  });

  test.each(["get", "GET\0", "GETGET", "A".repeat(20_000), "<script>", "G\u00cbT", ""])(
    "%j is no method",
    async (method) => {
      expect(statuses(await ask(`${method} /style.css HTTP/1.1\r\n${host}\r\n`))).toEqual([400]);
    },
  );

  test("CONNECT opens no tunnel", async () => {
    expect(await ask(`CONNECT evil.test:443 HTTP/1.1\r\n${host}\r\n`)).not.toMatch(/ 2\d\d /);
  });
});

/** After RFC 9112 §11.2 and the published attacks: two readings of where one request ends. */
describe("requests that two servers would part differently", () => {
  test.each([
    [
      "CL.TE",
      `${post}Content-Length: ${smuggled.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ["TE.CL", `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n${smuggled}\r\n0\r\n\r\n`],
    ["CL.CL", `${post}Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`],
    ["CL.CL, equal", `${post}Content-Length: 0\r\nContent-Length: 0\r\n\r\n${smuggled}`],
    ["a list of lengths", `${post}Content-Length: 0, ${smuggled.length}\r\n\r\n${smuggled}`],
    ["a length with a sign", `${post}Content-Length: +0\r\n\r\n${smuggled}`],
    ["a length in hexadecimal", `${post}Content-Length: 0x0\r\n\r\n${smuggled}`],
    ["a negative length", `${post}Content-Length: -1\r\n\r\n${smuggled}`],
    ["a length beyond all numbers", `${post}Content-Length: 18446744073709551616\r\n\r\n${smuggled}`],
    ["a length that is text", `${post}Content-Length: zero\r\n\r\n${smuggled}`],
    ["an empty length", `${post}Content-Length:\r\n\r\n${smuggled}`],
    ["a space before the colon", `${post}Content-Length : 0\r\n\r\n${smuggled}`],
    ["a space before the colon of a coding", `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ["two codings", `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${smuggled}`],
    ["a coding that is not last", `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`],
    ["a folded line", `${post}X: a\r\n Content-Length: 0\r\n\r\n${smuggled}`],
    ["a folded coding", `${post}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ["a bare line feed", `POST /style.css HTTP/1.1\nHost: news.example\nContent-Length: 0\n\n${smuggled}`],
    ["a bare line feed within the headers", `${post}X: y\nContent-Length: 0\r\n\r\n${smuggled}`],
    ["a bare carriage return", `${post}X: y\rContent-Length: 0\r\n\r\n${smuggled}`],
    ["a NUL", `${post}X: y\0\r\nContent-Length: 0\r\n\r\n${smuggled}`],
    ["a line without a colon", `${post}Content-Length 0\r\n\r\n${smuggled}`],
    ["a name with a space", `${post}Content Length: 0\r\n\r\n${smuggled}`],
    ["an empty name", `${post}: 0\r\n\r\n${smuggled}`],
    ["a space before the first name", `POST /style.css HTTP/1.1\r\n ${host}\r\n${smuggled}`],
    ["another version", `GET /style.css HTTP/1.2\r\n${host}\r\n${smuggled}`],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["a handshake of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"],
  ])("%s is refused, and the connection closed", async (_what, bytes) => {
    const answer = await ask(bytes);
    expect(statuses(answer)).toEqual([400]);
    expect(answer).toMatch(/\r\nConnection: close\r\n/);
  });

  test.each([
    ["a coding nobody knows", `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ["a coding in quotes", `${post}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n${smuggled}`],
    ["a chunk beyond all numbers", `${post}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${smuggled}`],
    ["a chunk whose size is no number", `${post}Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n${smuggled}`],
    ["a chunk that ends with a line feed", `${post}Transfer-Encoding: chunked\r\n\r\n0\n\n${smuggled}`],
    ["an extension of 20 kB", `${post}Transfer-Encoding: chunked\r\n\r\n0;${"x".repeat(20_000)}\r\n\r\n${smuggled}`],
    ["a body that is a request", `${post}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`],
    [
      "a body of a GET that is a request",
      `GET /nowhere HTTP/1.1\r\n${host}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    ],
  ])("%s: what follows is not answered", async (_what, bytes) => {
    const answered = statuses(await ask(bytes));
    expect(answered).not.toContain(200);
    expect(answered.filter((status) => status !== 400)).toHaveLength(1);
  });

  test("a field in the trailer is no header", async () => {
    const chunked = `${post}Transfer-Encoding: chunked\r\nTrailer: Host\r\n\r\n0\r\nHost: evil.test\r\n\r\n`;
    expect(statuses(await ask(chunked + smuggled))).toEqual([405, 200]);
  });
});

describe("too much", () => {
  test.each([
    ["an address", `GET /${"a".repeat(20_000)} HTTP/1.1\r\n${host}\r\n`],
    ["a query", `GET /style.css?${"a".repeat(20_000)} HTTP/1.1\r\n${host}\r\n`],
    ["a header", `${line}${host}X: ${"a".repeat(20_000)}\r\n\r\n`],
    ["a name of a header", `${line}${host}${"a".repeat(20_000)}: x\r\n\r\n`],
    ["10,000 headers", `${line}${host}${"a: b\r\n".repeat(10_000)}\r\n`],
    ["a megabyte that never ends", `${line}${host}X: ${"a".repeat(1_000_000)}`],
  ])("%s is refused", async (_what, bytes) => {
    expect(statuses(await ask(bytes))).toEqual([431]);
  });

  test.each([
    ["If-None-Match", `"x", `.repeat(2_500)],
    ["Accept-Encoding", "gzip;q=0.1,".repeat(1_300)],
    ["Accept-Encoding", `${";".repeat(14_000)}gzip`],
    ["If-Modified-Since", `Mon, ${"0".repeat(14_000)} Jan 1990`],
    ["Host", `news.example:${"1".repeat(14_000)}`],
  ])("as long a %s as there may be is answered", async (name, value) => {
    const hosts = name === "Host" ? "" : host;
    expect(statuses(await ask(`${line}${hosts}${name}: ${value}\r\n\r\n`))).toEqual([200]);
  });

  test("100 requests in one piece are answered in their order", async () => {
    const kinds = ["/style.css", "/nowhere", "/feeds/empty/rss.xml", "/rss.xml"];
    const requests = Array.from({ length: 100 }, (_, at) => `GET ${kinds[at % 4]} HTTP/1.1\r\n${host}\r\n`);
    const expected = Array.from({ length: 100 }, (_, at) => [200, 404, 503, 301][at % 4]);
    expect(statuses(await ask(requests.join("")))).toEqual(expected);
  });

  test("more requests in one piece than that close the connection, which would have to hold all their answers", async () => {
    const socket = await opened(server.port);
    socket.pause().write(`${line}${host}\r\n`.repeat(1_000));
    await send({ port: server.port, path: "/healthz" });
    expect(statuses(await untilClosed(socket.resume())).length).toBeLessThanOrEqual(100);
  });

  test("500 readers on the hour all have their answer", async () => {
    const etag = documents.find(({ path }) => path === "/feeds/all/rss.xml")?.etag ?? "";
    const headers = { Host: "news.example", "If-None-Match": etag };
    const answers = Array.from({ length: 500 }, (_, at) =>
      send({
        port: server.port,
        path: "/feeds/all/rss.xml",
        headers: at % 5 === 0 ? { Host: "news.example" } : headers,
      }),
    );
    const counted = (await Promise.all(answers)).map(({ status }) => status);
    expect(counted.filter((status) => status === 304)).toHaveLength(400);
    expect(counted.filter((status) => status === 200)).toHaveLength(100);
  });

  test("500 connections that say nothing leave the others their answer", async () => {
    const idle = await Promise.all(Array.from({ length: 500 }, () => opened(server.port)));
    expect(statuses(await ask(`${line}${host}\r\n`))).toEqual([200]);
    for (const socket of idle) socket.destroy();
  });

  test("200 slow clients, in every way there is to be slow, leave the others their answer", async () => {
    const slow = await openSlowClients(server.port, 200, "/feeds/all/rss.xml");
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(`${line}${host}\r\n`)));
    expect(answers.map(statuses)).toEqual(answers.map(() => [200]));
    expect(slow.remaining()).toBeGreaterThan(0);
    slow.end();
  });
});

describe("slow clients", () => {
  let hurried: TestServer;
  beforeAll(async () => {
    hurried = await startServer({ timeouts: { headers: 100, request: 200, keepAlive: 100, stall: 200, check: 20 } });
  });
  afterAll(() => hurried.stop());

  test("headers that do not end are ended", async () => {
    const socket = await opened(hurried.port);
    socket.write(`${line}Host: x\r\n`);
    expect(statuses(await untilClosed(socket))).toEqual([408]);
  });

  test("headers that come byte by byte are ended", async () => {
    const socket = await opened(hurried.port);
    socket.write(line);
    const drip = setInterval(() => socket.write("x"), 10);
    await untilClosed(socket);
    clearInterval(drip);
    expect(socket.destroyed).toBe(true);
  });

  test("a connection that says nothing is closed", async () => {
    expect(statuses(await untilClosed(await opened(hurried.port)))).toEqual([408]);
  });

  test("a body that does not end is ended", async () => {
    const socket = await opened(hurried.port);
    socket.write(`${post}Content-Length: 1000\r\n\r\nx`);
    expect(statuses(await untilClosed(socket))[0]).toBe(405);
  });

  test("a client that does not read what it asks for is let go", async () => {
    const patient = await startServer({ timeouts: { stall: 200 } });
    const socket = await opened(patient.port);
    socket.pause().write(`GET /feeds/all/rss.xml HTTP/1.1\r\n${host}\r\n`.repeat(4_000));
    await send({ port: patient.port, path: "/healthz" });
    // Resolves once no connection is left.
    await patient.stop();
    expect(statuses(await untilClosed(socket.resume())).length).toBeLessThan(4_000);
  });
});

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket.on("error", () => undefined);
}

async function untilClosed(socket: Socket): Promise<string> {
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("latin1")));
  // `once` of node:events would reject where the server resets the connection.
  await new Promise((resolve) => socket.once("close", resolve));
  return received;
}

test("after all this, nothing has gone wrong inside", () => {
  expect(server.errors).toEqual([]);
});
