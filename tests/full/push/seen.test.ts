import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { startSubscriber } from "../../../src/push/subscriber.fixture.ts";
import { send } from "../../http-harness.ts";
import { parseExposition } from "../../prometheus-text.ts";
import { root } from "../../root.ts";
import { startPushingDaemon } from "./pushing-daemon.ts";

test("who subscribed, what was delivered and what failed is seen by the operator, and no secret is", async () => {
  await using reader = await startSubscriber();
  await using failing = await startSubscriber({ take: (_sent, response) => response.writeHead(500).end("PRIVATE") });
  const pushing = await startPushingDaemon();
  const topic = `${pushing.url}/search/rss.xml?q=%E5%9B%BE%E4%B9%A6%E9%A6%86`;
  const fields = { "hub.mode": "subscribe", "hub.topic": topic, "hub.secret": "SECRET" };
  for (const callback of [reader.callback(), failing.callback()]) {
    await pushing.ask({ ...fields, "hub.callback": callback });
    await pushing.daemon.line("a subscriber of a feed: subscribed");
  }
  pushing.publish();
  await reader.untilSent(1);
  await pushing.daemon.line("a subscriber was not reached: It answers 500.");

  const port = pushing.daemon.adminPort;
  const get = async (path: string): Promise<string> => (await send({ port, path })).text;
  const counts = { topic, subscriptions: 2, waiting: 1, failing: 1 };
  await expect
    .poll(async () => JSON.parse(await get("/status.json")).push)
    .toEqual({ hub: `${pushing.url}/hub`, topics: [counts], deliveries: { delivered: 1, failed: 1, gone: 0 } });

  const { samples } = parseExposition(await get("/metrics"));
  const pushed = samples
    .filter(({ name }) => name.startsWith("feedmill_push_") && !name.includes("_age_"))
    .map(({ name, labels, value }) => [name.slice("feedmill_push_".length), { ...labels }, value]);
  const feed = { feed: "search", format: "rss" };
  expect(pushed).toEqual([
    ["subscriptions", feed, 2],
    ["waiting_subscriptions", feed, 1],
    ["failing_subscriptions", feed, 1],
    ["deliveries_total", { ...feed, result: expect.any(String) }, 1],
    ["deliveries_total", { ...feed, result: expect.any(String) }, 1],
    ["pings_total", { result: "taken" }, 0],
    ["pings_total", { result: "failed" }, 0],
  ]);
  expect(samples.find(({ name }) => name === "feedmill_push_delivery_age_seconds_count")?.value).toBe(1);
  expect(await get("/subscriptions")).toContain(`<code translate="no">${topic.replaceAll("&", "&amp;")}</code>`);

  const ask = (...args: readonly string[]): string =>
    spawnSync(process.execPath, ["src/main.ts", ...args, "--data", pushing.data], { cwd: root, encoding: "utf8" })
      .stdout;
  expect(ask("status")).toMatch(/^push .*2 subscriptions to 1 feed, 1 waiting, 1 failing; .* 1 delivered, 1 failed$/m);
  const listed = ask("subscribers");
  expect(listed).toContain(reader.callback());
  expect(listed).toMatch(/1 failure: It answers 500\.$/m);
  const json = ask("subscribers", "--json");
  expect(JSON.parse(json)).toMatchObject([
    { topic, isSigned: true },
    { topic, isSigned: true },
  ]);
  expect(`${listed}${json}${await get("/status.json")}${await get("/subscriptions")}`).not.toMatch(/SECRET|PRIVATE/);
});
