import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { CatalogAwayError, type Catalog } from "../catalog/catalog.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { createLogger } from "../observe/logger.ts";
import { createOutlets, type Outlets } from "../outlets/outlets.ts";
import { idOfAddress } from "./article-ids.ts";
import { IngestService, type IngestNews } from "./ingest-service.ts";

const never = "0 0 1 1 *";
const logger = createLogger({ level: "error", format: "json" });

interface Place {
  readonly archive: string;
  readonly catalog: Catalog;
  readonly service: IngestService;
  /** Publishing, in order: `publish` and `meanwhile`, with the articles there were. */
  readonly published: string[];
  /** Resolves at the next news of a kind. */
  readonly next: (kind: IngestNews["kind"]) => Promise<void>;
}

function noOutlets(): Outlets {
  const outlets = createOutlets([]);
  if (!outlets.ok) throw new Error("no outlets do not go together");
  return outlets.value;
}

const urlOf = (number: number): string => `https://news.example/story/${number}`;

function write(archive: string, number: number): void {
  writeFileSync(
    join(archive, `${number}.txt`),
    `<!--1600000000000-->\n[Story](${urlOf(number)})\n------\n\n<p>Text.</p>`,
  );
}

/** A service over an archive of so many files, which reads them itself. */
async function place(files: number): Promise<Place> {
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  mkdirSync(archive);
  for (let number = 0; number < files; number++) write(archive, number);
  const { catalog } = await openCatalog({ data: join(directory, "data") }).write();
  const published: string[] = [];
  const waiting = new Map<string, () => void>();
  const note = async (what: string): Promise<void> => {
    const [outlet] = await catalog.articles.outlets();
    published.push(`${what} ${outlet?.articles ?? 0}`);
  };
  const service = new IngestService({
    catalog,
    roots: [archive],
    settings: { outlets: noOutlets(), keepsPruned: false, ignore: [], corrections: { join: [], forbid: [] } },
    scanEvery: never,
    readers: 0,
    publishing: {
      touch: () => undefined,
      publish: () => note("publish"),
      publishMeanwhile: () => note("meanwhile"),
      release: () => undefined,
      renew: () => undefined,
      doubt: () => undefined,
    },
    logger,
    tell: (news) => waiting.get(news.kind)?.(),
    onLoss: (error) => expect.fail(error.message),
  });
  onTestFinished(async () => {
    await service.stop();
    await catalog.close();
  });
  return {
    archive,
    catalog,
    service,
    published,
    next: (kind) => new Promise((resolve) => waiting.set(kind, resolve)),
  };
}

const takedown = (id: string): Parameters<IngestService["rule"]>[0] => ({ type: "takedown", id, when: new Date(0) });

test("a takedown takes effect while files are read, and is published before the rest of them", async () => {
  const { service, catalog, published, next } = await place(300);
  service.start();
  await next("applied");
  const id = idOfAddress(urlOf(0), noOutlets());
  expect(await service.rule(takedown(id), true)).toMatchObject({ kind: "done", title: "Story" });
  expect(published).toEqual(["meanwhile 256", "publish 255"]);
  await next("scan-ended");
  expect(await catalog.articles.find(id)).toBeUndefined();
  expect(published.at(-1)).toBe("publish 299");
});

test("a file that comes while the catalog is brought up to date is published before the rest of that", async () => {
  const { archive, service, catalog, published, next } = await place(1);
  // There is more to bring up to date until the file is published.
  vi.spyOn(catalog.state, "maintain").mockImplementation(async () => {
    await new Promise(setImmediate);
    return { left: published.includes("publish 2") ? 0 : 1, outletIds: new Set() };
  });
  service.start();
  await next("scan-ended");
  write(archive, 1);
  await vi.waitUntil(() => published.includes("publish 2"), { timeout: 4000 });
  expect(published).not.toContain("meanwhile 2");
});

test("bringing the catalog up to date goes on after a failure, with the next scan", async () => {
  const { service, catalog } = await place(1);
  const maintain = vi.spyOn(catalog.state, "maintain").mockRejectedValueOnce(new CatalogAwayError("it is away"));
  service.start();
  await expect.poll(() => maintain.mock.settledResults[1]?.type, { timeout: 10_000 }).toBe("fulfilled");
});

test("a ruling that changes nothing is told from one on an article that nobody knows", async () => {
  const { service, next } = await place(1);
  service.start();
  await next("scan-ended");
  const known = idOfAddress(urlOf(0), noOutlets());
  const unknown = idOfAddress(urlOf(9), noOutlets());
  expect((await service.rule({ type: "restoration", id: known, when: new Date(0) }, false)).kind).toBe("nothing-to-do");
  expect((await service.rule(takedown(unknown), true)).kind).toBe("unknown");
  expect(await service.rule(takedown(unknown), false)).toMatchObject({ kind: "done", outletIds: new Set() });
  expect((await service.rule(takedown(unknown), false)).kind).toBe("nothing-to-do");
});

test("losses that are accepted have been published when the promise resolves; more than were held stay", async () => {
  const { archive, service, catalog, published, next } = await place(40);
  service.start();
  await next("scan-ended");
  expect(await service.acceptDeletions()).toEqual({ held: 0, stillHeld: 0 });
  for (let number = 0; number < 30; number++) rmSync(join(archive, `${number}.txt`));
  await service.change({ outlets: noOutlets(), keepsPruned: false, ignore: [], corrections: { join: [], forbid: [] } });
  expect((await catalog.state.heldLosses())?.count).toBe(30);

  rmSync(join(archive, "30.txt"));
  expect(await service.acceptDeletions()).toMatchObject({ held: 30, stillHeld: 31 });
  expect(await service.acceptDeletions()).toMatchObject({ held: 31, stillHeld: 0, since: expect.any(String) });
  expect(published.at(-1)).toBe("publish 9");
});

test("work that is asked for while the service stops fails, and is not left waiting", async () => {
  const { service, next } = await place(300);
  service.start();
  await next("applied");
  const change = service
    .change({ outlets: noOutlets(), keepsPruned: false, ignore: [], corrections: { join: [], forbid: [] } })
    .catch(String);
  await service.stop();
  expect(await change).toContain("stopped");
});
