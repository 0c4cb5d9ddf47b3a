import { describe, expect, test } from "vitest";
import type { OpenedCatalog, WritingOptions } from "../catalog.ts";
import type { CatalogAccess } from "../open-catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "./example-file.ts";

const site = '{"type":"site","siteId":"10000000-0000-4000-8000-000000000001"}';
const takedown = `{"type":"takedown","id":"${exampleId(1)}","when":"2024-05-17T03:20:00Z","reason":"a court said so"}`;
const restoration = `{"type":"restoration","id":"${exampleId(1)}","when":"2024-05-18T03:20:00Z"}`;
const capture = [
  `{"type":"capture","id":"${exampleId(2)}","capturedAt":"2020-01-01T05:00:00Z",`,
  '"textHash":"t1","sha256":"s1","shownBytes":1300}',
].join("");
const later = '{"type":"ruling of a later feedmill"}';
const another = [site, takedown, restoration, takedown, capture, later, "half a li"];

const ledgerOf = (access: CatalogAccess): Promise<string[]> => Array.fromAsync(access.ledgerLines());

/** Opens a catalog for as long as `work` takes. */
async function withCatalog<T>(
  access: CatalogAccess,
  options: WritingOptions,
  work: (opened: OpenedCatalog) => Promise<T>,
): Promise<T> {
  const opened = await access.write(options);
  try {
    return await work(opened);
  } finally {
    await opened.catalog.close();
  }
}

/** The promises of every engine on the ledger of another catalog. */
export function describeLedger(name: string, begin: () => CatalogAccess): void {
  describe(`${name} with another's ledger`, () => {
    test("begins with it where there was none", async () => {
      const access = begin();
      expect([await access.exists(), await ledgerOf(access)]).toEqual([false, []]);
      await withCatalog(access, { ledger: another }, async ({ siteId, isNew, warnings, catalog }) => {
        expect({ siteId, isNew }).toEqual({ siteId: JSON.parse(site).siteId, isNew: false });
        expect(warnings).toHaveLength(2);
        expect(await catalog.state.takedowns()).toMatchObject([{ id: exampleId(1), reason: "a court said so" }]);
        const files = [1, 2].map((n) => exampleFile(`${n}.txt`, exampleCapture({ id: exampleId(n) })));
        expect(await catalog.files.apply({ ingested: files, removed: [] })).toMatchObject({ added: 1 });
        expect((await catalog.articles.find(exampleId(2)))?.firstCapturedAt).toEqual(new Date("2020-01-01T05:00:00Z"));
      });
      expect([await access.exists(), await ledgerOf(access)]).toEqual([true, another]);
    });

    test("adds it to its own, and leaves out what it has already", async () => {
      const access = begin();
      await withCatalog(access, {}, async ({ catalog }) => {
        const ingested = [exampleFile("1.txt", exampleCapture({}))];
        await catalog.files.apply({ ingested, removed: [] });
      });
      const own = await ledgerOf(access);
      await withCatalog(access, { ledger: another }, async ({ change }) =>
        expect(change).toMatchObject({ removed: 1 }),
      );
      const added = await ledgerOf(access);
      expect(added).toEqual([...own, ...another]);
      await withCatalog(access, { ledger: another.map((line) => `${line}\r`) }, async ({ change, siteId }) => {
        expect(change).toMatchObject({ added: 0, revised: 0, removed: 0 });
        expect(siteId).toBe(JSON.parse(site).siteId);
      });
      expect(await ledgerOf(access)).toEqual(added);
    });

    test("keeps what a crash left in it", async () => {
      const access = begin();
      const torn = ["\0\0\0", site];
      for (let times = 2; times > 0; times--) {
        await withCatalog(access, { ledger: torn }, async ({ siteId }) => expect(siteId).toBe(JSON.parse(site).siteId));
      }
      expect(await ledgerOf(access)).toEqual([expect.stringMatching(/^.{3}$/), site]);
    });
  });
}
