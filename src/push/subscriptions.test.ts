import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { Subscriptions } from "./subscriptions.ts";

const topic = "https://f.example/feeds/all/rss.xml";
const nobody = { callbacks: [], hosts: [] };
const LEASE_END = 1_000_000;

function opened(data = temporaryDirectory()): Subscriptions {
  const store = Subscriptions.open(data);
  onTestFinished(() => store.close());
  return store;
}

function subscribe(store: Subscriptions, name: string, host = "reader.example"): string {
  const callback = `https://${host}/${name}`;
  store.put({ topic, callback, subscribedAt: 1, leaseEnd: LEASE_END, delivered: "v1" }, { host, client: "192.0.2.1" });
  return callback;
}

/** Takes what is due as a deliverer does, by callback, until there is no more. */
function takeAll(store: Subscriptions, who: "fresh" | "retried", now: number): string[] {
  const callbacks: string[] = [];
  for (;;) {
    const next = store.nextDue(who, now, { callbacks, hosts: [] });
    if (next === undefined) return callbacks;
    callbacks.push(next.callback);
  }
}

test("a new version is due to those who do not have it, in the order they came to wait", () => {
  const store = opened();
  const [first, second] = [subscribe(store, "1"), subscribe(store, "2")];
  store.makeDue(topic, "v1", 10);
  expect(takeAll(store, "fresh", 10)).toEqual([]);
  store.makeDue(topic, "v2", 20);
  expect(takeAll(store, "fresh", 20)).toEqual([first, second]);
  const next = store.nextDue("fresh", 20, nobody);
  if (next === undefined) throw new Error("Nothing is due.");
  store.noteDelivered(next, "v2", true, 25);
  store.makeDue(topic, "v3", 30);
  expect(takeAll(store, "fresh", 30)).toEqual([second, first]);
  // What was taken back is no news.
  store.makeDue(topic, "v2", 40);
  expect(takeAll(store, "fresh", 40)).toEqual([second]);
});

test("one that failed waits for its time, whatever comes meanwhile, and keeps why", () => {
  const store = opened();
  const callback = subscribe(store, "1");
  store.makeDue(topic, "v2", 20);
  const [due] = store.all();
  if (due === undefined) throw new Error("Nothing is due.");
  store.noteFailed(due, "It answers 500.", 100);
  store.makeDue(topic, "v3", 50);
  expect([takeAll(store, "fresh", 99), takeAll(store, "retried", 99), store.nextDueAt(50)]).toEqual([[], [], 100]);
  expect(takeAll(store, "retried", 100)).toEqual([callback]);
  expect(store.get(topic, callback)).toMatchObject({ failures: 1, failure: "It answers 500.", dueAt: 100 });
  expect(store.topics()).toEqual([{ topic, subscriptions: 1, failing: 1, waiting: 1 }]);
  store.noteDelivered(due, "v3", false, 110);
  expect(store.get(topic, callback)).not.toHaveProperty("failure");
  // There is a newer one by now.
  expect(takeAll(store, "fresh", 110)).toEqual([callback]);
});

test("what is busy is passed over", () => {
  const store = opened();
  const [first, second] = [subscribe(store, "1"), subscribe(store, "2", "other.example")];
  store.makeDue(topic, "v2", 20);
  const next = (busy: Parameters<Subscriptions["nextDue"]>[2]): unknown => store.nextDue("fresh", 20, busy)?.callback;
  expect(next(nobody)).toBe(first);
  expect(next({ callbacks: [first], hosts: [] })).toBe(second);
  expect(next({ callbacks: [], hosts: ["reader.example"] })).toBe(second);
  expect(next({ callbacks: [second], hosts: ["reader.example"] })).toBeUndefined();
});

test("a renewal changes the lease and the secret, and the end of a lease is the end", () => {
  const store = opened();
  const callback = subscribe(store, "1");
  const before = store.get(topic, callback);
  const renewed = { topic, callback, secret: "s", subscribedAt: 500, leaseEnd: 2 * LEASE_END, delivered: "v9" };
  store.put(renewed, { host: "reader.example", client: "" });
  expect(store.get(topic, callback)).toEqual({ ...before, secret: "s", leaseEnd: 2 * LEASE_END });
  subscribe(store, "2");
  store.makeDue(topic, "v2", LEASE_END);
  expect(takeAll(store, "fresh", LEASE_END)).toEqual([callback]);
  expect([store.removeEnded(LEASE_END), store.total(), store.count("host", "reader.example")]).toEqual([1, 1, 1]);
});

test("the file is for its owner alone, stays over a restart, and is begun anew where it is damaged", () => {
  const data = temporaryDirectory();
  expect(Subscriptions.openToRead(data)).toBeUndefined();
  const before = Subscriptions.open(data);
  const callback = subscribe(before, "1");
  before.close();
  expect(statSync(join(data, "hub.db")).mode & 0o777).toBe(0o600);
  const after = Subscriptions.openToRead(data);
  expect(after?.callbacksOf(topic)).toEqual([callback]);
  after?.close();
  writeFileSync(join(data, "hub.db"), "no database".repeat(1000));
  expect(opened(data).all()).toEqual([]);
});
