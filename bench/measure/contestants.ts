import { join } from "node:path";
import type { Bench } from "../bench.ts";
import type { Target } from "../figure.ts";
import { ask, askIfThere } from "../machine/ask.ts";
import { freePort } from "../../tests/free-port.ts";
import { nginxHasBrotli } from "../../tests/nginx.ts";
import { start, until, type Started } from "../machine/start.ts";
import { isInstalled } from "../machine/wrk.ts";
import { startNginx } from "../servers/nginx.ts";
import { takeSample, writeSample } from "../servers/sample.ts";
import { sizedDocuments, type SizedDocument } from "./sized-archive.ts";

/** Nothing that is written for `node:http` can be faster. */
export const bareNode = "bare node:http";

/** All servers share one core, and only one of them is under load at a time. */
export const SERVER_CORE = 0;

interface Server {
  readonly pid: number;
  readonly url: string;
}

/** A server that answers for one document, with what asks it for the document in full or for a 304. */
export interface Contestant {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  readonly coding: string;
  readonly etag: string;
  readonly target?: Target;
  /** What keeps the ratio where it is. */
  readonly limit?: string;
}

export interface Contest {
  readonly feedmill: Contestant;
  readonly others: readonly Contestant[];
  /** Of the document as it is sent. */
  readonly bytes: number;
  stop(): Promise<void>;
}

/** Starts what a document of feedmill's is compared with. */
export async function startContest(
  directory: string,
  daemon: Server,
  { path, coding, size }: SizedDocument,
  nginx: Server | undefined,
): Promise<Contest> {
  const url = daemon.url + path;
  const sample = await takeSample(url, coding);
  const file = join(directory, `${size.replace(" ", "-")}-${coding}.json`);
  writeSample(file, sample);
  const servers: Started[] = [];

  async function serve(script: string, argument: string): Promise<Server> {
    const port = await freePort();
    const command = [process.execPath, join(import.meta.dirname, "../servers", script), String(port), argument];
    const logFile = join(directory, `${script}.log`);
    const server = start(command, { core: SERVER_CORE, logFile, env: { NODE_ENV: "production" } });
    servers.push(server);
    const address = `http://127.0.0.1:${port}${path}`;
    await until(() => askIfThere(address), 20);
    return { pid: server.pid, url: address };
  }

  const others: Contestant[] = [
    { ...(await contestantAt(bareNode, await serve("bare.ts", file), coding)), ...promises.bare },
  ];
  // Express compresses nothing, so that it can be compared only where nothing is compressed.
  if (coding === "identity") {
    const text = await contestantAt("Express, string", await serve("express-string.ts", file), coding);
    others.push({ ...text, ...promises.express });
    const jsonFeed = url.replace("rss.xml", "feed.json");
    others.push(await contestantAt("Express, feed per request", await serve("express-feed.ts", jsonFeed), coding));
  }
  if (nginx !== undefined) {
    // Without its module, nginx sends what is nearest.
    const nearest = coding === "br" && !nginxHasBrotli ? "gzip" : coding;
    others.push(await contestantAt(`nginx over publish-to, ${nearest}`, { ...nginx, url: nginx.url + path }, nearest));
  }
  return {
    feedmill: { name: "feedmill", pid: daemon.pid, url, coding, etag: sample.etag },
    others,
    bytes: sample.full.body.length,
    async stop() {
      for (const server of servers) await server.stop();
    },
  };
}

/** Has nginx serve the files that a daemon publishes. Undefined where nginx is not installed. */
export async function servePublished(
  bench: Bench,
  directory: string,
  published: string,
  daemon: Server,
): Promise<Server | undefined> {
  if (!isInstalled("nginx")) return undefined;
  const listen = await freePort();
  const site = { published, listen, upstream: Number(new URL(daemon.url).port), core: SERVER_CORE };
  const nginx = startNginx(join(directory, "nginx"), site);
  bench.onClose(nginx);
  const url = `http://127.0.0.1:${listen}`;
  for (const { path } of sizedDocuments) await until(() => sendsItself(url + path, daemon.url + path), 20);
  return { pid: nginx.pid, url };
}

/** The files follow the documents. What nginx has from feedmill has feedmill's tag. */
async function sendsItself(url: string, feedmillUrl: string): Promise<true | undefined> {
  const [file, document] = [await askIfThere(url), await ask(feedmillUrl)];
  return file?.body.equals(document.body) === true && file.etag !== document.etag ? true : undefined;
}

const promises = {
  bare: { target: { least: 0.9 }, limit: "See “One request” in docs/performance.md." },
  express: {
    target: { least: 3 },
    limit:
      "What bare node:http reaches in the same run is the most there is; the larger a body, the more its hash costs Express.",
  },
} as const;

async function contestantAt(name: string, { pid, url }: Server, coding: string): Promise<Contestant> {
  const headers = { "Accept-Encoding": coding };
  const { etag, status } = await ask(url, headers);
  if (etag === undefined || status !== 200) throw new Error(`${url} answered ${status}, ETag ${etag}`);
  const again = await ask(url, { ...headers, "If-None-Match": etag });
  if (again.status !== 304) throw new Error(`${url} answered ${again.status} to its own tag`);
  return { name, pid, url, coding, etag };
}
