import { once } from "node:events";
import { createServer } from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../tests/free-port.ts";
import { soundFiles } from "../article-files.ts";
import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { startSteadyLoad } from "../machine/steady-load.ts";
import { estimate, percentile, ratios } from "../statistics.ts";
import { SIZED_ARCHIVE_SEED, writeSizedArchive } from "./sized-archive.ts";
import { startMeasured } from "./start-measured.ts";

const SUBSCRIBERS = 1000;
const AT_ONCE = 50;
const FEED = "/feeds/all/rss.xml";
/** Requests for one feed, while subscribers are sent theirs. */
const PER_SECOND = 200;
/** Long enough for one edition to be all over before the next. */
const APART_MS = 3000;
/** After all those of the sized archive. */
const FIRST_NEW_FILE = 10_000;

/** Subscribers that take whatever they are sent. */
interface Subscribers {
  readonly port: number;
  /** Resolves when this many were confirmed, or sent something, since the start. */
  readonly until: (what: "confirmed" | "sent", count: number) => Promise<void>;
}

/** One edition: when subscribers have it, and the 99th percentile of polling meanwhile. */
interface Round {
  readonly firstMs: number;
  readonly allSeconds: number;
  readonly p99Ms: number;
  /** The same beside a daemon without subscribers. */
  readonly p99MsAlone: number;
}

/**
 * An edition with a thousand subscribers: from the file being there to the last one who has it, and what that costs those
 * who poll at the same time, against a daemon that nobody subscribed to.
 */
export async function measurePush(bench: Bench): Promise<readonly Row[]> {
  bench.tell(`push: ${SUBSCRIBERS} subscribers`);
  const subscribers = await startSubscribers(bench);
  const pushing = await startPushing(bench, "push");
  const alone = await startPushing(bench, "push-alone");
  await subscribe(pushing.url, subscribers);
  const rounds: Round[] = [];
  for (let round = 0; round < bench.options.pairs; round++) {
    const loads = [pushing, alone].map(({ url }) => startSteadyLoad([`${url}/feeds/dw-zh/rss.xml`], PER_SECOND));
    await pause(APART_MS);
    const started = performance.now();
    for (const { drop } of [pushing, alone]) drop();
    await subscribers.until("sent", round * SUBSCRIBERS + 1);
    const firstMs = performance.now() - started;
    await subscribers.until("sent", (round + 1) * SUBSCRIBERS);
    const allSeconds = (performance.now() - started) / 1000;
    const [pushed = [], quiet = []] = await Promise.all(loads.map((load) => load.stop()));
    rounds.push({ firstMs, allSeconds, p99Ms: percentile(pushed, 0.99), p99MsAlone: percentile(quiet, 0.99) });
  }
  for (const { daemon } of [pushing, alone]) await daemon.stop();
  return rowsOf(rounds);
}

function rowsOf(rounds: readonly Round[]): readonly Row[] {
  const first = estimate(rounds.map(({ firstMs }) => firstMs));
  const all = estimate(rounds.map(({ allSeconds }) => allSeconds));
  const polling = ratios(
    rounds.map(({ p99Ms }) => p99Ms),
    rounds.map(({ p99MsAlone }) => p99MsAlone),
  );
  const shared = { against: "", limit: "See “Push” in docs/performance.md." };
  return [
    { ...shared, figure: "edition at the first subscriber", estimate: first, unit: "ms", target: { most: 2000 } },
    { ...shared, figure: "edition at 1,000 subscribers", estimate: all, unit: "s", target: { most: 10 } },
    {
      ...shared,
      figure: "p99 of polling while 1,000 are sent an edition",
      against: "the same without subscribers",
      estimate: estimate(polling),
      unit: "×",
      target: { most: 1.1 },
    },
  ];
}

async function startPushing(bench: Bench, name: string) {
  const [directory, port] = [bench.directory(name), await freePort()];
  const seeds = join(directory, "seeds");
  writeSizedArchive(seeds);
  const url = `http://localhost:${port}`;
  const push = ["--push", "on", "--push-allow", "loopback", "--public-url", url, "--rate-made", "0"];
  const daemon = await startMeasured(bench, name, { seeds, data: join(directory, "data"), port, args: push });
  await daemon.reconciled();
  const newFiles = soundFiles(SIZED_ARCHIVE_SEED, FIRST_NEW_FILE);
  const drop = (): void => {
    const { name: file, content } = newFiles.next().value;
    writeFileSync(join(seeds, file), content);
  };
  return { daemon, url, drop };
}

async function startSubscribers(bench: Bench): Promise<Subscribers> {
  const counts = { confirmed: 0, sent: 0 };
  let more = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const challenge = new URL(request.url ?? "", "http://localhost").searchParams.get("hub.challenge");
    request.resume().once("end", () => {
      counts[challenge === null ? "sent" : "confirmed"]++;
      response.end(challenge ?? "");
      more.resolve();
      more = Promise.withResolvers();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  bench.onClose({
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  });
  const address = server.address();
  return {
    port: address === null || typeof address === "string" ? 0 : address.port,
    async until(what, count) {
      while (counts[what] < count) await more.promise;
    },
  };
}

/** Some at a time: a hub lets only so many wait to be verified. */
async function subscribe(url: string, { port, until }: Subscribers): Promise<void> {
  for (let at = 0; at < SUBSCRIBERS; at += AT_ONCE) {
    const asked = Array.from({ length: AT_ONCE }, async (_, number) => {
      const callback = `http://127.0.0.1:${port}/${at + number}`;
      const fields = { "hub.mode": "subscribe", "hub.topic": url + FEED, "hub.callback": callback };
      const { status } = await fetch(`${url}/hub`, { method: "POST", body: new URLSearchParams(fields) });
      if (status !== 202) throw new Error(`the hub answers ${status}`);
    });
    await Promise.all(asked);
    await until("confirmed", at + AT_ONCE);
  }
}
