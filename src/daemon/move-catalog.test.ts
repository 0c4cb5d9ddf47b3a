import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Catalog } from "../catalog/catalog.ts";
import { publicationOf } from "../catalog/contract/documents.contract.ts";
import { exampleCapture, exampleFile, exampleId, exampleProblem } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { moveCatalog } from "./move-catalog.ts";

const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
const codings = { gzip: Uint8Array.of(2), br: Uint8Array.of(3), zstd: Uint8Array.of(4) };
const documentAt = (path: string) => ({
  document: { path, contentType: "text/plain", body: Uint8Array.of(1), links: [], maxAgeSeconds: 300 },
  codings,
});

/** Everything that a catalog tells, but for the order in which files came. */
async function contentsOf({ articles, files, documents, state }: Catalog): Promise<unknown> {
  const paths = [...(await documents.tags()).keys()].toSorted();
  return {
    articles: await Array.fromAsync(articles.newest()),
    outlets: await articles.outlets(),
    files: (await Array.fromAsync(files.outcomes())).flat(),
    problems: await files.problems(),
    flaws: await files.flaws(),
    documents: await Array.fromAsync(paths, (path) => documents.find(path)),
    edition: await documents.edition(),
    takedowns: await state.takedowns(),
    held: await state.heldLosses(),
  };
}

test("a catalog that is moved tells what it told before, and cannot be opened where it was", async () => {
  const directory = temporaryDirectory();
  const [from, to] = [{ data: join(directory, "one") }, { data: join(directory, "two") }];
  const { catalog, siteId } = await openCatalog(from).write();
  await catalog.files.apply({
    ingested: [
      exampleFile("a.txt", exampleCapture({})),
      exampleFile("b.txt", exampleCapture({ id: exampleId(2), outletId: "other" })),
      exampleFile("c.txt", exampleCapture({ id: exampleId(3) })),
      exampleProblem("d.txt"),
    ],
    removed: [],
  });
  const corrected = exampleCapture({ text: "Second text.", capturedAt: at(1) });
  await catalog.files.apply({
    ingested: [exampleFile("a.txt", corrected)],
    removed: [],
    rulings: [{ type: "takedown", id: exampleId(3), when: at(5), reason: "a court" }],
  });
  await catalog.state.setHeldLosses({ count: 3, since: at(9) });
  const feed = documentAt("/feed");
  await catalog.documents.publish(
    publicationOf({ documents: [{ ...feed, etag: "1", version: [{ tag: "a", start: 0, end: 1 }] }], now: at(10) }),
  );
  await catalog.documents.publish(
    publicationOf({
      documents: [
        { ...feed, etag: "2", version: [] },
        { ...documentAt("/page"), etag: "p" },
        { ...documentAt("/gone"), etag: "g" },
      ],
      now: at(20),
    }),
  );
  await catalog.documents.publish(publicationOf({ removed: ["/gone"], now: at(30) }));
  const before = await contentsOf(catalog);
  await catalog.close();

  const progress: number[] = [];
  const moved = await moveCatalog({ from, to, version: "1", onProgress: (done, total) => progress.push(done, total) });
  expect(moved).toMatchObject({ articles: 2, documents: 2 });
  expect(progress).toEqual([4, 4]);
  const opened = await openCatalog(to).write();
  expect([opened.siteId, opened.isNew, opened.warnings]).toEqual([siteId, false, []]);
  expect(await contentsOf(opened.catalog)).toEqual(before);
  await opened.catalog.close();
  expect(moved.keptAs.map((path) => existsSync(path))).toEqual([true, true]);
  expect(readFileSync(join(to.data, "ledger.jsonl"), "utf8")).toBe(readFileSync(moved.keptAs[0] ?? "", "utf8"));
  expect(await openCatalog(from).exists()).toBe(false);
  await expect(moveCatalog({ from: to, to, version: "1", onProgress: () => undefined })).rejects.toThrow(
    "move them away",
  );
});
