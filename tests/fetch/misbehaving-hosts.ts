import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import iconv from "iconv-lite";

/** What a host has to know to answer: its own address, and how often it was asked for this before. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Counts from 1, by path. */
  readonly time: number;
  /** `:PORT`, for absolute addresses of other hosts. */
  readonly port: string;
}

export type Host = (asked: Asked) => void;

interface Item {
  readonly id: string;
  readonly text?: string;
  readonly date?: string;
  readonly link?: string;
}

function item({
  id,
  text = "正文。",
  date = "Thu, 25 Dec 2025 00:00:00 GMT",
  link = `https://outlet.example/${id}`,
}: Item): string {
  return `<item><title>条目 ${id}</title><link>${link}</link><guid isPermaLink="false">${id}</guid><pubDate>${date}</pubDate><description>${text}</description></item>`;
}

function feed(items: readonly Item[], channel = ""): string {
  const namespace = 'xmlns:atom="http://www.w3.org/2005/Atom"';
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" ${namespace}><channel><title>T</title>${channel}${items.map(item).join("")}</channel></rss>`;
}

function redirect(status: number, location: string): Host {
  return ({ response }) => void response.writeHead(status, { location }).end();
}

const tooMuch = Buffer.alloc(20_000_000);

/** Hosts that have one thing wrong each, by name. */
export const misbehavingHosts: Readonly<Record<string, Host>> = {
  /** Its validators are of no usual form. It answers 304, and changes an entry at the third time. */
  "not-modified": ({ request, response, time }) => {
    const etag = `W/"a, ${time < 3 ? 1 : 2}-gzip"`;
    response.setHeader("etag", etag).setHeader("last-modified", "Thursday, 25-Dec-25 00:00:00 GMT");
    if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
    else response.end(feed([{ id: "kept", text: time < 3 ? "初版。" : "改版。" }]));
  },
  "busy-for-seconds": ({ response, time }) => {
    if (time === 1) response.writeHead(429, { "retry-after": "7000" }).end();
    else response.end(feed([{ id: "after-seconds" }]));
  },
  /** Its clock is ten years behind. */
  "busy-until-a-date": ({ response, time }) => {
    response.sendDate = false;
    response.setHeader("date", "Fri, 01 Jan 2016 00:00:00 GMT");
    if (time === 1) response.writeHead(429, { "retry-after": "Fri, 01 Jan 2016 02:00:00 GMT" }).end();
    else response.end(feed([{ id: "after-a-date" }]));
  },
  failing: ({ response }) => void response.writeHead(500).end("Oh no"),
  gone: ({ response }) => void response.writeHead(410).end(),
  moved: ({ request, response, port }) => {
    if (request.url === "/feed")
      return redirect(301, `http://moved.example${port}/then`)({ request, response, time: 1, port });
    if (request.url === "/then") return redirect(308, "/now")({ request, response, time: 1, port });
    response.end(feed([{ id: "moved" }]));
  },
  "moved-for-now": ({ request, response, port }) => {
    if (request.url === "/feed") return redirect(302, "/elsewhere")({ request, response, time: 1, port });
    response.end(feed([{ id: "moved-for-now" }]));
  },
  circle: redirect(301, "/feed"),
  "to-loopback": ({ port, ...asked }) => redirect(302, `http://127.0.0.9${port}/`)({ port, ...asked }),
  "to-metadata": redirect(302, "http://169.254.169.254/latest/meta-data/"),
  "to-a-private-name": redirect(301, "http://inside.example/feed"),
  "to-a-file": redirect(302, "file:///etc/passwd"),
  "gzip-bomb": ({ response }) => {
    response.setHeader("content-encoding", "gzip").end(gzipSync(tooMuch));
  },
  "brotli-bomb": ({ response }) => {
    response
      .setHeader("content-encoding", "br")
      .end(brotliCompressSync(tooMuch, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }));
  },
  endless: ({ response }) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, " "))) {}
      response.once("drain", more);
    };
    more();
  },
  /** One byte, and never another. */
  slow: ({ response }) => void response.write("<"),
  "shorter-than-it-says": ({ response }) => {
    response.setHeader("content-length", "100000");
    response.write(feed([{ id: "short" }]));
    response.socket?.end();
  },
  "longer-than-it-says": ({ response }) => {
    const body = feed([{ id: "long" }]);
    response.socket?.end(`HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body) - 40}\r\n\r\n${body}`);
  },
  /** Whole at the first and the third time. */
  truncated: ({ response, time }) => {
    const body = feed([{ id: `whole-${time}` }, { id: "cut" }]);
    response.setHeader("etag", '"1"').end(time === 2 ? body.slice(0, -70) : body);
  },
  "no-feed": ({ response }) => {
    response.setHeader("content-type", "application/rss+xml").end("<!doctype html><p>Sign in to go on");
  },
  gb18030: ({ response }) => {
    response.setHeader("content-type", "text/xml").end(iconv.encode(publishedFeed("portal-rss091.xml"), "gb18030"));
  },
  "duplicate-ids": ({ response }) => {
    response.end(
      feed([
        { id: "same", text: "较新。" },
        { id: "same", text: "较旧。" },
        { id: "same", text: "另一篇。", link: "https://outlet.example/another" },
      ]),
    );
  },
  /** Its entries are of tomorrow, of 1970 and of no time. */
  "clock-skew": ({ response }) => {
    response.end(
      feed([
        { id: "tomorrow", date: "Fri, 02 Jan 2026 00:00:00 GMT" },
        { id: "epoch", date: "Thu, 01 Jan 1970 00:00:00 GMT" },
        { id: "timeless", date: "不久前" },
      ]),
    );
  },
  cookies: ({ response }) => void response.setHeader("set-cookie", "seen=1; Path=/").end(feed([{ id: "cookie" }])),
  /** Is asked with a key, and sends whoever asks to another host. */
  "with-a-key": ({ port, ...asked }) => redirect(302, `http://stranger.example${port}/feed`)({ port, ...asked }),
  stranger: ({ response }) => void response.end(feed([{ id: "stranger" }])),
  /** Hostile markup in one entry. */
  "too-deep": ({ response }) => {
    response.end(feed([{ id: "deep", text: "&lt;b>".repeat(5000) }, { id: "beside-deep" }]));
  },
  history: ({ request, response, port }) => {
    const older = (page: string): string =>
      `<atom:link rel="prev-archive" href="http://history.example${port}/${page}"/>`;
    const pages: Readonly<Record<string, string>> = {
      "/feed": feed([{ id: "h3" }], older("2")),
      "/2": feed(
        [
          { id: "h2", date: "Mon, 01 Jun 2020 00:00:00 GMT" },
          { id: "h3", text: "旧版。" },
        ],
        older("1"),
      ),
      "/1": feed([{ id: "h1", date: "Fri, 01 May 2020 00:00:00 GMT" }]),
    };
    response.end(pages[request.url ?? ""]);
  },
};

/** Feeds of real shapes, by the name of a host: the file, and the type that it is sent with, which is wrong for some. */
export const publishedFeeds: Readonly<Record<string, readonly [file: string, contentType: string]>> = {
  blogger: ["blogger-atom.xml", "application/atom+xml; charset=UTF-8"],
  broadcaster: ["broadcaster-summary.xml", "text/xml;charset=utf-8"],
  drupal: ["drupal-rss.xml", "application/rss+xml; charset=utf-8"],
  mirror: ["full-text-mirror.xml", "text/html"],
  "micro-blog": ["micro-blog.json", "application/octet-stream"],
  newspaper: ["newspaper-media.xml", "text/xml"],
  podcast: ["podcast.xml", "text/plain"],
  rdf: ["rdf.xml", "application/rdf+xml"],
  "static-site": ["static-site-atom.xml", "application/xml"],
  wordpress: ["wordpress-rss.xml", "application/rss+xml; charset=ISO-8859-1"],
};

function publishedFeed(file: string): string {
  return readFileSync(join(import.meta.dirname, "feeds", file), "utf8");
}

/** The host of a feed of a real shape. */
export function publisher(name: string): Host | undefined {
  const [file, contentType] = publishedFeeds[name] ?? [];
  if (file === undefined || contentType === undefined) return undefined;
  return ({ response }) => void response.setHeader("content-type", contentType).end(publishedFeed(file));
}
