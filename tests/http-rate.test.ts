import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareDocument, type PreparedDocument } from "../src/http/documents/prepared-document.ts";
import { RateBudgets, type RateSettings } from "../src/http/rates/budgets.ts";
import { documents, lastModified, published, startServer, type Answer, type TestServer } from "./http-harness.ts";

const rate: RateSettings = { full: 600, bytes: 0, made: 1, trustedProxies: ["loopback"] };
const rss = "/feeds/all/rss.xml";
const etag = documents.find(({ path }) => path === rss)?.etag ?? "";
const result = prepareDocument(published("/search", "text/html; charset=utf-8", "<!doctype html>"));

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ rate, make: () => Promise.resolve({ kind: "document", document: result }) });
});
afterEach(() => server.stop());

interface Poll {
  readonly client?: string;
  readonly agent?: string;
  readonly path?: string;
  readonly known?: string;
}

/** A request that a proxy passes on. */
function poll({ client = "198.51.100.1", agent = "Reader/1", path = rss, known }: Poll = {}): Promise<Answer> {
  const headers = { "X-Forwarded-For": client, "User-Agent": agent };
  return server.get(path, known === undefined ? headers : { ...headers, "If-None-Match": known });
}

/** The statuses of as many requests, one after the other, and how often each came. */
async function statuses(count: number, request: () => Promise<Answer>): Promise<Record<number, number>> {
  const seen: Record<number, number> = {};
  for (let number = 0; number < count; number++) {
    const { status } = await request();
    seen[status] = (seen[status] ?? 0) + 1;
  }
  return seen;
}

/** A program that is sent a feed and lets two hours pass, in which nobody brings a validator back. */
async function letGo(times: number): Promise<void> {
  await statuses(times, poll);
  server.passSeconds(7200);
}

test("who has a feed sent again and again is asked to wait, and let in when the time has come", async () => {
  await letGo(20);
  expect(await statuses(12, poll)).toEqual({ 200: 10, 429: 2 });
  const refused = await poll();
  expect(refused.headers).toMatchObject({
    "retry-after": "600",
    "cache-control": "no-store",
    "access-control-allow-origin": "*",
  });
  expect(refused.headers.etag).toBeUndefined();
  expect(refused.body.length).toBeLessThan(2000);
  expect(refused.text).toContain('href="/policy/"');

  server.passSeconds(599.5);
  expect((await poll()).headers["retry-after"]).toBe("1");
  server.passSeconds(0.5);
  expect(await statuses(2, poll)).toEqual({ 200: 1, 429: 1 });
});

test("refused requests use up nothing, and are counted", async () => {
  await letGo(20);
  await statuses(100, poll);
  server.passSeconds(600);
  expect((await poll()).status).toBe(200);
  expect(server.counts.drain().answers).toContainEqual({ feed: "all", format: "rss", status: 429, requests: 90 });
});

test("who asks whether there is news may ask at any time", async () => {
  await letGo(20);
  await statuses(11, poll);
  expect(await statuses(500, () => poll({ known: etag }))).toEqual({ 304: 500 });
});

test("three hundred subscriptions at once are first ones, and a thousand more are not", async () => {
  expect(await statuses(300, poll)).toEqual({ 200: 300 });
  expect(await statuses(1000, poll)).toEqual({ 200: 711, 429: 289 });
});

test("feeds, programs behind one address, and addresses are counted apart", async () => {
  await letGo(20);
  expect(await statuses(11, poll)).toEqual({ 200: 10, 429: 1 });
  for (const other of [
    { client: "198.51.100.2" },
    { agent: "Reader/2" },
    { agent: "Feedly/1.0 (16 subscribers)" },
    { path: "/feeds/all/atom.xml" },
  ]) {
    expect(await poll(other)).toMatchObject({ status: 200 });
  }
});

test("clients of one IPv6 network are one", async () => {
  let number = 0;
  const ask = (): Promise<Answer> => poll({ client: `2001:db8:1:2::${(++number).toString(16)}` });
  await statuses(20, ask);
  server.passSeconds(7200);
  expect(await statuses(11, ask)).toEqual({ 200: 10, 429: 1 });
  expect((await poll({ client: "2001:db8:1:3::1" })).status).toBe(200);
});

test("what a client writes into X-Forwarded-For makes nobody else of it", async () => {
  let number = 0;
  const ask = (): Promise<Answer> => poll({ client: `192.0.2.${number++}, 198.51.100.1` });
  await statuses(20, ask);
  server.passSeconds(7200);
  expect(await statuses(11, ask)).toEqual({ 200: 10, 429: 1 });
});

test("whose address is not known is not refused", async () => {
  expect(await statuses(1200, () => server.get(rss))).toEqual({ 200: 1200 });
});

test("pages, pictures and lists that are kept ready are everybody's, as often as they like", async () => {
  for (const path of ["/", "/style.css", "/feeds.opml", "/healthz"]) {
    expect(Object.keys(await statuses(70, () => poll({ path })))).toEqual(["200"]);
  }
});

test("what has to be made is limited for each address, whatever is asked for and by whatever program", async () => {
  let number = 0;
  const ask = (): Promise<Answer> => poll({ path: `/search?q=${number}`, agent: `Program/${++number}` });
  expect(await statuses(61, ask)).toEqual({ 200: 60, 429: 1 });
  expect((await ask()).headers["retry-after"]).toBe("1");
  expect((await poll({ path: "/search?q=1", client: "198.51.100.2" })).status).toBe(200);
  server.passSeconds(1);
  expect((await ask()).status).toBe(200);
});

test("what was made before is sent to everybody behind an address", async () => {
  const keeping = await startServer({ rate, kept: () => result });
  const ask = (): Promise<Answer> => keeping.get("/feeds/all/zh-hant/rss.xml", { "X-Forwarded-For": "198.51.100.1" });
  expect(await statuses(300, ask)).toEqual({ 200: 300 });
  await keeping.stop();
});

test("an address gets so many bytes of feeds a second in the long run, by whatever programs", async () => {
  const feed = await server.get(rss);
  const limited = await startServer({ rate: { ...rate, bytes: feed.body.length } });
  let number = 0;
  const ask = (): Promise<Answer> =>
    limited.get(rss, { "X-Forwarded-For": "198.51.100.1", "User-Agent": `Program/${++number % 7}` });
  expect(await statuses(1002, ask)).toEqual({ 200: 1000, 429: 2 });
  expect((await ask()).headers["retry-after"]).toBe("1");
  limited.passSeconds(30);
  expect(await statuses(31, ask)).toEqual({ 200: 30, 429: 1 });
  await limited.stop();
});

// --- a simulated day ---

const DAY = 86_400;
/** The feed changes every twenty minutes. */
const NEWS = 1200;

function versionAt(second: number): PreparedDocument {
  const number = Math.floor(second / NEWS);
  const modified = new Date(lastModified.getTime() + number * NEWS * 1000).toUTCString();
  return { ...result, etag: `W/"${number}"`, opaqueTag: String(number), lastModified: modified };
}

/** A request of one program behind one address. */
function requestOf(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, { "x-forwarded-for": "198.51.100.1", "user-agent": "Reader/1", ...headers });
  return request;
}

/** Asks at its times all day long. Returns the seconds to wait of those requests that were not answered 304. */
class Reader {
  readonly waits: number[] = [];
  readonly served: number[] = [];
  #held: PreparedDocument | undefined;
  readonly #validator: (held: PreparedDocument) => Record<string, string>;

  constructor(validator: (held: PreparedDocument) => Record<string, string>) {
    this.#validator = validator;
  }

  ask(budgets: RateBudgets, now: number): number {
    const present = versionAt(now);
    const headers = this.#held === undefined ? {} : this.#validator(this.#held);
    const isKnown = headers["If-None-Match"] === present.etag || headers["If-Modified-Since"] === present.lastModified;
    const request = requestOf(
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    );
    if (isKnown) {
      budgets.noteHeld(request, present);
      return 0;
    }
    const wait = budgets.feedWait(request, present, 50_000);
    this.waits.push(wait);
    if (wait > 0) return wait;
    this.served.push(now);
    this.#held = present;
    return 0;
  }
}

interface Habit {
  readonly from: number;
  readonly every: number;
  readonly reader: Reader;
  /** Asks only in these hours of the day. */
  readonly awake?: readonly [from: number, to: number];
}

/** Lets everybody ask at their times, and again when they were told to. */
function liveThrough(seconds: number, habits: readonly Habit[]): void {
  let now = 0;
  const budgets = new RateBudgets({ ...rate, bytes: 1_000_000 }, () => now);
  const due = habits.map(({ from }) => from);
  for (now = Math.min(...due); now < seconds; now = Math.min(...due)) {
    for (const [index, { every, reader, awake = [0, 24] }] of habits.entries()) {
      if (due[index] !== now) continue;
      const hour = (now % DAY) / 3600;
      const wait = hour < awake[0] || hour >= awake[1] ? 0 : reader.ask(budgets, now);
      due[index] = now + (wait > 0 ? wait : every);
    }
  }
}

const byTag = ({ etag: tag }: PreparedDocument): Record<string, string> => ({ "If-None-Match": tag });
const byDate = ({ lastModified: date }: PreparedDocument): Record<string, string> => ({ "If-Modified-Since": date });

/** Honest readers of all habits: a third subscribes in one hour, the others through the day; some are away, or ask seldom. */
function honest(count: number): readonly Habit[] {
  return Array.from({ length: count }, (_, index) => ({
    from: index % 3 === 0 ? (index * 7) % 3600 : (index * 997) % (DAY / 2),
    every: [900, 1800, 3600, 3660, 7200, 14_400][index % 6] ?? 3600,
    reader: new Reader(index % 5 === 0 ? byDate : byTag),
    ...(index % 4 === 0 && { awake: [index % 12, (index % 12) + 12] as const }),
  }));
}

test.each([1, 30, 100, 300])("%i honest readers of one program behind one address are never refused", (count) => {
  const habits = honest(count);
  liveThrough(2 * DAY, habits);
  const refused = habits.flatMap(({ reader }) => reader.waits.filter((wait) => wait > 0));
  expect(refused).toEqual([]);
  expect(habits.filter(({ reader }) => reader.served.length < 2)).toEqual([]);
});

const oldest = { "If-None-Match": 'W/"0"' };
let invented = 0;

test.each<[string, (held: PreparedDocument) => Record<string, string>]>([
  ["no validator", () => ({})],
  ["the same old tag", () => oldest],
  ["tags that it makes up", () => ({ "If-None-Match": `W/"invented-${++invented}"` })],
  ["dates that it makes up", () => ({ "If-Modified-Since": new Date(++invented * 1000).toUTCString() })],
])("a program that re-downloads every minute with %s is held to the policy", (_, validator) => {
  const reader = new Reader(validator);
  liveThrough(DAY, [{ from: 0, every: 60, reader }]);
  expect(reader.served.filter((second) => second > DAY / 2).length).toBeLessThanOrEqual(DAY / 2 / rate.full + 1);
  expect(reader.served.length).toBeLessThan(300);
});

test("readers that keep their validators are served beside a program that re-downloads every minute", () => {
  const habits = honest(30).filter(({ from }) => from < 3600);
  const greedy = new Reader(() => ({}));
  liveThrough(DAY, [...habits, { from: 60, every: 60, reader: greedy }]);
  expect(habits.flatMap(({ reader }) => reader.waits.filter((wait) => wait > 0))).toEqual([]);
  expect(greedy.served.length).toBeLessThan(800);
});

test("of many clients the latest are remembered, and none is refused at first", () => {
  let now = 0;
  const budgets = new RateBudgets(rate, () => now);
  const request = requestOf({});
  const ask = (): number => budgets.feedWait(request, result, 1);
  for (let number = 0; number < 100_000; number++) {
    request.headers["x-forwarded-for"] = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
    expect(ask()).toBe(0);
  }
  for (let number = 0; number < 20; number++) expect(ask()).toBe(0);
  now = 7200;
  for (let number = 0; number < 10; number++) expect(ask()).toBe(0);
  expect(ask()).toBe(600);
  request.headers["x-forwarded-for"] = "10.0.0.0";
  for (let number = 0; number < 10; number++) expect(ask()).toBe(0);
});
