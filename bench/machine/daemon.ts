import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, askIfThere } from "./ask.ts";
import { freePort } from "../../tests/free-port.ts";
import { start, until, type Started } from "./start.ts";

const main = join(import.meta.dirname, "../../src/main.ts");

/** As the launcher sets it, which cannot be used here: it chooses the Node itself. */
const env = { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") };

export interface Daemon extends Started {
  readonly url: string;
  /** Of the operator's listener. */
  readonly adminUrl: string;
  /** Resolves when a feed is served, with the time since the start in milliseconds. */
  firstFeed(everyMs?: number): Promise<number>;
  /** Resolves when the archive has been scanned and what changed is published, likewise. */
  reconciled(everyMs?: number, withinMs?: number): Promise<number>;
}

export interface DaemonOptions {
  readonly seeds: string;
  readonly data: string;
  /** Any that is free when absent. */
  readonly port?: number;
  readonly core?: number;
  readonly logFile: string;
  /** The Node it runs on: this one when absent. */
  readonly program?: string;
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
}

/** Starts `feedmill serve` as it ships; only the port is chosen. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const {
    seeds,
    data,
    port = await freePort(),
    program = process.execPath,
    nodeArgs = [],
    args = [],
    ...how
  } = options;
  const url = `http://127.0.0.1:${port}`;
  const place = ["--seeds", seeds, "--data", data, "--port", String(port)];
  const startedMs = performance.now();
  const command = [program, ...nodeArgs, main, "serve", ...place, ...args];
  const started = start(command, { ...how, env });
  const since = (): number => performance.now() - startedMs;
  return {
    ...started,
    url,
    adminUrl: `http://127.0.0.1:${port + 1}`,
    firstFeed: (everyMs = 5) =>
      until(async () => {
        const answer = await askIfThere(`${url}/feeds/all/rss.xml`);
        return answer?.status === 200 ? since() : undefined;
      }, everyMs),
    reconciled: (everyMs = 20, withinMs = 3_600_000) =>
      until(async () => ((await countArticles(url)) === undefined ? undefined : since()), everyMs, withinMs),
  };
}

/** How many articles the daemon serves; undefined before it has scanned the archive. */
async function countArticles(url: string): Promise<number | undefined> {
  const answer = await askIfThere(`${url}/readyz`);
  if (answer === undefined) return undefined;
  const { articles }: { articles?: number } = JSON.parse(answer.body.toString());
  return articles;
}

/** Paths of all feeds it serves, as its OPML lists them. */
export async function feedPaths(url: string): Promise<string[]> {
  const { body } = await ask(`${url}/feeds.opml`);
  const listed = body.toString().matchAll(/xmlUrl="[^"]*?(\/feeds\/[^/"]+\/)/g);
  const feeds = new Set([...listed].map(([, feed = ""]) => feed));
  return [...feeds].flatMap((feed) => ["rss.xml", "atom.xml", "feed.json"].map((name) => feed + name));
}
