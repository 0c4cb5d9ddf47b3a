import { request as httpRequest, type Agent, type IncomingHttpHeaders } from "node:http";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { createRoutes, type FeedState, type Readiness, type RoutesDeps } from "../src/http/routes.ts";
import { HttpServer, type ServerTimeouts } from "../src/http/server.ts";
import { prepareDocument } from "../src/http/documents/prepared-document.ts";
import { RateBudgets, type RateSettings } from "../src/http/rates/budgets.ts";
import { AllAnswerCounts } from "../src/http/answer-counts.ts";
import { compress } from "../src/lib/compress.ts";
import { documentTag } from "../src/lib/hash.ts";
import type { FinishedDocument } from "../src/model/document.ts";
import type { Site } from "../src/model/feed.ts";

export const lastModified = new Date("2024-05-17T03:20:00Z");

export function published(path: string, contentType: string, text: string): FinishedDocument {
  const body = Buffer.from(text);
  return {
    path,
    contentType,
    body,
    links: [{ rel: "self", href: `https://news.example${path}`, type: contentType.split(";")[0] ?? "", title: "全部" }],
    maxAgeSeconds: 600,
    etag: documentTag(body),
    lastModified,
    codings: compress(body),
  };
}

const filler = "一座老火车站如何变成图书馆。".repeat(200);

export const documents: readonly FinishedDocument[] = [
  published("/", "text/html; charset=utf-8", `<!doctype html><title>起始页</title>${filler}`),
  published("/style.css", "text/css; charset=utf-8", "body { margin: 0 }"),
  published("/favicon.png", "image/png", "\x89PNG"),
  published("/feeds.opml", "text/x-opml; charset=utf-8", `<opml version="2.0">${filler}</opml>`),
  published("/feeds-all.opml", "text/x-opml; charset=utf-8", `<opml version="2.0"><head/>${filler}</opml>`),
  published("/feeds/all/", "text/html; charset=utf-8", `<!doctype html><title>全部</title>${filler}`),
  published("/feeds/all/rss.xml", "application/rss+xml; charset=utf-8", `<rss version="2.0">${filler}</rss>`),
  published("/feeds/all/atom.xml", "application/atom+xml; charset=utf-8", `<feed>${filler}</feed>`),
  published("/feeds/all/feed.json", "application/feed+json; charset=utf-8", `{"title":"${filler}"}`),
];

export interface TestServer {
  readonly port: number;
  readonly server: HttpServer;
  readonly counts: AllAnswerCounts;
  /** Lets as many seconds pass for the budgets. */
  passSeconds(seconds: number): void;
  readonly errors: unknown[];
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  send(options: RequestOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ServerSettings {
  readonly documents?: readonly FinishedDocument[];
  readonly publicUrl?: string;
  readonly formerly?: readonly string[];
  readonly readiness?: () => Readiness;
  readonly make?: RoutesDeps["make"];
  readonly kept?: RoutesDeps["kept"];
  /** Entity tags of earlier versions, of every document. */
  readonly versions?: readonly string[];
  readonly makeDelta?: RoutesDeps["makeDelta"];
  readonly askHub?: RoutesDeps["askHub"];
  /** Without them there are no budgets. */
  readonly rate?: RateSettings;
  readonly timeouts?: Partial<ServerTimeouts>;
}

const feedStates: ReadonlyMap<string, FeedState> = new Map<string, FeedState>([
  ["all", "pending"],
  ["empty", "pending"],
  ["former", { renamedTo: "all" }],
  ["retired", "gone"],
]);

const siteShown: Site = {
  title: "晨读",
  publicUrl: "http://localhost:8080",
  siteId: "7c1ad8b4-6e2c-4d5f-9f55-2f1f9f4f0a01",
  language: "zh-Hans",
  maxAgeSeconds: 600,
};

/** The real server on a port of its own, with the feeds `all` and, without documents, `empty`. */
export async function startServer(settings: ServerSettings = {}): Promise<TestServer> {
  const counts = new AllAnswerCounts();
  const prepared = new Map(
    (settings.documents ?? documents).map((each) => [
      each.path,
      prepareDocument(each, counts.of(each.path), settings.versions),
    ]),
  );
  let now = 1000;
  const errors: unknown[] = [];
  const { publicUrl, rate, makeDelta, askHub, timeouts } = settings;
  const site = { ...siteShown, publicUrl: publicUrl ?? siteShown.publicUrl };
  const routes = createRoutes({
    find: (path) => prepared.get(path),
    kept: settings.kept ?? (() => undefined),
    make: settings.make ?? (async () => ({ kind: "none" })),
    feedState: (name) => feedStates.get(name) ?? "unknown",
    readiness: settings.readiness ?? (() => ({ ready: true })),
    siteShown: () => site,
    defaultLocale: () => "zh-Hans",
    elsewhere: counts.elsewhere,
    onError: (error) => errors.push(error),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(settings.formerly !== undefined && { formerly: settings.formerly }),
    ...(rate !== undefined && { budgets: new RateBudgets(rate, () => now) }),
    ...(makeDelta !== undefined && { makeDelta }),
    ...(askHub !== undefined && { askHub }),
  });
  const server = new HttpServer(routes, timeouts === undefined ? {} : { timeouts });
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  if (typeof address === "string") throw new Error("A port was expected.");
  const { port } = address;
  return {
    port,
    server,
    counts,
    passSeconds: (seconds) => (now += seconds),
    errors,
    get: (path, headers = {}) => send({ port, path, headers }),
    send: (options) => send({ port, ...options }),
    stop: () => server.close(),
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** In the order and spelling they were sent, without the time of day. */
  readonly headerLines: readonly string[];
  readonly body: Buffer;
  readonly text: string;
}

export interface RequestOptions {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly port?: number;
  readonly socketPath?: string;
  readonly body?: string;
  readonly agent?: Agent;
}

/** One request with exactly these headers (and `Host`): nothing is decoded, followed or normalized. */
export function send({ body, ...options }: RequestOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const { statusCode = 0, headers, rawHeaders } = response;
        resolve({ status: statusCode, headers, headerLines: linesOf(rawHeaders), body: bytes, text: bytes.toString() });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

function linesOf(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders
    .flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []))
    .filter((line) => !line.startsWith("Date: "));
}

/** All that was sent but the time of day, for comparison. */
export function onTheWire({ status, headerLines, body }: Answer): object {
  return { status, headerLines, body: body.toString("latin1") };
}

const decoders = new Map<string, (body: Uint8Array) => Buffer>([
  ["gzip", gunzipSync],
  ["br", brotliDecompressSync],
  ["zstd", zstdDecompressSync],
]);

/** The body as it was before content coding. */
export function decoded({ headers, body }: Answer): string {
  const decode = decoders.get(headers["content-encoding"] ?? "");
  return (decode === undefined || body.length === 0 ? body : decode(body)).toString();
}
