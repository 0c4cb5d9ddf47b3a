import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { WebClient } from "../lib/net/web-client.ts";
import type { Source } from "../model/source.ts";
import { FetchInUseError, FetchState } from "./fetch-state.ts";
import { Fetcher } from "./fetcher.ts";
import type { PollReport } from "./poll-source.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let directory: string;
let base: string;
let state: FetchState;
let client: WebClient;
let now: number;
let asked: string[];
/** Addresses of the articles' own pages that were asked for. */
let pages: string[];
let answers: Map<string, Answer>;
let server: ReturnType<typeof createServer>;

beforeEach(async () => {
  directory = temporaryDirectory();
  state = FetchState.open(join(directory, "data"));
  client = new WebClient({
    userAgent: "feedmill-test",
    isAllowed: (address) => address === "127.0.0.1",
    timeoutMs: 2000,
  });
  now = Date.parse("2026-01-01T00:00:00Z");
  asked = [];
  pages = [];
  answers = new Map();
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    (answers.get(request.url ?? "") ?? notFound)(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  base = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});

afterEach(async () => {
  await client.close();
  state.close();
  server.closeAllConnections();
  server.close();
});

function notFound(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404).end();
}

function source(path: string, more: Partial<Source> = {}): Source {
  return { url: `${base}${path}`, into: "outlet", everySeconds: 3600, fullText: "no", headers: {}, ...more };
}

/** Polls what is due, and returns what each poll came to by the source's path. */
function poll(...sources: Source[]): Promise<Record<string, PollReport[]>> {
  return pollWith(client, sources);
}

async function pollWith(web: WebClient, sources: readonly Source[]): Promise<Record<string, PollReport[]>> {
  const reports: Record<string, PollReport[]> = {};
  const fetcher = new Fetcher(
    {
      client: web,
      state,
      archive: join(directory, "archive"),
      now: () => new Date(now),
      readPage: (url) => {
        pages.push(url);
        return Promise.resolve(undefined);
      },
      historyPauseMs: 0,
      onReport: ({ url }, report) => (reports[new URL(url).pathname] ??= []).push(report),
    },
    sources,
  );
  await fetcher.run(new AbortController().signal, true);
  return reports;
}

function files(): string[] {
  return readdirSync(join(directory, "archive", "outlet"))
    .map((name) => readFileSync(join(directory, "archive", "outlet", name), "utf8"))
    .toSorted();
}

function feed(entries: readonly { id: string; text: string; date?: string }[], channel = ""): string {
  const items = entries.map(
    ({ id, text, date = "Thu, 25 Dec 2025 00:00:00 GMT" }) =>
      `<item><title>${id}</title><link>https://outlet.example/${id}</link><guid isPermaLink="false">${id}</guid>
       <pubDate>${date}</pubDate><description>${text}</description></item>`,
  );
  return `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>${channel}${items.join("")}</channel></rss>`;
}

const hour = 3_600_000;

test("an unchanged feed is asked for with its validators and writes nothing; a changed entry writes a new capture", async () => {
  let text = "one";
  answers.set("/feed", (request, response) => {
    const etag = `"${text}"`;
    if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
    else response.setHeader("etag", etag).end(feed([{ id: "a", text }]));
  });
  expect(await poll(source("/feed"))).toEqual({ "/feed": [{ entries: 1, written: 1, unusable: [] }] });
  expect(await poll(source("/feed"))).toEqual({});
  now += 2 * hour;
  expect(await poll(source("/feed"))).toEqual({ "/feed": [{ entries: 0, written: 0, unusable: [] }] });
  text = "two";
  now += 2 * hour;
  expect(await poll(source("/feed"))).toMatchObject({ "/feed": [{ entries: 1, written: 1 }] });
  expect(files().map((file) => file.split("\n").at(-2))).toEqual(["one", "two"]);
  expect(files().map((file) => file.split("\n")[0])).toEqual([
    `<!--${Date.parse("2025-12-25T00:00:00Z")}-->`,
    `<!--${now}-->`,
  ]);
});

test("after an answer that cannot be read, the whole is asked for, and its entries are not lost", async () => {
  const seen: unknown[] = [];
  let body = feed([{ id: "a", text: "x" }]);
  answers.set("/feed", (request, response) => {
    seen.push(request.headers["if-none-match"]);
    response.setHeader("etag", '"1"').end(body);
  });
  await poll(source("/feed"));
  body = body.slice(0, -30);
  now += 2 * hour;
  expect((await poll(source("/feed")))["/feed"]?.[0]?.failure).toBe(
    "What was fetched is no feed, or breaks off within.",
  );
  body = feed([{ id: "b", text: "y" }]);
  now += 4 * hour;
  await poll(source("/feed"));
  expect(seen).toEqual([undefined, '"1"', undefined]);
  expect(files()).toHaveLength(2);
});

test("a hostile source costs itself alone", async () => {
  answers.set("/good", (_request, response) => response.end(feed([{ id: "good", text: "x" }])));
  answers.set("/bomb", (_request, response) => {
    response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(20_000_000)));
  });
  answers.set("/length", (_request, response) => {
    response.setHeader("content-length", "1000");
    response.write("short");
    response.destroy();
  });
  answers.set("/metadata", (_request, response) => {
    response.writeHead(302, { location: "http://169.254.169.254/latest/" }).end();
  });
  answers.set("/loop", (_request, response) => response.writeHead(302, { location: "/loop" }).end());
  answers.set("/later", (_request, response) => response.writeHead(503, { "retry-after": "7200" }).end());
  const paths = ["/bomb", "/length", "/metadata", "/loop", "/later", "/missing", "/good"];
  const reports = await poll(...paths.map((path) => source(path)));
  const failures = Object.entries(reports).map(([path, [report]]) => [path, report?.failure ?? report?.written]);
  expect(Object.fromEntries(failures)).toEqual({
    "/bomb": "The answer has more than 10000000 bytes.",
    "/length": expect.stringContaining("The request failed"),
    "/metadata": "169.254.169.254 is at 169.254.169.254, which is no public address.",
    "/loop": "It redirects more than 5 times.",
    "/later": "It answered 503.",
    "/missing": "It answered 404.",
    "/good": 1,
  });
});

test("each failure doubles the wait, Retry-After lengthens it, and a success ends it", async () => {
  answers.set("/feed", (_request, response) => response.writeHead(429, { "retry-after": "10000" }).end());
  const waits: string[] = [];
  for (const wanted of [20_000, 40_000, 3600]) {
    if (wanted === 3600) answers.set("/feed", (_request, response) => response.end(feed([])));
    await poll(source("/feed"));
    const { nextPollAt = 0 } = state.source(`${base}/feed`) ?? {};
    const seconds = (nextPollAt - now) / 1000;
    waits.push(seconds >= wanted && seconds <= wanted * 1.1 + 1 ? "right" : `${seconds} instead of ${wanted}`);
    now = nextPollAt;
  }
  expect(waits).toEqual(["right", "right", "right"]);
});

test("how seldom a feed asks to be polled holds as long as it has not changed", async () => {
  answers.set("/feed", (request, response) => {
    if (request.headers["if-none-match"] === undefined)
      response.setHeader("etag", '"1"').end(feed([], "<ttl>600</ttl>"));
    else response.writeHead(304).end();
  });
  const waits: number[] = [];
  for (let times = 0; times < 2; times++) {
    await poll(source("/feed"));
    const { nextPollAt = 0 } = state.source(`${base}/feed`) ?? {};
    waits.push(Math.floor((nextPollAt - now) / hour));
    now = nextPollAt;
  }
  expect([asked.length, ...waits]).toEqual([2, expect.closeTo(10, 0), expect.closeTo(10, 0)]);
  answers.set("/absurd", (_request, response) => response.end(feed([], `<ttl>${"9".repeat(40)}</ttl>`)));
  expect(await poll(source("/absurd"))).toMatchObject({ "/absurd": [{ entries: 0 }] });
});

test("410 ends a source, and a permanent redirect is believed after three in a row", async () => {
  answers.set("/gone", (_request, response) => response.writeHead(410).end());
  answers.set("/old", (_request, response) => response.writeHead(301, { location: "/new" }).end());
  answers.set("/new", (_request, response) => response.end(feed([])));
  for (let times = 0; times < 5; times++) {
    await poll(source("/gone"), source("/old"));
    now += 3 * hour;
  }
  expect(asked.filter((path) => path === "/gone")).toHaveLength(1);
  expect(asked.filter((path) => path === "/old")).toHaveLength(3);
  expect(asked.filter((path) => path === "/new")).toHaveLength(5);
});

test("the history is walked once, and dates what is old by its publication", async () => {
  const [second, first] = ["2", "1"].map((page) => `<atom:link rel="prev-archive" href="${base}/${page}"/>`);
  answers.set("/feed", (_request, response) => response.end(feed([{ id: "new", text: "newest words" }], second)));
  answers.set("/2", (_request, response) =>
    response.end(
      feed(
        [
          { id: "old", text: "x", date: "Mon, 01 Jun 2020 00:00:00 GMT" },
          { id: "new", text: "older words" },
        ],
        first,
      ),
    ),
  );
  answers.set("/1", (_request, response) =>
    response.end(feed([{ id: "oldest", text: "x", date: "Fri, 01 May 2020 00:00:00 GMT" }])),
  );
  await poll(source("/feed"));
  now += 2 * hour;
  await poll(source("/feed"));
  expect(asked).toEqual(["/feed", "/2", "/1", "/feed"]);
  expect(files().map((file) => Number(/^<!--(\d+)/.exec(file)?.[1]))).toEqual(
    ["2020-05-01", "2020-06-01", "2025-12-25"].map((day) => Date.parse(day)),
  );
});

function forget(): void {
  state.close();
  rmSync(join(directory, "data"), { recursive: true });
  state = FetchState.open(join(directory, "data"));
}

test("with all that was known lost, no entry is written twice", async () => {
  answers.set("/feed", (_request, response) =>
    response.end(
      feed([
        { id: "a", text: "x" },
        { id: "b", text: "y" },
      ]),
    ),
  );
  await poll(source("/feed"));
  const before = files();
  forget();
  now += 2 * hour;
  expect(await poll(source("/feed"))).toMatchObject({ "/feed": [{ entries: 2, written: 0 }] });
  expect(files()).toEqual(before);
});

test("with all that was known lost, no page is asked for an entry whose file is there", async () => {
  let entries = [{ id: "a", text: "x" }];
  answers.set("/feed", (_request, response) => response.end(feed(entries)));
  await poll(source("/feed", { fullText: "readability" }));
  forget();
  entries = [{ id: "b", text: "y" }, ...entries];
  await poll(source("/feed", { fullText: "readability" }));
  expect(pages).toEqual(["https://outlet.example/a", "https://outlet.example/b"]);
});

test("only what is wanted is written, and headers go to the source", async () => {
  let key: unknown;
  answers.set("/feed", (request, response) => {
    key = request.headers["x-key"];
    response.end(
      feed([
        { id: "a", text: "bridge" },
        { id: "b", text: "weather" },
      ]),
    );
  });
  const wanting = source("/feed", { isWanted: ({ text }) => text.includes("bridge"), headers: { "x-key": "k" } });
  expect(await poll(wanting)).toMatchObject({
    "/feed": [{ written: 1 }],
  });
  expect(key).toBe("k");
});

test("sources of one host are polled one after another, over one connection", async () => {
  let [open, most] = [0, 0];
  server.on("connection", (socket) => {
    most = Math.max(most, ++open);
    socket.once("close", () => open--);
  });
  for (const path of ["/1", "/2", "/3"]) answers.set(path, (_request, response) => response.end(feed([])));
  await poll(source("/1"), source("/2"), source("/3"));
  expect([asked.toSorted(), most]).toEqual([["/1", "/2", "/3"], 1]);
});

/** The paths of the sources that the operator is told of. */
function told(): readonly string[] {
  return state.sources().map(({ url }) => new URL(url).pathname);
}

test("four hosts are asked at once, and no more", async () => {
  const everywhere = new WebClient({ userAgent: "test", isAllowed: () => true, resolve: async () => ["127.0.0.1"] });
  const held: ServerResponse[] = [];
  let most = 0;
  const release = (): void => {
    for (const response of held.splice(0)) response.end(feed([]));
  };
  answers.set("/feed", (_request, response) => {
    most = Math.max(most, held.push(response));
    if (asked.length > 4) release();
    // What is asked for now comes after a fifth request, if there was one.
    else if (held.length === 4) void client.request(`${base}/now`).then(release);
  });
  const { port } = new URL(base);
  const sources = [1, 2, 3, 4, 5, 6].map((host) => source("", { url: `http://host-${host}.example:${port}/feed` }));
  await pollWith(everywhere, sources);
  await everywhere.close();
  expect([asked.filter((path) => path === "/feed").length, most]).toEqual([6, 4]);
});

test("of a source that is listed no more nobody is told, and one that was gone is asked again once it is listed again", async () => {
  answers.set("/gone", (_request, response) => response.writeHead(410).end());
  answers.set("/feed", (_request, response) => response.end(feed([])));
  await poll(source("/gone"), source("/feed"));
  expect(told()).toEqual(["/feed", "/gone"]);
  await poll(source("/feed"));
  expect(told()).toEqual(["/feed"]);
  await poll(source("/gone"), source("/feed"));
  expect([told(), asked]).toEqual([
    ["/feed", "/gone"],
    ["/gone", "/feed", "/gone"],
  ]);
});

test("what is known begins anew where its file is damaged, and its files are the owner's alone", () => {
  const data = join(directory, "data");
  state.close();
  writeFileSync(join(data, "fetch.db"), "no database ".repeat(1000));
  state = FetchState.open(data);
  expect(state.sources()).toEqual([]);
  const modes = readdirSync(data).map((name) => [name, (statSync(join(data, name)).mode & 0o777).toString(8)]);
  expect(modes.filter(([, mode]) => mode !== "600")).toEqual([]);
});

test("two fetchers do not share a data directory", () => {
  expect(() => FetchState.open(join(directory, "data"))).toThrow(FetchInUseError);
  expect(FetchState.openToRead(join(directory, "data"))?.sources()).toEqual([]);
});

test("stopping gives up requests under way and keeps what is known", async () => {
  const stop = new AbortController();
  answers.set("/silent", () => stop.abort(new Error("stopped")));
  const fetcher = new Fetcher(
    {
      client,
      state,
      archive: join(directory, "archive"),
      now: () => new Date(now),
      readPage: () => Promise.resolve(undefined),
      historyPauseMs: 0,
      onReport: () => undefined,
    },
    [source("/silent")],
  );
  await fetcher.run(stop.signal);
  expect(state.source(`${base}/silent`)).toBeUndefined();
});
