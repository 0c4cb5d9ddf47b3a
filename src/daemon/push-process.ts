import { giveBackMemory } from "../lib/give-back-memory.ts";
import { createAddressSet } from "../lib/net/address-set.ts";
import { WebClient } from "../lib/net/web-client.ts";
import { yieldToServing } from "../lib/thread.ts";
import { definedFeedAt, hubPath, publicAddress } from "../model/addresses.ts";
import { createLogger, type Logger } from "../observe/logger.ts";
import type { DeliveryReport } from "../push/deliverer.ts";
import { Hub } from "../push/hub.ts";
import { Pinger } from "../push/pinger.ts";
import { Subscriptions } from "../push/subscriptions.ts";
import { CatalogTopics } from "./catalog-topics.ts";
import type { FromPush, PushOptions, ToPush } from "./push-messages.ts";

/**
 * The process that tells others what is new: it alone makes requests while the daemon serves. It is no thread, because
 * names are looked up by threads that all of a process share, and a name server that does not answer would hold them.
 */

/** What news is for: our own hub, or somebody else's. */
interface Push {
  /** Without paths, anything may have changed. */
  news(paths?: readonly string[]): Promise<void> | void;
  /** Absent for a hub elsewhere: nobody asks this site. */
  ask?(message: Extract<ToPush, { kind: "ask" }>): Promise<void>;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 5000;
/** As many as may be under way to one host. */
const CONNECTIONS = 8;
/** After so many deliveries it is worth while to look for their garbage: each has a copy of the document. */
const MANY_DELIVERIES = 100;
/** A challenge comes back in less. */
const MAX_BYTES = 1000;

let push: Push | undefined;
let logger: Logger | undefined;
let work: Promise<void> = Promise.resolve();
/** Paths of the editions that came while there was work. */
let waiting: string[] | "all" | undefined;

yieldToServing();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit());
process.on("message", (message: ToPush) => {
  if (message.kind === "start") push = start(message.options);
  else if (message.kind === "ask") void push?.ask?.(message);
  else if (message.kind === "stop") void stop();
  else if (message.kind === "reloaded") logger?.setLevel(message.logLevel);
  else takeNews(message.kind === "published" ? message.paths : "all");
});

function send(message: FromPush): void {
  process.send?.(message);
}

/** Editions that come while one is looked at are looked at together. */
function takeNews(paths: readonly string[] | "all"): void {
  const isWaiting = waiting !== undefined;
  waiting = paths === "all" || waiting === "all" ? "all" : [...(waiting ?? []), ...paths];
  if (isWaiting) return;
  work = work.then(() => {
    const taken = waiting;
    waiting = undefined;
    return push?.news(taken === "all" ? undefined : taken);
  });
}

async function stop(): Promise<void> {
  await push?.stop();
  process.exit();
}

function start(options: PushOptions): Push {
  logger = createLogger(options.log);
  return options.otherHub === undefined ? ownHub(options, logger) : otherHub(options.otherHub, options, logger);
}

function createClient({ version, publicUrl }: PushOptions, isAllowed: (address: string) => boolean): WebClient {
  return new WebClient({
    userAgent: `feedmill/${version} (+${publicUrl})`,
    isAllowed,
    followsRedirects: false,
    timeoutMs: TIMEOUT_MS,
    connections: CONNECTIONS,
    maxBytes: MAX_BYTES,
  });
}

function ownHub(options: PushOptions, log: Logger): Push {
  const { data, publicUrl, formerly, allow } = options;
  const allowed = createAddressSet(allow);
  const isAllowed = (address: string): boolean => allowed.has(address);
  const store = Subscriptions.open(data);
  const topics = new CatalogTopics(options, publicUrl);
  const client = createClient(options, isAllowed);
  const hub = new Hub({
    url: publicAddress(options, hubPath),
    ownUrls: [publicUrl, ...formerly],
    isAllowed,
    store,
    client,
    findTopic: (topic) => topics.find(topic),
    onReport: (report, ageSeconds) => tellOfDelivery(report, ageSeconds, log),
    onChange: (what, callback, topic) =>
      log.info(`a subscriber of a feed: ${what}`, { host: new URL(callback).host, url: topic }),
    onIdle: (deliveries) => deliveries >= MANY_DELIVERIES && giveBackMemory(),
    now: () => new Date(),
    random: Math.random,
  });
  return {
    news(paths) {
      topics.renew(paths === undefined);
      const changed = paths && new Set(paths.map((path) => publicUrl + path));
      return hub.deliverNews(changed && ((topic) => changed.has(topic)));
    },
    async ask({ number, request }) {
      send({ kind: "answer", number, answer: await hub.ask(request) });
    },
    async stop() {
      await hub.stop();
      await client.close();
      topics.close();
      store.close();
    },
  };
}

function tellOfDelivery(
  { subscription: { topic, callback, failures }, result }: DeliveryReport,
  ageSeconds: number,
  log: Logger,
): void {
  const fields = { host: new URL(callback).host, url: topic };
  if (result.kind === "failed")
    log.info(`a subscriber was not reached: ${result.why}`, { ...fields, count: failures + 1 });
  else log.debug(result.kind === "gone" ? "a subscriber wants no more" : "delivered", fields);
  send({ kind: "delivery", delivery: { topic, result: result.kind, ageSeconds } });
}

/** The operator named the hub, so that it may be anywhere. */
function otherHub(hub: string, options: PushOptions, log: Logger): Push {
  const client = createClient(options, () => true);
  const pinger = new Pinger({
    hub,
    client,
    onPing(count, failure) {
      if (failure === undefined) log.debug("the hub was told", { count });
      else log.warn(`the hub could not be told what is new: ${failure}`, { url: hub });
      send({ kind: "ping", isTaken: failure === undefined });
    },
    random: Math.random,
  });
  return {
    news(paths = []) {
      const feeds = paths.filter((path) => definedFeedAt(path) !== undefined);
      pinger.tell(feeds.map((path) => options.publicUrl + path));
    },
    async stop() {
      pinger.stop();
      await client.close();
    },
  };
}
