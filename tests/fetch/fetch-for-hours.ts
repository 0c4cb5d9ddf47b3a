import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { FetchState } from "../../src/fetch/fetch-state.ts";
import { Fetcher } from "../../src/fetch/fetcher.ts";
import { WebClient } from "../../src/lib/net/web-client.ts";
import type { Source } from "../../src/model/source.ts";
import { textsBelow } from "../files-below.ts";
import { misbehavingHosts, publishedFeeds, publisher } from "./misbehaving-hosts.ts";

/** Sources are looked at so often, after so many minutes: an hour and its jitter are over then. */
const ROUNDS = 6;
const ROUND_MS = 75 * 60_000;
const startsAt = Date.parse("2026-01-01T00:00:00Z");

export interface FetchedHours {
  /** By host: each request and its answer, and what came of each poll. */
  readonly log: string;
  /** Article files, by path below the archive. */
  readonly files: Readonly<Record<string, string>>;
}

/** Names that lead to no public place. */
const privateNames: Readonly<Record<string, string>> = {
  "inside.example": "fd00::1",
  "private-name.example": "10.0.0.7",
};

/**
 * Fetches the feeds of hosts that misbehave and of hosts that do not, for some hours of a clock of its own, into a
 * directory. Every host is this process.
 */
export async function fetchForHours(directory: string): Promise<FetchedHours> {
  const told = new Map<string, string[]>();
  const tell = (host: string, line: string): void => void told.set(host, [...(told.get(host) ?? []), line]);
  let now = startsAt;
  const web = await startHosts((host, line) => tell(host, `${clock(now)} ${line}`));
  const state = FetchState.open(join(directory, "data"));
  const client = new WebClient({
    userAgent: "feedmill-test",
    isAllowed: (address) => address === "127.0.0.1",
    resolve: async (name) => [privateNames[name] ?? (name.endsWith(".example") ? "127.0.0.1" : name)],
    timeoutMs: 5000,
  });
  const archive = join(directory, "archive");
  mkdirSync(archive);
  const names = [...Object.keys(misbehavingHosts), ...Object.keys(publishedFeeds), "private-name"];
  const sources = names.filter((name) => name !== "stranger").map((name) => sourceOf(name, web.port));
  const fetcher = new Fetcher(
    {
      client,
      state,
      archive,
      now: () => new Date(now),
      readPage: () => Promise.resolve(undefined),
      historyPauseMs: 0,
      onReport({ into }, { entries, written, unusable, failure }) {
        for (const { id, why } of unusable) tell(into, `      ${id}: ${why}`);
        tell(
          into,
          failure === undefined ? `      ${written} of ${entries} written` : `      ${withoutPort(failure, web.port)}`,
        );
      },
    },
    sources,
  );
  for (let round = 0; round < ROUNDS; round++, now += ROUND_MS) await fetcher.run(new AbortController().signal, true);
  await client.close();
  state.close();
  web.close();
  const log = [...told].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([host, lines]) => [host, ...lines].join("\n"));
  return { log: `${log.join("\n\n")}\n`, files: textsBelow(archive) };
}

function sourceOf(name: string, port: string): Source {
  const headers = name === "with-a-key" ? { "x-key": "secret" } : {};
  return { url: `http://${name}.example${port}/feed`, into: name, everySeconds: 3600, fullText: "no", headers };
}

interface Hosts {
  /** `:PORT` of all of them. */
  readonly port: string;
  close(): void;
}

async function startHosts(onAnswer: (host: string, line: string) => void): Promise<Hosts> {
  const times = new Map<string, number>();
  let port = "";
  const server = createServer((request, response) => {
    const name = (request.headers.host ?? "").replace(/\.example(?::\d+)?$/, "");
    const answer = misbehavingHosts[name] ?? publisher(name);
    const key = `${name}${request.url}`;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    if (answer === undefined) response.writeHead(421).end();
    else answer({ request, response, time, port });
    onAnswer(name, `${describe(request)} → ${response.statusCode}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens at no port.");
  port = `:${address.port}`;
  return {
    port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const toldHeaders = ["if-none-match", "if-modified-since", "cookie", "x-key"];

function describe({ method, url, headers }: IncomingMessage): string {
  const told = toldHeaders.flatMap((name) => (headers[name] === undefined ? [] : ` ${name}: ${String(headers[name])}`));
  return `${method} ${url}${told.join("")}`;
}

function clock(now: number): string {
  return new Date(now).toISOString().slice(11, 16);
}

function withoutPort(text: string, port: string): string {
  return text.replaceAll(port, "");
}
