import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Catalog, CatalogChange, IngestedFile } from "../catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../catalog/contract/example-file.ts";
import type { CatalogAccess } from "../catalog/open-catalog.ts";
import { convertScript } from "../lib/text/convert-script.ts";
import { feedPath, parseAddress } from "../model/addresses.ts";
import { feedFormats, storiesFeedName } from "../model/feed.ts";
import { localeOf, type ChineseScript } from "../model/locale.ts";
import { site } from "../model/site.fixture.ts";
import { outletDefaults } from "../outlets/generic-outlet.ts";
import { createOutlets } from "../outlets/outlets.ts";
import { defineEdition } from "./edition.ts";
import { makeDocument } from "./make-document.ts";
import { entryRenderer, type EntryRenderer } from "./make-feed.ts";
import { Publisher } from "./publisher.ts";
import { once } from "./reported-stories.fixture.ts";

/** An article of the archive. */
interface Report {
  readonly outletId: string;
  readonly title: string;
  /** Hours after the beginning at which it was published. */
  readonly hours: number;
  /** Hours until it was captured once more, with another text. */
  readonly editedAfter?: number | undefined;
  /** It names the article of this number as its version in the other script, which may be none of the archive. */
  readonly twin?: number | undefined;
  readonly script: ChineseScript;
}

type Step =
  /** Files that are there, or there again, and files that are there no more. */
  | { readonly kind: "come"; readonly files: readonly number[] }
  | { readonly kind: "go"; readonly files: readonly number[] }
  | { readonly kind: "takedown"; readonly article: number }
  | { readonly kind: "restoration"; readonly article: number }
  | { readonly kind: "publish" }
  | { readonly kind: "ask"; readonly path: string }
  | { readonly kind: "restart" };

const begin = Date.UTC(2024, 4, 17);
const at = (hours: number): Date => new Date(begin + hours * 3_600_000);
const outletIds = ["one", "two", "three"];
const flood = "黔江水库垮坝三村撤离";
const floodInAnyScript = new RegExp(`${flood}|${convertScript(flood, "zh-Hant")}`);
const titles = [flood, `${flood}了`, "黔江水库垮坝原因", "大臣会晤工会代表", "工会代表说会晤无果"];
const MOST = 8;
const anyScript = fc.constantFrom<ChineseScript>("zh-Hans", "zh-Hant");

/** The feed of stories as it is made on demand: without a script of its own, and in each. */
const madePaths = ["feed.json?limit=40", "zh-hans/feed.json", "zh-hant/feed.json"].map(
  (path) => `/feeds/stories/${path}`,
);

/** Two that are a story by themselves. */
const anyStory = fc.tuple(anyScript, anyScript).map(([one, other]): readonly Report[] => [
  { outletId: "one", title: flood, hours: 0, script: one },
  { outletId: "two", title: flood, hours: 2, script: other },
]);

/** Those two, and what there may be beside them. */
const anyReports: fc.Arbitrary<readonly Report[]> = fc
  .tuple(
    anyStory,
    fc.array(
      fc.record({
        outletId: fc.constantFrom(...outletIds),
        title: fc.constantFrom(...titles),
        // Some at one time, some beyond the 72 hours of others.
        hours: fc.constantFrom(0, 2, 2.5, 30, 72, 73, 100),
        editedAfter: fc.option(fc.constantFrom(1, 40), { nil: undefined, freq: 3 }),
        twin: fc.option(fc.nat(MOST - 1), { nil: undefined, freq: 4 }),
        script: anyScript,
      }),
      { maxLength: MOST - 2 },
    ),
  )
  .map(([story, further]) => [...story, ...further.map((report) => asItsTwin(report, story))]);

/** A version of one of the two is that report: with another text, it would draw it into another story. */
function asItsTwin(report: Report, story: readonly Report[]): Report {
  const twin = story[report.twin ?? MOST];
  return twin ? { ...report, outletId: twin.outletId, title: twin.title } : report;
}

const someFiles = fc.array(fc.nat(2 * MOST), { minLength: 1, maxLength: 4 });
const anArticle = fc.nat(MOST - 1);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: someFiles.map((files): Step => ({ kind: "come", files })) },
  { weight: 3, arbitrary: someFiles.map((files): Step => ({ kind: "go", files })) },
  { weight: 1, arbitrary: anArticle.map((article): Step => ({ kind: "takedown", article })) },
  { weight: 1, arbitrary: anArticle.map((article): Step => ({ kind: "restoration", article })) },
  { weight: 3, arbitrary: fc.constantFrom<Step>({ kind: "publish" }, { kind: "restart" }) },
  { weight: 2, arbitrary: fc.constantFrom(...madePaths).map((path): Step => ({ kind: "ask", path })) },
);

/** The archive's files of some articles: one of each, and one more of those that were edited. */
function filesOf(reports: readonly Report[]): readonly IngestedFile[] {
  return reports.flatMap(({ outletId, title: words, hours, editedAfter, twin, script }, number) => {
    const title = script === "zh-Hant" ? convertScript(words, script) : words;
    const claims = {
      id: exampleId(number),
      outletId,
      outletName: `${outletId} 报`,
      canonicalUrl: `https://${outletId}.example/${number}`,
      title,
      language: script,
      publishedAt: at(hours),
      ...(twin !== undefined && twin !== number && { twin: { id: exampleId(twin), url: "https://two.example/twin" } }),
    };
    const first = exampleCapture({ ...claims, text: `${title}。`, capturedAt: at(hours + 1) });
    if (editedAfter === undefined) return [exampleFile(`${number}.txt`, first)];
    const edited = { ...claims, text: `${title}，详情。`, capturedAt: at(hours + 1 + editedAfter) };
    return [exampleFile(`${number}.txt`, first), exampleFile(`${number}-edited.txt`, exampleCapture(edited))];
  });
}

/** A daemon's catalog and its publisher, until it is restarted. */
class Mill {
  readonly #access: CatalogAccess;
  #catalog: Catalog;
  #publisher: Publisher;
  /** Keeps what it has rendered; absent where everything is rendered anew. */
  readonly #renderEntry: EntryRenderer | undefined;

  private constructor(access: CatalogAccess, catalog: Catalog, renderEntry: EntryRenderer | undefined) {
    this.#access = access;
    this.#renderEntry = renderEntry;
    this.#catalog = catalog;
    this.#publisher = publisherOf(catalog);
  }

  static async start(access: CatalogAccess, renderEntry?: EntryRenderer): Promise<Mill> {
    const { catalog } = await access.write();
    return new Mill(access, catalog, renderEntry);
  }

  async restart(): Promise<void> {
    await this.stop();
    ({ catalog: this.#catalog } = await this.#access.write());
    this.#publisher = publisherOf(this.#catalog);
  }

  async apply(change: Partial<CatalogChange>): Promise<void> {
    const applied = await this.#catalog.files.apply({ ingested: [], removed: [], ...change });
    this.#publisher.touch(applied.outletIds);
  }

  publish(): Promise<void> {
    return this.#publisher.publish();
  }

  /** A document that is made on demand. */
  async made(path: string): Promise<string | undefined> {
    const catalog = this.#catalog;
    const renderEntry = this.#renderEntry ?? newRenderer();
    const deps = { catalog, edition: await defineEdition(catalog, settings), renderEntry };
    const [address = "", query = ""] = path.split("?");
    const parsed = parseAddress(address, query, localeOf(site.language));
    const made = parsed && (await makeDocument(deps, parsed));
    return made?.kind === "document" ? Buffer.from(made.document.body).toString() : made?.kind;
  }

  /** The feed of stories in every format, with its entity tag, those of all that is published, and what is made on demand. */
  async published(): Promise<unknown> {
    await this.publish();
    const { documents } = this.#catalog;
    const stories = await Array.fromAsync(feedFormats, async (format) => {
      const document = await documents.find(feedPath(storiesFeedName, format));
      return document && { etag: document.etag, text: Buffer.from(document.body).toString() };
    });
    const made = await Array.fromAsync(madePaths, (path) => this.made(path));
    return { stories, tags: await documents.tags(), made };
  }

  stop(): Promise<void> {
    return this.#catalog.close();
  }
}

const outlets = createOutlets(
  outletIds.map((id) => ({ ...outletDefaults, id, name: `${id} 报`, hosts: [`${id}.example`] })),
);
if (!outlets.ok) throw new Error("the outlets are none");
const feeds = { custom: [once()], combined: { scripts: "both" } } as const;
const settings = { outlets: outlets.value, feeds, site, keepsVersions: false };

function newRenderer(): EntryRenderer {
  return entryRenderer(site, 1_000_000);
}

function publisherOf(catalog: Catalog): Publisher {
  return new Publisher({
    catalog,
    settings,
    version: "1",
    now: () => new Date("2024-05-24T00:00:00Z"),
    monotonicMs: () => 0,
    onPublished: () => undefined,
  });
}

const ruling = (type: "takedown" | "restoration", article: number) => ({
  type,
  id: exampleId(article),
  when: new Date(0),
});

async function take(mill: Mill, step: Step, files: readonly IngestedFile[]): Promise<void> {
  const meant = "files" in step ? files.filter((_, index) => step.files.includes(index)) : [];
  switch (step.kind) {
    case "come":
      return mill.apply({ ingested: meant });
    case "go":
      return mill.apply({ removed: meant.map(({ path }) => path) });
    case "takedown":
    case "restoration":
      return mill.apply({ rulings: [ruling(step.kind, step.article)] });
    case "publish":
      return mill.publish();
    case "ask":
      await mill.made(step.path);
      return undefined;
    case "restart":
      break;
  }
  return mill.restart();
}

/** Make the empty catalogs of a run. */
interface Engines {
  /** Of the engine that is tested: many changes are made to it. */
  readonly tested: () => CatalogAccess;
  /** Of the one that tells what is right: it takes all files in at once. */
  readonly expected: () => CatalogAccess;
}

/** The promise of every engine that its stories are a function of the files that are there in the end. */
export function testStoriesInAnyOrder(name: string, { tested, expected }: Engines, numRuns: number): void {
  test(`in whatever order reports come, go and return, the feed of stories has the same bytes and tags in the end (${name})`, async () => {
    const steps = fc.array(anyStep, { maxLength: 12 });
    const order = fc.infiniteStream(fc.nat());
    const property = fc.asyncProperty(anyReports, steps, order, async (reports, taken, places) => {
      const files = filesOf(reports);
      const [mill, atOnce] = [await Mill.start(tested(), newRenderer()), await Mill.start(expected())];
      try {
        for (const step of taken) await take(mill, step, files);
        await mill.apply({ rulings: reports.map((_, article) => ruling("restoration", article)) });
        const placed = files.map((file) => ({ file, place: places.next().value }));
        for (const { file } of placed.toSorted((a, b) => a.place - b.place)) await mill.apply({ ingested: [file] });
        await atOnce.apply({ ingested: files });
        const right = await atOnce.published();
        expect(right).toMatchObject({
          stories: feedFormats.map(() => ({ text: expect.stringMatching(floodInAnyScript) })),
        });
        expect(await mill.published()).toEqual(right);
      } finally {
        await mill.stop();
        await atOnce.stop();
      }
    });
    await fc.assert(property, { numRuns });
  });
}
