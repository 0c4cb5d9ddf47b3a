import fc from "fast-check";
import { rawExchange, statuses } from "../hostile/raw-exchange.ts";
import { startServer } from "../http-harness.ts";
import { fuzzTarget, type FuzzTarget } from "./fuzz-target.ts";

const binary = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("latin1"));
const method = fc.oneof(
  { weight: 6, arbitrary: fc.constant("GET") },
  fc.constantFrom("HEAD", "OPTIONS", "POST", "TRACE", "get", "CONNECT", "M-SEARCH", ""),
  binary,
);
const segment = fc.oneof(
  fc.constantFrom(
    "feeds",
    "all",
    "empty",
    "rss.xml",
    "atom.xml",
    "feed.json",
    "style.css",
    "",
    ".",
    "..",
    "%2e%2e",
    "%2f",
    "%00",
    "%",
    "%ZZ",
    "%c0%af",
    "\\",
    "__proto__",
    "healthz",
    "readyz",
    "robots.txt",
    "feed",
    "*",
    "http:",
    "evil.test",
  ),
  binary,
);
const requestTarget = fc
  .tuple(
    fc.constantFrom("/", "/", "/", "//", "", "http://news.example/", "http://evil.test/", "*"),
    fc.array(segment, { maxLength: 5 }),
    fc.constantFrom("", "/", "?", "?a=evil&a[]=b", "#x", ";x"),
  )
  .map(([start, segments, end]) => start + segments.join("/") + end);
const name = fc.oneof(
  fc.constantFrom(
    "Host",
    "If-None-Match",
    "If-Modified-Since",
    "Accept-Encoding",
    "Content-Length",
    "Transfer-Encoding",
    "Connection",
    "Expect",
    "Upgrade",
    "Range",
    "X-Forwarded-Host",
    "Trailer",
    "TE",
    "Cookie",
    "Content-Encoding",
    "A-IM",
  ),
  binary,
);
const value = fc.oneof(
  fc.constantFrom(
    "news.example",
    "evil.test",
    "*",
    'W/"x"',
    '"',
    ",,,",
    "gzip;q=",
    "br;q=1.0001, *;q=0",
    "identity;q=0",
    "0",
    "5",
    "-1",
    "5, 5",
    "chunked",
    "chunked, identity",
    "close",
    "keep-alive, Host",
    "100-continue",
    "websocket",
    "bytes=0-",
    "Fri, 17 May 2024 03:20:00 GMT",
    "Sun Nov  6 08:49:37 1994",
  ),
  fc
    .tuple(fc.constantFrom("a", ",", ";", '"', " ", "gzip,"), fc.nat(17_000))
    .map(([unit, times]) => unit.repeat(times)),
  binary,
);
const lineEnd = fc.oneof(
  { weight: 30, arbitrary: fc.constant("\r\n") },
  fc.constantFrom("\n", "\r", "\r\n ", "\0\r\n"),
);
const field = fc
  .tuple(name, fc.constantFrom(": ", ":", " : ", ":\t", "", " "), value, lineEnd)
  .map((parts) => parts.join(""));
const request = fc
  .tuple(
    method,
    requestTarget,
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(" HTTP/1.1\r\n") },
      fc.constantFrom(" HTTP/1.0\r\n", " HTTP/2.0\r\n", " HTTP/1.1\n", "\r\n", " HTTP/9\r\n"),
    ),
    fc.oneof({ weight: 6, arbitrary: fc.constant("Host: news.example\r\n") }, fc.constant("")),
    fc.array(field, { maxLength: 5 }),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant("\r\n") },
      fc.constantFrom("", "\n", "\r\n0\r\n\r\n", "\r\nhello", "\r\n5\r\nhello\r\n0\r\n\r\n"),
    ),
  )
  .map(([verb, where, version, host, fields, end]) => [verb, " ", where, version, host, ...fields, end].join(""));
const bytes = fc.oneof(
  { weight: 9, arbitrary: fc.array(request, { minLength: 1, maxLength: 4 }).map((requests) => requests.join("")) },
  binary,
);

const known: ReadonlySet<number> = new Set([100, 200, 204, 301, 304, 400, 404, 405, 406, 408, 413, 417, 421, 431, 503]);

/** Whatever the bytes: answers of ours, nothing of a stranger's host in them, and a server that goes on. */
export async function createRequestTarget(): Promise<FuzzTarget> {
  const server = await startServer({
    publicUrl: "https://news.example",
    timeouts: { headers: 1_000, request: 1_000, keepAlive: 1_000, stall: 1_000, check: 100 },
  });
  const target = fuzzTarget("requests", bytes, [], async (input) => {
    const received = await rawExchange(server.port, input);
    const unknown = statuses(received).filter((status) => !known.has(status));
    if (unknown.length > 0) throw new Error(`answered ${unknown.join(", ")}`);
    if (received.includes("evil")) throw new Error("told what was asked");
    if (received !== "" && !received.startsWith("HTTP/1.1 ")) throw new Error(`answered ${received.slice(0, 80)}`);
    if (server.errors.length > 0) throw new Error(`failed inside: ${String(server.errors.pop())}`);
    if ((await server.get("/healthz")).status !== 200) throw new Error("not well any more");
  });
  return { ...target, close: () => server.stop() };
}
