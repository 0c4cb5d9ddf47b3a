import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Catalog } from "../catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { parseAddress } from "../model/addresses.ts";
import type { Capture } from "../model/article.ts";
import type { CustomFeed, FeedSettings } from "../model/custom-feed.ts";
import type { Made } from "../model/document.ts";
import { site } from "../model/site.fixture.ts";
import { outletDefaults } from "../outlets/generic-outlet.ts";
import { createOutlets } from "../outlets/outlets.ts";
import { defineEdition } from "./edition.ts";
import { makeDocument, type MakeDeps } from "./make-document.ts";
import { entryRenderer } from "./make-feed.ts";
import { readyDocuments } from "./ready-documents.ts";

const begin = Date.UTC(2024, 4, 17);

/** So many hours after the first report. */
export function at(hours: number): Date {
  return new Date(begin + hours * 3_600_000);
}

export const flood = "黔江水库垮坝三村撤离";

/** An outlet's report, captured an hour after it was published. */
export function report(number: number, outletId: string, hours: number, title: string, body = `${title}。`): Capture {
  return exampleCapture({
    id: exampleId(number),
    outletId,
    outletName: `${outletId} 报`,
    canonicalUrl: `https://${outletId}.example/${number}`,
    title,
    text: body,
    publishedAt: at(hours),
    capturedAt: at(hours + 1),
  });
}

function twinOf({ id, canonicalUrl: url }: Capture): Pick<Capture, "twin"> {
  return { twin: { id, url } };
}

/** One report in both scripts. */
export function reportTwice(simplified: Capture, traditional: Capture): readonly Capture[] {
  return [
    { ...simplified, ...twinOf(traditional) },
    { ...traditional, language: "zh-Hant", ...twinOf(simplified) },
  ];
}

/** Of the outlets. */
const timeZones = { one: "Asia/Shanghai", two: "Europe/Paris", three: "America/New_York" };

/** An item of a JSON Feed. */
export interface Item {
  readonly id: string;
  readonly title: string;
  readonly language: string;
  readonly url: string;
  readonly content_html: string;
  readonly date_published: string;
  readonly date_modified: string;
  readonly attachments?: readonly unknown[];
  readonly _story: unknown;
  readonly _related: { readonly links: readonly { readonly url: string }[] };
}

/** A catalog of three outlets' reports, with what is published of it. */
export class ReportedStories {
  readonly catalog: Catalog;
  readonly #data: string;
  /** It keeps what it has rendered, as it does in a daemon. */
  readonly #renderEntry = entryRenderer(site, 1_000_000);
  #settings: FeedSettings = { custom: [], combined: { scripts: "both" } };

  private constructor(catalog: Catalog, data: string) {
    this.catalog = catalog;
    this.#data = data;
  }

  /** An empty one, for one test. */
  static async open(data: string = temporaryDirectory()): Promise<ReportedStories> {
    const { catalog } = await openCatalog({ data }).write();
    onTestFinished(() => catalog.close());
    return new ReportedStories(catalog, data);
  }

  /** Another one, of which there is the ledger alone. */
  async ofLedger(): Promise<ReportedStories> {
    const data = temporaryDirectory();
    copyFileSync(join(this.#data, "ledger.jsonl"), join(data, "ledger.jsonl"));
    return ReportedStories.open(data);
  }

  set(settings: Partial<FeedSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
  }

  async ingest(...captures: readonly Capture[]): Promise<void> {
    const ingested = captures.map((capture) => exampleFile(`${capture.id}.txt`, capture));
    await this.catalog.files.apply({ ingested, removed: [] });
  }

  /** Takes the article of a number down. */
  async takeDown(number: number, when: Date): Promise<void> {
    const rulings = [{ type: "takedown", id: exampleId(number), when } as const];
    await this.catalog.files.apply({ ingested: [], removed: [], rulings });
  }

  /** A document, ready or on demand, as text; undefined where there is none. */
  async documentAt(path: string, signal?: AbortSignal): Promise<string | undefined> {
    for await (const ready of readyDocuments(await this.deps())) {
      if (ready.path === path) return Buffer.from(ready.body).toString();
    }
    const made = await this.madeAt(path, signal);
    return made.kind === "document" ? Buffer.from(made.document.body).toString() : undefined;
  }

  /** What is made on demand. */
  async madeAt(path: string, signal?: AbortSignal): Promise<Made> {
    const [address = "", query = ""] = path.split("?");
    const parsed = parseAddress(address, query, "zh-Hans");
    const deps = { ...(await this.deps()), ...(signal && { signal }) };
    return parsed ? await makeDocument(deps, parsed) : { kind: "none" };
  }

  async itemsOf(path: string): Promise<readonly Item[]> {
    const { items }: { items: readonly Item[] } = JSON.parse((await this.documentAt(path)) ?? '{"items":[]}');
    return items;
  }

  async deps(): Promise<MakeDeps & Parameters<typeof readyDocuments>[0]> {
    const { catalog } = this;
    const outlets = createOutlets(
      Object.entries(timeZones).map(([id, timeZone]) => ({
        ...outletDefaults,
        id,
        name: `${id} 报`,
        hosts: [`${id}.example`],
        timeZone,
      })),
    );
    if (!outlets.ok) throw new Error("the outlets are none");
    const edition = await defineEdition(catalog, { outlets: outlets.value, feeds: this.#settings, site });
    return { catalog, edition, renderEntry: this.#renderEntry, assets: [] };
  }
}

/** The feed `mine`, which shows each story once. */
export function once(changes: Partial<CustomFeed> = {}): CustomFeed {
  return { id: "mine", title: "我的", scripts: "main", isHidden: false, formerly: [], stories: "once", ...changes };
}
