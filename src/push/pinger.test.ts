import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { WebClient } from "../lib/net/web-client.ts";
import { Pinger } from "./pinger.ts";

const topics = ["https://f.example/feeds/all/rss.xml", "https://f.example/feeds/all/atom.xml"];

/** A hub that answers with these statuses in turn, and a pinger for it. */
async function bench(...statuses: readonly number[]) {
  const forms: string[] = [];
  const answers = [...statuses];
  let onAsked: (() => void) | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    forms.push(await text(request));
    onAsked?.();
    response.writeHead(answers.shift() ?? 204).end();
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address === null || typeof address === "string" ? 0 : address.port;
  const client = new WebClient({ userAgent: "test", isAllowed: () => true });
  const pings: string[] = [];
  let more = Promise.withResolvers<void>();
  const pinger = new Pinger({
    hub: `http://127.0.0.1:${port}/`,
    client,
    onPing(count, failure = "taken") {
      pings.push(`${count} ${failure}`);
      more.resolve();
      more = Promise.withResolvers();
    },
    // The first retry comes at once.
    random: () => -2,
  });
  onTestFinished(async () => {
    pinger.stop();
    await client.close();
    server.close();
  });
  const until = async (count: number): Promise<readonly string[]> => {
    while (pings.length < count) await more.promise;
    return pings;
  };
  return { pinger, pings, client, forms, until, whenAsked: (then: () => void) => (onAsked = then) };
}

test("an edition is one ping, which names each feed that changed", async () => {
  const { pinger, forms, until } = await bench();
  pinger.tell(topics);
  expect(await until(1)).toEqual(["2 taken"]);
  const [first = "", second = ""] = topics.map(encodeURIComponent);
  expect(forms).toEqual([`hub.mode=publish&hub.url=${first}&hub.url=${second}`]);
  pinger.tell([]);
  expect(forms).toHaveLength(1);
});

test("editions that come while a ping is under way are told with the next one", async () => {
  const { pinger, forms, until, whenAsked } = await bench();
  whenAsked(() => {
    if (forms.length > 1) return;
    for (const topic of topics) pinger.tell([topic]);
  });
  pinger.tell(["https://f.example/feeds/voa-zh/rss.xml"]);
  expect(await until(2)).toEqual(["1 taken", "2 taken"]);
});

test("a ping that the hub does not take is sent again, with what came meanwhile", async () => {
  const { pinger, until, whenAsked } = await bench(503);
  const [first = "", second = ""] = topics;
  whenAsked(() => pinger.tell([second]));
  pinger.tell([first]);
  expect((await until(2)).slice(0, 2)).toEqual(["1 The hub answers 503.", "2 taken"]);
});

test("one that is stopped while a ping is under way sends no other", async () => {
  const { pinger, pings, client, forms, whenAsked } = await bench(503);
  const asked = new Promise<void>((resolve) => whenAsked(resolve));
  pinger.tell(topics);
  await asked;
  pinger.stop();
  pinger.tell(topics);
  // It waits for the answer, which the pinger hears of a turn later.
  await client.close();
  await new Promise(setImmediate);
  expect([forms.length, pings]).toEqual([1, []]);
});
