import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { Catalog } from "../src/catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../src/catalog/contract/example-file.ts";
import { openCatalog } from "../src/catalog/open-catalog.ts";
import { temporaryDirectory } from "../src/lib/fs/temporary-directory.fixture.ts";
import { Publisher } from "../src/publish/publisher.ts";
import { feedPath } from "../src/model/addresses.ts";
import { feedFormats, type FeedFormat } from "../src/model/feed.ts";
import { outletDefaults } from "../src/outlets/generic-outlet.ts";
import { createOutlets } from "../src/outlets/outlets.ts";
import { makeDelta, type Delta } from "../src/publish/delta.ts";
import { DeltaClient, entriesIn } from "./delta-client.ts";
import { brokenRules } from "./feed-rules.ts";
import { site } from "./render-cases.ts";

const outlets = createOutlets(
  ["one", "two"].map((id) => ({ ...outletDefaults, id, name: id, hosts: [`${id}.example`] })),
);
if (!outlets.ok) throw new Error("These outlets cannot contradict each other.");
const tea = { id: "tea", title: "茶", query: "茶", limit: 4, scripts: "both", isHidden: false, formerly: [] } as const;
const names = ["all", "one", "two", "tea"];

async function writableIn(data: string): Promise<Catalog> {
  return (await openCatalog({ data }).write()).catalog;
}

/** A catalog and what publishes from it, as long as a directory is there. */
class Mill {
  catalog: Catalog;
  readonly #directory: string;
  #publisher: Publisher;
  #hour = 0;

  private constructor(directory: string, catalog: Catalog) {
    this.#directory = directory;
    this.catalog = catalog;
    this.#publisher = this.#newPublisher(true, true);
  }

  static async build(): Promise<Mill> {
    const directory = temporaryDirectory();
    return new Mill(directory, await writableIn(directory));
  }

  async remove(): Promise<void> {
    await this.catalog.close();
  }

  #newPublisher(keepsVersions: boolean, attribution: boolean): Publisher {
    const feeds = { custom: [tea], combined: { scripts: "both" as const } };
    const of = { ...site, attribution };
    const rest = { version: "1", now: () => new Date(0), monotonicMs: () => 0, onPublished: () => undefined };
    if (!outlets.ok) throw new Error("checked above");
    const settings = { outlets: outlets.value, feeds, site: of, keepsVersions };
    return new Publisher({ catalog: this.catalog, settings, ...rest });
  }

  async publish(): Promise<void> {
    this.#publisher.touch(["one", "two"]);
    await this.#publisher.publish();
  }

  /** An article is captured, or captured once more with another text. Even numbers are of the first outlet. */
  async capture(number: number, word = "茶"): Promise<void> {
    this.#hour += 5;
    const outletId = number % 2 === 0 ? "one" : "two";
    const capturedAt = new Date(Date.UTC(2024, 0, 1, this.#hour));
    const said = {
      id: exampleId(number),
      outletId,
      outletName: outletId,
      canonicalUrl: `https://${outletId}.example/${number}`,
      // Unlike all others, so that no two report one event.
      title: `title${number}`,
    };
    const capture = exampleCapture({
      ...said,
      capturedAt,
      publishedAt: new Date(Date.UTC(2024)),
      text: `${word} ${this.#hour}`,
    });
    await this.catalog.files.apply({ ingested: [exampleFile(`${number}.txt`, capture)], removed: [] });
  }

  async drop(number: number): Promise<void> {
    await this.catalog.files.apply({ ingested: [], removed: [`${number}.txt`] });
  }

  async rule(type: "takedown" | "restoration", number: number): Promise<void> {
    const when = new Date(Date.UTC(2024, 0, 1, this.#hour));
    await this.catalog.files.apply({ ingested: [], removed: [], rulings: [{ type, id: exampleId(number), when }] });
  }

  /** What is served under the same catalog by another process, or under other settings. */
  async restart({ keepsVersions = true, attribution = true } = {}): Promise<void> {
    await this.catalog.close();
    this.catalog = await writableIn(this.#directory);
    this.#publisher = this.#newPublisher(keepsVersions, attribution);
  }

  async document(path: string): Promise<{ readonly text: string; readonly etag: string }> {
    const document = await this.catalog.documents.find(path);
    if (document === undefined) throw new Error(`nothing is published at ${path}`);
    return { text: Buffer.from(document.body).toString(), etag: document.etag };
  }

  async delta(path: string, since: string): Promise<Delta | undefined> {
    const made = await makeDelta(this.catalog, { kind: "delta", path, since });
    return made.kind === "document" ? made.document : undefined;
  }
}

let mill: Mill;
beforeEach(async () => {
  mill = await Mill.build();
  return () => mill.remove();
});

/** Has a client look again, and compares what it has with the feed in full. Returns the ids of the delta, if it was sent one. */
async function poll(client: DeltaClient, path: string): Promise<readonly string[] | undefined> {
  const full = await mill.document(path);
  const delta =
    client.etag === undefined || client.etag === full.etag ? undefined : await mill.delta(path, client.etag);
  const text = delta === undefined ? full.text : Buffer.from(delta.body).toString();
  expect(delta === undefined ? [] : brokenRules(delta, site)).toEqual([]);
  expect([delta?.etag ?? full.etag, delta?.deltaBase ?? client.etag]).toEqual([full.etag, client.etag]);
  client.take(text, full.etag);
  const published = entriesIn(full.text, client.format);
  for (const [id, entry] of published) expect(client.known.get(id)).toBe(entry);
  if (delta === undefined) return undefined;
  const sent = [...entriesIn(text, client.format).keys()];
  expect(sent).toEqual([...published.keys()].filter((id) => sent.includes(id)));
  return sent;
}

describe.each(feedFormats)("in %s", (format) => {
  const path = feedPath("all", format);

  async function subscribed(): Promise<DeltaClient> {
    for (const number of [1, 2, 3, 4]) await mill.capture(number);
    await mill.publish();
    const client = new DeltaClient(format);
    await poll(client, path);
    return client;
  }

  test("a delta holds what is new and what was corrected, the newest first, under the head of the feed", async () => {
    const client = await subscribed();
    const since = client.etag ?? "";
    await mill.capture(2);
    await mill.capture(5);
    await mill.publish();
    expect(await poll(client, path)).toEqual([5, 2].map(exampleId));

    const { body } = (await mill.delta(path, since)) ?? { body: new Uint8Array() };
    const marks = { rss: ["<item>", "</item>"], atom: ["<entry", "</entry>"], json: ['{"id"', "}\n]"] }[format];
    const around = (text: string): readonly string[] => [
      text.slice(0, text.indexOf(marks[0] ?? "")),
      text.slice(text.lastIndexOf(marks[1] ?? "")),
    ];
    expect(around(Buffer.from(body).toString())).toEqual(around((await mill.document(path)).text));
  });

  test("an entry that is gone is in no delta, and the whole feed tells of it where nothing else is new", async () => {
    const client = await subscribed();
    const since = client.etag ?? "";
    await mill.drop(1);
    await mill.publish();
    expect(await mill.delta(path, since)).toBeUndefined();
    await mill.capture(6);
    await mill.publish();
    expect(await poll(client, path)).toEqual([exampleId(6)]);
    expect(Buffer.from((await mill.delta(path, since))?.body ?? []).toString()).not.toContain(exampleId(1));
  });

  test("a takedown is news: the delta holds the entry that says so, and nothing of the article", async () => {
    await mill.capture(5, "旧闻");
    const client = await subscribed();
    const since = client.etag ?? "";
    await mill.rule("takedown", 5);
    await mill.publish();
    expect(await poll(client, path)).toEqual([exampleId(5)]);
    const text = Buffer.from((await mill.delta(path, since))?.body ?? []).toString();
    expect(text).toContain("本文已撤回");
    expect(text).not.toContain("旧闻");
    expect(text.includes(`<at:deleted-entry ref="${exampleId(5)}"`)).toBe(format === "atom");
  });

  test("a version without the articles of now has no delta, and neither has the present one", async () => {
    const client = await subscribed();
    for (const number of [1, 2, 3, 4]) await mill.capture(number);
    await mill.publish();
    expect(await mill.delta(path, client.etag ?? "")).toBeUndefined();
    expect(await mill.delta(path, (await mill.document(path)).etag)).toBeUndefined();
    expect(await mill.delta(path, 'W/"unknown"')).toBeUndefined();
  });

  test("under a setting that changes every entry, every entry is sent", async () => {
    const client = await subscribed();
    await mill.restart({ attribution: false });
    await mill.publish();
    expect((await mill.document(path)).etag).not.toBe(client.etag);
    expect(await poll(client, path)).toBeUndefined();
  });

  test("switched off, no version is known; switched on, the present one is", async () => {
    const client = await subscribed();
    await mill.restart({ keepsVersions: false });
    await mill.publish();
    expect((await mill.catalog.documents.find(path))?.versions).toEqual([]);
    await mill.restart();
    await mill.publish();
    expect((await mill.catalog.documents.find(path))?.versions).toEqual([client.etag]);
  });
});

test("a delta can begin at any of the last hundred versions, after a restart too", async () => {
  const path = feedPath("all", "rss");
  const tags: string[] = [];
  for (let number = 0; number < 103; number++) {
    await mill.capture(number);
    await mill.publish();
    tags.push((await mill.document(path)).etag);
  }
  await mill.restart();
  await mill.publish();
  const begins = async (since = ""): Promise<number> =>
    entriesIn(Buffer.from((await mill.delta(path, since))?.body ?? []).toString(), "rss").size;
  // What the feed holds is cut at fifty, and more than the last fifty articles are all of it.
  expect([await begins(tags[101]), await begins(tags[100]), await begins(tags[60])]).toEqual([1, 2, 42]);
  expect(await mill.catalog.documents.version(path, tags[3] ?? "")).toBeDefined();
  expect(await mill.catalog.documents.version(path, tags[2] ?? "")).toBeUndefined();
});

test("nothing but feeds has versions", async () => {
  await mill.capture(1);
  await mill.publish();
  const paths = [...(await mill.catalog.documents.tags()).keys()];
  const versions = await Array.fromAsync(paths, async (path) => (await mill.catalog.documents.find(path))?.versions);
  const having = paths.filter((_path, at) => versions[at]?.length !== 0);
  expect(having.toSorted()).toEqual(
    names.flatMap((name) => feedFormats.map((format) => feedPath(name, format))).toSorted(),
  );
});

const number = fc.integer({ min: 0, max: 8 });
const anyChange = fc.oneof(
  fc.record({ kind: fc.constant("capture" as const), number, word: fc.constantFrom("茶", "咖啡") }),
  fc.record({ kind: fc.constantFrom("remove" as const, "takedown" as const, "restoration" as const), number }),
  fc.record({ kind: fc.constant("restart" as const), attribution: fc.boolean() }),
);
/** Changes that are published at once, and who looks at them. */
const anyTurn = fc.record({
  changes: fc.array(anyChange, { minLength: 1, maxLength: 3 }),
  polling: fc.subarray([0, 1, 2]),
});

test("whatever happens, a client that takes over deltas by id has what the feed has", async () => {
  let deltas = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyTurn, { minLength: 2, maxLength: 12 }),
      fc.constantFrom(...names),
      async (turns, name) => {
        const before = mill;
        mill = await Mill.build();
        try {
          for (const each of [0, 1, 2, 3, 4]) await mill.capture(each);
          await mill.publish();
          const clients = feedFormats.flatMap((format: FeedFormat) =>
            [0, 1, 2].map((lazy) => ({ lazy, client: new DeltaClient(format) })),
          );
          for (const { changes, polling } of turns) {
            for (const change of changes) {
              if (change.kind === "capture") await mill.capture(change.number, change.word);
              else if (change.kind === "remove") await mill.drop(change.number);
              else if (change.kind === "restart") await mill.restart(change);
              else await mill.rule(change.kind, change.number);
            }
            await mill.publish();
            for (const { client } of clients.filter(({ lazy }) => polling.includes(lazy))) {
              const delta = await poll(client, feedPath(name, client.format));
              if (delta !== undefined) deltas += 1;
            }
          }
        } finally {
          await mill.remove();
          mill = before;
        }
      },
    ),
    { numRuns: 15 },
  );
  expect(deltas).toBeGreaterThan(20);
}, 120_000);
