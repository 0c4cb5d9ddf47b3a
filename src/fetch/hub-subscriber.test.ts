import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { WebError } from "../lib/net/web-client.ts";
import { HubSubscriber } from "./hub-subscriber.ts";

const source = "https://outlet.example/feed";
const feed = { hub: "https://hub.example/", topic: "https://outlet.example/rss.xml" };
const DAY_MS = 86_400_000;

function idOf(form: URLSearchParams | undefined): string {
  return form?.get("hub.callback")?.split("/").at(-1) ?? "";
}

/** A subscriber, and the forms that it sent to a hub that answers so. */
function bench(status = 202) {
  const forms: URLSearchParams[] = [];
  const news: string[] = [];
  const changes: string[] = [];
  const clock = { ms: DAY_MS };
  const subscriber = new HubSubscriber({
    client: {
      request: async (url, request) => {
        if (status === 0) throw new WebError("No answer.");
        forms.push(new URLSearchParams(String(request?.body)));
        return { status, header: () => undefined, body: new Uint8Array(), url };
      },
    },
    callbackUrl: "https://mine.example/news",
    onNews: (url) => news.push(url),
    onChange: (_url, refusal = "granted") => changes.push(refusal),
    now: () => new Date(clock.ms),
  });
  const grant = (seconds: number, more: Readonly<Record<string, string>> = {}): string | undefined =>
    subscriber.confirm(
      idOf(forms.at(-1)),
      new URLSearchParams({
        "hub.mode": "subscribe",
        "hub.topic": feed.topic,
        "hub.challenge": "c",
        "hub.lease_seconds": String(seconds),
        ...more,
      }),
    );
  return { subscriber, forms, news, changes, clock, grant, id: () => idOf(forms.at(-1)) };
}

test("it subscribes once, with a secret and a callback that nobody can guess, and is pushed when the hub has asked back", async () => {
  const { subscriber, forms, grant } = bench();
  await subscriber.note(source, feed);
  await subscriber.note(source, feed);
  expect(forms).toHaveLength(1);
  expect(Object.fromEntries(forms[0] ?? [])).toEqual({
    "hub.mode": "subscribe",
    "hub.topic": feed.topic,
    "hub.callback": expect.stringMatching(/^https:\/\/mine\.example\/news\/[0-9a-f]{40}$/),
    "hub.secret": expect.stringMatching(/^[0-9a-f]{40}$/),
    "hub.lease_seconds": "864000",
  });
  expect(subscriber.isPushed(source)).toBe(false);
  expect(grant(86_400)).toBe("c");
  expect(subscriber.isPushed(source)).toBe(true);
});

test("what nobody meant is not confirmed", async () => {
  const { subscriber, grant } = bench();
  await subscriber.note(source, feed);
  expect(grant(86_400, { "hub.topic": "https://other.example/" })).toBeUndefined();
  expect(grant(86_400, { "hub.mode": "unsubscribe" })).toBeUndefined();
  expect(grant(0)).toBeUndefined();
  expect(subscriber.confirm("0".repeat(40), new URLSearchParams({ "hub.mode": "subscribe" }))).toBeUndefined();
  expect(subscriber.isPushed(source)).toBe(false);
});

test("only what is signed with its secret is news, and a subscription of before is gone", async () => {
  const { subscriber, forms, news, grant, id } = bench();
  await subscriber.note(source, feed);
  grant(86_400);
  const body = Buffer.from("<rss/>");
  const signed = (method: string, secret = forms[0]?.get("hub.secret") ?? ""): string =>
    `${method}=${createHmac(method, secret).update(body).digest("hex")}`;
  const wrong = [undefined, "", "sha256=", signed("sha256", "guess"), signed("md5"), signed("sha256").slice(0, -2)];
  expect(wrong.map((signature) => subscriber.take(id(), body, signature))).toEqual(wrong.map(() => true));
  expect(news).toEqual([]);
  for (const method of ["sha1", "sha256", "sha512"]) subscriber.take(id(), body, signed(method));
  expect(news).toEqual([source, source, source]);
  expect(subscriber.take("0".repeat(40), body, signed("sha256"))).toBe(false);
});

test("a lease is renewed under the same callback in its last day, and one that ended counts no more", async () => {
  const { subscriber, forms, clock, grant, id } = bench();
  await subscriber.note(source, feed);
  grant(3 * 86_400);
  const first = id();
  clock.ms += DAY_MS;
  await subscriber.note(source, feed);
  expect(forms).toHaveLength(1);
  clock.ms += 1.5 * DAY_MS;
  await subscriber.note(source, feed);
  expect([forms.length, id(), subscriber.isPushed(source)]).toEqual([2, first, true]);
  clock.ms += DAY_MS;
  expect(subscriber.isPushed(source)).toBe(false);
});

test("a hub that refuses, denies or does not answer leaves the source to be polled", async () => {
  const refusing = bench(403);
  await refusing.subscriber.note(source, feed);
  const dead = bench(0);
  await dead.subscriber.note(source, feed);
  const denying = bench();
  await denying.subscriber.note(source, feed);
  denying.grant(86_400);
  denying.grant(0, { "hub.mode": "denied" });
  expect([...refusing.changes, ...dead.changes, ...denying.changes]).toEqual([
    "It answers 403.",
    "No answer.",
    "granted",
    "The hub denies it.",
  ]);
  for (const { subscriber } of [refusing, dead, denying]) expect(subscriber.isPushed(source)).toBe(false);
});
