import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import type { DeliveryResult } from "./call-back.ts";
import { Deliverer, hostOf } from "./deliverer.ts";
import { Subscriptions } from "./subscriptions.ts";
import type { TopicDocument } from "./topics.ts";

const topic = "https://f.example/feeds/all/rss.xml";

interface Bench {
  readonly store: Subscriptions;
  /** Callbacks that deliveries are under way to, in the order they began. */
  readonly underWay: Map<string, (result: DeliveryResult) => void>;
  /** Everything that was sent: callback and version. */
  readonly sent: string[];
  /** How many deliveries there were, each time that nothing was due any more. */
  readonly rests: number[];
  readonly subscribe: (callback: string) => void;
  /** Resolves when the deliveries that follow have begun. */
  readonly publish: (version: string) => Promise<void>;
  /** Ends the deliveries to these callbacks. Resolves when what follows has begun. */
  readonly end: (callbacks: Iterable<string>, result?: DeliveryResult) => Promise<void>;
  /** Lets time pass. */
  readonly pass: (ms: number) => Promise<void>;
}

const delivered: DeliveryResult = { kind: "delivered" };

function bench(): Bench {
  const store = Subscriptions.open(temporaryDirectory());
  const underWay = new Map<string, (result: DeliveryResult) => void>();
  const sent: string[] = [];
  const rests: number[] = [];
  let nowMs = 1000;
  let tag = "v1";
  const deliverer = new Deliverer({
    store,
    newest: async (): Promise<TopicDocument> => {
      return { tag, contentType: "text/xml", body: new Uint8Array(), isReady: true };
    },
    isNewest: (_topic, sentTag) => sentTag === tag,
    deliver({ callback }, document) {
      sent.push(`${callback} ${document.tag}`);
      return new Promise((resolve) => underWay.set(callback, resolve));
    },
    onReport: () => undefined,
    onIdle: (deliveries) => rests.push(deliveries),
    now: () => new Date(nowMs),
    random: () => 0.5,
  });
  onTestFinished(async () => {
    const stopped = deliverer.stop();
    for (const end of underWay.values()) end(delivered);
    await stopped;
    store.close();
  });
  return {
    store,
    underWay,
    sent,
    rests,
    subscribe: (callback) => {
      const subscription = { topic, callback, subscribedAt: 0, leaseEnd: 1e12, delivered: "v1" };
      store.put(subscription, { host: hostOf(callback), client: "" });
    },
    async publish(version) {
      tag = version;
      store.makeDue(topic, tag, nowMs);
      deliverer.wake();
      await new Promise(setImmediate);
    },
    async end(callbacks, result = delivered) {
      for (const callback of callbacks) {
        underWay.get(callback)?.(result);
        underWay.delete(callback);
      }
      await new Promise(setImmediate);
    },
    async pass(ms) {
      nowMs += ms;
      deliverer.wake();
      await new Promise(setImmediate);
    },
  };
}

const failed: DeliveryResult = { kind: "failed", why: "It answers 500." };
const callbacksOf = (host: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => `https://${host}/${number}`);
const hosts = (count: number): string[] =>
  Array.from({ length: count }, (_, number) => `https://host${number}.example/`);

test("32 deliveries are under way at once, and 8 to one host, whatever its port", async () => {
  const { subscribe, publish, underWay } = bench();
  for (const callback of [...callbacksOf("big.example", 10), ...callbacksOf("big.example:8080", 10), ...hosts(40)]) {
    subscribe(callback);
  }
  await publish("v2");
  const ofBig = [...underWay.keys()].filter((callback) => hostOf(callback) === "big.example");
  expect([underWay.size, ofBig.length]).toEqual([32, 8]);
});

test("all are served in the end, each once", async () => {
  const { subscribe, publish, underWay, end, sent, rests } = bench();
  const callbacks = [...callbacksOf("big.example", 100), ...hosts(100)];
  for (const callback of callbacks) subscribe(callback);
  await publish("v2");
  while (underWay.size > 0) await end([...underWay.keys()]);
  expect(sent.toSorted()).toEqual(callbacks.map((callback) => `${callback} v2`).toSorted());
  expect(rests).toEqual([callbacks.length]);
});

test("a callback is sent one version at a time, and of a burst the last", async () => {
  const { subscribe, publish, underWay, end, sent } = bench();
  const [callback = ""] = hosts(1);
  subscribe(callback);
  for (const version of ["v2", "v3", "v4"]) await publish(version);
  expect(underWay.size).toBe(1);
  await end([callback]);
  await end([callback]);
  expect(sent).toEqual([`${callback} v2`, `${callback} v4`]);
});

test("dead callbacks delay nobody: those who answer go first, and the dead never have all places", async () => {
  const { subscribe, publish, underWay, end, pass } = bench();
  const dead = hosts(60);
  for (const callback of dead) subscribe(callback);
  await publish("v2");
  await end([...underWay.keys()], failed);
  await end([...underWay.keys()], failed);
  // All of them are tried again at the same time.
  await pass(60_000);
  expect(underWay.size).toBe(16);
  const alive = callbacksOf("alive.example", 8);
  for (const callback of alive) subscribe(callback);
  await publish("v3");
  expect(alive.filter((callback) => underWay.has(callback))).toEqual(alive);
});

test("what failed is tried after 1, 5, 30, 120 and 720 minutes, with the version that is the newest then", async () => {
  const { subscribe, publish, end, pass, sent, store } = bench();
  const [callback = ""] = hosts(1);
  subscribe(callback);
  await publish("v2");
  const tries = [1, 5, 30, 120, 720];
  for (const minutes of tries) {
    await end([callback], failed);
    await pass(minutes * 60_000 - 1);
    await publish(`after ${minutes}`);
    await pass(1);
  }
  expect(sent).toEqual([`${callback} v2`, ...tries.map((minutes) => `${callback} after ${minutes}`)]);
  await end([callback]);
  expect(store.get(topic, callback)).toMatchObject({ failures: 0, delivered: "after 720" });
});

test("a subscriber that wants no more is forgotten", async () => {
  const { subscribe, publish, end, store } = bench();
  const [callback = ""] = hosts(1);
  subscribe(callback);
  await publish("v2");
  await end([callback], { kind: "gone" });
  expect(store.total()).toBe(0);
});
