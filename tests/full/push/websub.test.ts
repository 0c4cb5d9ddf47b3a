import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { startSubscriber } from "../../../src/push/subscriber.fixture.ts";
import { startPushingDaemon, type PushingDaemon } from "./pushing-daemon.ts";

/* The cases that the W3C's suite has for hubs (https://websub.rocks/hub, 100 to 106), in every format and kind of feed. */

let pushing: PushingDaemon;
beforeAll(async () => {
  pushing = await startPushingDaemon();
});

/** The hub and the topic that a feed names in its header. */
async function discover(
  path: string,
): Promise<{ readonly hub: string; readonly topic: string; readonly type: string }> {
  const response = await fetch(pushing.url + path);
  const links = response.headers.get("link") ?? "";
  const linked = (rel: string): string => new RegExp(`<([^>]+)>; rel="${rel}"`).exec(links)?.[1] ?? "";
  const text = await response.text();
  expect(text).toContain(linked("hub"));
  return { hub: linked("hub"), topic: linked("self"), type: response.headers.get("content-type") ?? "" };
}

async function ask(hub: string, fields: Readonly<Record<string, string>>): Promise<number> {
  const response = await fetch(hub, { method: "POST", body: new URLSearchParams(fields) });
  await response.text();
  return response.status;
}

describe.each([
  "/feeds/all/rss.xml",
  "/feeds/all/atom.xml",
  "/feeds/all/feed.json",
  "/feeds/voa-zh/rss.xml",
  "/feeds/voa-zh/zh-hant/rss.xml",
  "/feeds/all/atom.xml?limit=5",
  "/search/feed.json?q=图书馆",
])("%s", (path) => {
  test("100, 101, 104, 105: a subscriber, whatever else it says, is verified and sent the whole feed with its type", async () => {
    await using reader = await startSubscriber();
    const { hub, topic, type } = await discover(path);
    const fields = { "hub.mode": "subscribe", "hub.topic": topic, "hub.callback": reader.callback() };
    expect(await ask(hub, { ...fields, "hub.verify": "async", foo: "bar" })).toBe(202);
    const [asked] = await reader.untilAsked(1);
    expect(asked).toMatchObject({ "hub.mode": "subscribe", "hub.topic": topic, "hub.lease_seconds": "864000" });
    await pushing.daemon.line("a subscriber of a feed: subscribed");
    const title = pushing.publish();
    const [sent] = await reader.untilSent(1);
    expect(sent?.headers).toMatchObject({ "content-type": type, link: `<${hub}>; rel="hub", <${topic}>; rel="self"` });
    const body = sent?.body.toString() ?? "";
    expect([body.includes(title), body === (await (await fetch(topic)).text())]).toEqual([true, true]);
  });

  test("102, 103, 106: a lease is renewed, deliveries are signed, and an unsubscription ends them", async () => {
    await using reader = await startSubscriber();
    await using other = await startSubscriber();
    const { hub, topic } = await discover(path);
    const fields = { "hub.mode": "subscribe", "hub.topic": topic, "hub.callback": reader.callback() };
    for (const secret of ["first", "second"]) {
      await ask(hub, { ...fields, "hub.secret": secret, "hub.lease_seconds": "86400" });
      await pushing.daemon.line("a subscriber of a feed: subscribed");
    }
    await ask(hub, { ...fields, "hub.callback": other.callback() });
    await pushing.daemon.line("a subscriber of a feed: subscribed");
    pushing.publish();
    const [sent] = await reader.untilSent(1);
    const hash = createHmac("sha256", "second").update(sent?.body ?? "");
    expect(sent?.headers["x-hub-signature"]).toBe(`sha256=${hash.digest("hex")}`);
    await other.untilSent(1);
    await ask(hub, { ...fields, "hub.mode": "unsubscribe" });
    await pushing.daemon.line("a subscriber of a feed: unsubscribed");
    pushing.publish();
    await other.untilSent(2);
    expect(reader.sent).toHaveLength(1);
  });
});

test("what the hub does not take it refuses with a sentence", async () => {
  const topic = `${pushing.url}/feeds/all/rss.xml`;
  const callback = "https://reader.example/";
  const fields = { "hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback };
  const wrong: readonly (readonly [Readonly<Record<string, string>>, number, string])[] = [
    [{ "hub.mode": "publish" }, 400, "knows by itself"],
    [{ "hub.topic": "https://elsewhere.example/feed" }, 404, "no feed of this site"],
    [{ "hub.topic": `${pushing.url}/feeds/nothing/rss.xml` }, 404, "no feed of this site"],
    [{ "hub.topic": `${pushing.url}/feeds/all/` }, 404, "no feed of this site"],
    [{ "hub.topic": `${topic}?limit=50` }, 404, topic],
    [{ "hub.callback": "http://169.254.169.254/" }, 403, "public internet"],
    [{ "hub.callback": `${pushing.url}/hub` }, 403, "this server"],
    [{ "hub.callback": "http://reader.example:25/" }, 403, "below 1024"],
  ];
  for (const [field, status, sentence] of wrong) {
    const answer = await pushing.ask({ ...fields, ...field });
    expect([field, answer.status, answer.text]).toEqual([field, status, expect.stringContaining(sentence)]);
  }
  const get = await fetch(`${pushing.url}/hub`);
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  const json = await fetch(`${pushing.url}/hub`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(json.status).toBe(415);
  const long = await fetch(`${pushing.url}/hub`, {
    method: "POST",
    body: new URLSearchParams({ x: "x".repeat(20_000) }),
  });
  expect(long.status).toBe(413);
});
