import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { startSubscriber, type Subscriber } from "../../../src/push/subscriber.fixture.ts";
import { freePort } from "../../free-port.ts";
import { pushProcess, startPushingDaemon, type PushingDaemon } from "./pushing-daemon.ts";

const path = "/feeds/all/atom.xml";

/** Subscribes callbacks of a subscriber to the combined feed, some at a time. */
async function subscribe(pushing: PushingDaemon, reader: Subscriber, callbacks: readonly string[]): Promise<void> {
  const AT_ONCE = 50;
  const fields = { "hub.mode": "subscribe", "hub.topic": pushing.url + path };
  for (let at = 0; at < callbacks.length; at += AT_ONCE) {
    const some = callbacks.slice(at, at + AT_ONCE);
    const answers = await Promise.all(some.map((callback) => pushing.ask({ ...fields, "hub.callback": callback })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await reader.untilAsked(at + some.length);
    for (const _ of some) await pushing.daemon.line("a subscriber of a feed: subscribed");
  }
}

function callbacksOf(reader: Subscriber, count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => reader.callback(`/${number}`));
}

/** What each callback was sent last. */
function lastSent(reader: Subscriber): Map<string, string> {
  return new Map(reader.sent.map(({ path: callback, body }) => [callback, body.toString()]));
}

test("a thousand subscribers are each sent an edition once, whichever worker they asked", async () => {
  await using reader = await startSubscriber();
  const pushing = await startPushingDaemon("on", ["--workers", "2"]);
  const callbacks = callbacksOf(reader, 1000);
  await subscribe(pushing, reader, callbacks);
  pushing.publish();
  await reader.untilSent(callbacks.length);
  const present = await (await fetch(pushing.url + path)).text();
  const last = lastSent(reader);
  expect([last.size, reader.sent.length]).toEqual([callbacks.length, callbacks.length]);
  expect([...last.values()].every((body) => body === present)).toBe(true);
});

test("after kill -9 in the middle of a delivery, of its process or the daemon, everybody has the newest version", async () => {
  const COUNT = 60;
  let kill: (() => void) | undefined;
  await using reader = await startSubscriber({
    take(_sent, response) {
      // Killed when some have been sent it, and before it knows so of others.
      if (reader.sent.length % COUNT === COUNT / 2) kill?.();
      response.end();
    },
  });
  const pushing = await startPushingDaemon();
  await subscribe(pushing, reader, callbacksOf(reader, COUNT));
  /** Resolves with what everybody has once it holds an article. */
  const untilAllHave = async (title: string): Promise<ReadonlySet<string>> => {
    for (let sent = COUNT; ; sent++) {
      await reader.untilSent(sent);
      const last = lastSent(reader);
      if (last.size === COUNT && last.values().every((body) => body.includes(title))) return new Set(last.values());
    }
  };
  const present = async (): Promise<ReadonlySet<string>> => new Set([await (await fetch(pushing.url + path)).text()]);

  kill = () => {
    kill = undefined;
    process.kill(pushProcess(pushing), "SIGKILL");
  };
  const first = pushing.publish();
  await pushing.daemon.line("the process that pushes ended");
  expect(isSame(await untilAllHave(first), await present())).toBe(true);

  const killed = Promise.withResolvers<void>();
  kill = () => {
    kill = undefined;
    pushing.daemon.signal("SIGKILL");
    killed.resolve();
  };
  const second = pushing.publish();
  await killed.promise;
  await pushing.restart();
  expect(isSame(await untilAllHave(second), await present())).toBe(true);
});

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.symmetricDifference(other).size === 0;
}

/* What FreshRSS sends a hub, and how its callback answers (app/Models/Feed.php and p/api/pshb.php of FreshRSS 1.2x). */
test("FreshRSS subscribes, takes what is new, and is forgotten when nobody reads the feed there any more", async () => {
  const key = createHash("sha1").update("salt").digest("hex");
  let hasUsers = true;
  const lease = { seconds: 0 };
  await using reader = await startSubscriber({
    // PHP writes dots in names as underscores, and knows a feed by its key alone.
    confirm(asked, response) {
      response.setHeader("content-type", "text/plain; charset=UTF-8");
      const isSubscription = asked["k"] === key && asked["hub.mode"] === "subscribe";
      if (isSubscription) lease.seconds = Number(asked["hub.lease_seconds"]);
      response.writeHead(isSubscription ? 200 : 422).end(isSubscription ? asked["hub.challenge"] : "");
    },
    take({ path: callback, body }, response) {
      const self = /<link [^>]*rel="self"[^>]*href="([^"]*)"/.exec(body.toString())?.[1];
      const isRight = callback === `/p/api/pshb.php?k=${key}` && self === pushing.url + path;
      if (hasUsers) response.writeHead(isRight ? 200 : 422).end(`Done: 1\n`);
      else response.writeHead(410).end("Nobody is subscribed to this feed anymore!");
    },
  });
  const pushing = await startPushingDaemon();
  const callback = reader.callback(`/p/api/pshb.php?k=${key}`);
  const form = {
    "hub.verify": "sync",
    "hub.mode": "subscribe",
    "hub.topic": pushing.url + path,
    "hub.callback": callback,
    "hub.lease_seconds": "864000",
  };
  expect((await pushing.ask(form)).status).toBe(202);
  await pushing.daemon.line("a subscriber of a feed: subscribed");
  expect(lease.seconds).toBe(864_000);
  pushing.publish();
  await reader.untilSent(1);
  hasUsers = false;
  pushing.publish();
  await pushing.daemon.line("a subscriber wants no more");
  expect(reader.sent).toHaveLength(2);
});

test("a hub elsewhere is named by the feeds as they are defined, and told once of each edition", async () => {
  const forms: URLSearchParams[] = [];
  const port = await freePort();
  const hub = createServer((request, response) => {
    void text(request).then((form) => {
      forms.push(new URLSearchParams(form));
      return response.writeHead(204).end();
    });
  });
  hub.listen(port, "127.0.0.1");
  await once(hub, "listening");
  onTestFinished(() => void hub.close());
  const address = `http://127.0.0.1:${port}/publish`;
  const pushing = await startPushingDaemon(address);
  const linked = async (of: string): Promise<boolean> =>
    (await fetch(pushing.url + of)).headers.get("link")?.includes(`<${address}>; rel="hub"`) === true;
  expect(await Promise.all([path, "/feeds/all/zh-hant/atom.xml", `${path}?limit=5`].map(linked))).toEqual([
    true,
    false,
    false,
  ]);
  expect((await fetch(`${pushing.url}/hub`)).status).toBe(404);
  // With the first article of a day, every feed closes the part of the day before.
  const first = pushing.publish();
  await expect.poll(() => pushing.daemon.text(path)).toContain(first);
  pushing.publish();
  const changed = ["all", "voa-zh"].flatMap((name) =>
    ["atom.xml", "feed.json", "rss.xml"].map((file) => `${pushing.url}/feeds/${name}/${file}`),
  );
  await expect.poll(() => new Set(forms.at(-1)?.getAll("hub.url"))).toEqual(new Set(changed));
  expect(forms.every((form) => form.get("hub.mode") === "publish")).toBe(true);
});
