import { createHmac } from "node:crypto";
import { createServer } from "node:net";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { WebClient, type WebClientOptions } from "../lib/net/web-client.ts";
import { Hub, type HubDeps } from "./hub.ts";
import { startSubscriber } from "./subscriber.fixture.ts";
import { Subscriptions } from "./subscriptions.ts";
import type { FoundTopic } from "./topics.ts";

const topic = "https://f.example/feeds/all/rss.xml";

interface Bench {
  readonly hub: Hub;
  readonly store: Subscriptions;
  /** What there is at each address. */
  readonly topics: Map<string, FoundTopic>;
  /** Resolves with what becomes of the next subscriptions. */
  readonly changes: (count: number) => Promise<readonly string[]>;
  /** Resolves with the results of the next deliveries. */
  readonly results: (count: number) => Promise<readonly string[]>;
  readonly publish: (text: string) => Promise<void>;
  readonly subscribe: (callback: string, more?: Readonly<Record<string, string>>) => ReturnType<Hub["ask"]>;
}

interface Surroundings extends Partial<HubDeps> {
  readonly web?: Partial<WebClientOptions>;
}

function documentOf(text: string, isReady = true): FoundTopic {
  const document = { tag: `W/"${text}"`, contentType: "application/rss+xml; charset=utf-8", isReady };
  return { kind: "topic", document: { ...document, body: new TextEncoder().encode(text) } };
}

const isAllowed = (address: string): boolean => address === "127.0.0.1";

function bench({ web, ...deps }: Surroundings = {}): Bench {
  const client = new WebClient({ userAgent: "test", followsRedirects: false, connections: 8, isAllowed, ...web });
  const store = deps.store ?? Subscriptions.open(temporaryDirectory());
  const topics = new Map([[topic, documentOf("first")]]);
  const changes = new Log();
  const results = new Log();
  const hub = new Hub({
    url: "https://f.example/hub",
    ownUrls: ["https://f.example"],
    isAllowed,
    store,
    client,
    findTopic: async (asked) => topics.get(asked) ?? { kind: "none" },
    onReport: ({ result }) => results.add(result.kind),
    onIdle: () => undefined,
    onChange: (what) => changes.add(what),
    now: () => new Date(),
    random: () => 0.5,
    ...deps,
  });
  onTestFinished(async () => {
    await hub.stop();
    await client.close();
    store.close();
  });
  return {
    hub,
    store,
    topics,
    changes: (count) => changes.until(count),
    results: (count) => results.until(count),
    publish(text) {
      topics.set(topic, documentOf(text));
      return hub.deliverNews((changed) => changed === topic);
    },
    subscribe: (callback, more = {}) => hub.ask({ client: "192.0.2.1", form: formOf(callback, more) }),
  };
}

/** What happened, to be waited for. */
class Log {
  readonly #entries: string[] = [];
  #more = Promise.withResolvers<void>();

  add(entry: string): void {
    this.#entries.push(entry);
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }

  async until(count: number): Promise<readonly string[]> {
    while (this.#entries.length < count) await this.#more.promise;
    return this.#entries;
  }
}

function formOf(callback: string, more: Readonly<Record<string, string>>): string {
  const fields = { "hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback, ...more };
  return new URLSearchParams(fields).toString();
}

test("a subscriber that repeats the challenge is sent each new version whole, signed with its secret", async () => {
  await using reader = await startSubscriber();
  const { subscribe, changes, publish } = bench();
  const callback = reader.callback("/call?k=a%20b");
  expect((await subscribe(callback, { "hub.secret": "秘密", "hub.lease_seconds": "100000" })).status).toBe(202);
  await changes(1);
  const [asked] = reader.asked;
  expect(asked).toEqual({
    k: "a b",
    "hub.mode": "subscribe",
    "hub.topic": topic,
    "hub.challenge": expect.stringMatching(/^[\w-]{43}$/),
    "hub.lease_seconds": "100000",
  });
  await publish("新闻");
  const [sent] = await reader.untilSent(1);
  expect([sent?.path, sent?.body.toString()]).toEqual(["/call?k=a%20b", "新闻"]);
  expect(sent?.headers).toMatchObject({
    "content-type": "application/rss+xml; charset=utf-8",
    link: `<https://f.example/hub>; rel="hub", <${topic}>; rel="self"`,
    "x-hub-signature": `sha256=${createHmac("sha256", "秘密").update("新闻").digest("hex")}`,
  });
});

test("a request that the callback does not confirm is forgotten, whatever it answers", async () => {
  const refusals = [
    startSubscriber({ confirm: (_asked, response) => response.end("no challenge") }),
    startSubscriber({ confirm: (asked, response) => response.end(`${asked["hub.challenge"]} and more`) }),
    startSubscriber({ confirm: (asked, response) => response.writeHead(404).end(asked["hub.challenge"]) }),
    startSubscriber({ confirm: (_asked, response) => response.destroy() }),
    startSubscriber({ confirm: (_asked, response) => response.end("x".repeat(100_000)) }),
  ];
  const { subscribe, changes, store } = bench({ web: { maxBytes: 1000 } });
  for (const starting of refusals) await subscribe((await starting).callback());
  expect(new Set(await changes(refusals.length))).toEqual(new Set(["unconfirmed"]));
  expect(store.all()).toEqual([]);
  for (const started of refusals) await (await started)[Symbol.asyncDispose]();
});

test("an unsubscription is confirmed like a subscription, and a renewal takes the new secret", async () => {
  await using reader = await startSubscriber();
  const { subscribe, changes, publish, store } = bench();
  await subscribe(reader.callback(), { "hub.secret": "old" });
  await changes(1);
  await subscribe(reader.callback(), { "hub.secret": "new" });
  await changes(2);
  await publish("second");
  const [sent] = await reader.untilSent(1);
  expect(sent?.headers["x-hub-signature"]).toBe(`sha256=${createHmac("sha256", "new").update("second").digest("hex")}`);
  await subscribe(reader.callback(), { "hub.mode": "unsubscribe" });
  expect(await changes(3)).toEqual(["subscribed", "subscribed", "unsubscribed"]);
  expect(store.all()).toEqual([]);
  expect(reader.asked.at(-1)).toMatchObject({ "hub.mode": "unsubscribe", "hub.topic": topic });
});

test("only a feed at its own address is a topic", async () => {
  const { subscribe, topics } = bench();
  topics.set("https://f.example/feeds/all/rss.xml?x=1", { kind: "elsewhere", topic });
  topics.set("https://f.example/feeds/old/rss.xml", { kind: "gone" });
  topics.set("https://f.example/search/rss.xml?q=a", { kind: "not-now" });
  const paths = ["/feeds/all/rss.xml?x=1", "/feeds/old/rss.xml", "/search/rss.xml?q=a", "/nothing"];
  const answers = await Promise.all(
    paths.map((path) => subscribe("https://reader.example/", { "hub.topic": `https://f.example${path}` })),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 503, 404]);
  expect(answers[0]?.message).toContain(topic);
});

test("there are limits for a topic, a callback host, a client, selections, and all", async () => {
  const reader = await startSubscriber();
  onTestFinished(() => reader[Symbol.asyncDispose]());
  const other = "https://f.example/feeds/all/rss.xml?limit=5";
  const roomy = { total: 9, topic: 9, host: 9, client: 9, madeTopics: 9 };
  const statusWith = async (limit: Partial<typeof roomy>, second: string): Promise<number> => {
    const { subscribe, topics, changes } = bench({ limits: { ...roomy, ...limit } });
    topics.set(other, documentOf("made", false));
    topics.set(`${other}5`, documentOf("made", false));
    await subscribe(reader.callback("/1"), { "hub.topic": limit.madeTopics === undefined ? topic : other });
    await changes(1);
    return (await subscribe(reader.callback("/2"), { "hub.topic": second })).status;
  };
  expect([
    await statusWith({}, topic),
    await statusWith({ total: 1 }, topic),
    await statusWith({ topic: 1 }, topic),
    await statusWith({ topic: 1 }, other),
    await statusWith({ host: 1 }, other),
    await statusWith({ client: 1 }, other),
    await statusWith({ madeTopics: 1 }, `${other}5`),
    await statusWith({ madeTopics: 1 }, topic),
  ]).toEqual([202, 503, 503, 202, 403, 403, 503, 202]);
});

test("too many requests that wait are refused, and one of the same callback takes the place of another", async () => {
  const silent = await startSubscriber({ confirm: () => undefined });
  const { subscribe, changes } = bench();
  const answers = Array.from({ length: 110 }, (_, number) => subscribe(silent.callback(`/${number}`)));
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  // Four are under way to a host, and a hundred may wait.
  expect(statuses.indexOf(429)).toBe(104);
  expect((await subscribe(silent.callback("/103"))).status).toBe(202);
  await silent[Symbol.asyncDispose]();
  expect((await changes(104)).every((change) => change === "unconfirmed")).toBe(true);
});

/** Counts connections, and ends them. */
async function trap(): Promise<{ readonly port: number; readonly connections: () => number }> {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: address === null || typeof address === "string" ? 0 : address.port, connections: () => connections };
}

test("nothing connects to a private address, however it is written, named or led to", async () => {
  const { port, connections } = await trap();
  const web = { isAllowed: (address: string) => address === "127.0.0.2", resolve: async () => ["127.0.0.1"] };
  const { subscribe, changes, store } = bench({ ...web, web });
  const literals = ["127.0.0.1", "[::1]", "169.254.169.254", "[::ffff:10.0.0.1]", "0x7f.1", "[::ffff:127.0.0.1]"];
  const refused = await Promise.all(literals.map((host) => subscribe(`http://${host}:${port}/`)));
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([403]));
  expect((await subscribe(`http://inside.example:${port}/`)).status).toBe(202);
  expect(await changes(1)).toEqual(["unconfirmed"]);
  expect([store.total(), connections()]).toEqual([0, 0]);
});

test("a name that leads elsewhere after it was verified, and a redirect, connect to nothing", async () => {
  const { port, connections } = await trap();
  const reader = await startSubscriber(
    {
      take: (_sent, response) => response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end(),
    },
    "127.0.0.2",
  );
  onTestFinished(() => reader[Symbol.asyncDispose]());
  const lookups = [["127.0.0.2"], ["127.0.0.1"]];
  const web = {
    isAllowed: (address: string) => address === "127.0.0.2",
    resolve: async (hostname: string) => (hostname === "turning.example" ? (lookups.shift() ?? []) : [hostname]),
    // A connection that is kept is to the address that was checked.
    timeoutMs: 5000,
  };
  const { subscribe, changes, publish, results, store } = bench({ ...web, web });
  await subscribe(`http://turning.example:${reader.port}/`);
  await subscribe(reader.callback("/redirects"));
  await changes(2);
  await publish("second");
  expect(await results(2)).toEqual(["failed", "failed"]);
  expect(connections()).toBe(0);
  for (const { failure } of store.all()) expect(failure).toMatch(/It answers 307|no public address/);
});

test("a subscriber that answers 410 is forgotten, and one that answers nothing is tried again later", async () => {
  await using gone = await startSubscriber({ take: (_sent, response) => response.writeHead(410).end() });
  await using silent = await startSubscriber({ take: () => undefined });
  const { subscribe, changes, publish, results, store } = bench({ web: { timeoutMs: 200 } });
  for (const reader of [gone, silent]) await subscribe(reader.callback());
  await changes(2);
  await publish("second");
  expect((await results(2)).toSorted()).toEqual(["failed", "gone"]);
  expect(store.all()).toMatchObject([
    { callback: silent.callback(), failures: 1, failure: expect.stringContaining("0.2 s") },
  ]);
});

test("who was not sent the newest version before the end is sent it by the next hub on the same data", async () => {
  const data = temporaryDirectory();
  await using reader = await startSubscriber();
  const first = bench({ store: Subscriptions.open(data) });
  await first.subscribe(reader.callback());
  await first.changes(1);
  const second = bench({ store: Subscriptions.open(data) });
  second.topics.set(topic, documentOf("published meanwhile"));
  await second.hub.deliverNews();
  expect((await reader.untilSent(1))[0]?.body.toString()).toBe("published meanwhile");
  await second.results(1);
  // What it has it is not sent again.
  const third = bench({ store: Subscriptions.open(data) });
  third.topics.set(topic, documentOf("published meanwhile"));
  await third.hub.deliverNews();
  await third.publish("the last");
  await third.results(1);
  expect(reader.sent.map(({ body }) => body.toString())).toEqual(["published meanwhile", "the last"]);
});

test("subscribers of a feed that is no more are told, once", async () => {
  await using reader = await startSubscriber();
  const { subscribe, changes, topics, hub, store } = bench();
  await subscribe(reader.callback());
  await changes(1);
  topics.set(topic, { kind: "gone" });
  await hub.deliverNews();
  const asked = await reader.untilAsked(2);
  expect(asked[1]).toMatchObject({ "hub.mode": "denied", "hub.topic": topic });
  expect(asked[1]).toHaveProperty(["hub.reason"]);
  await hub.deliverNews();
  expect([store.total(), reader.asked.length]).toEqual([0, 2]);
});
