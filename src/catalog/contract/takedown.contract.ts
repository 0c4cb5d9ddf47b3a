import { beforeEach, describe, expect, test } from "vitest";
import type { Catalog, Ruling } from "../catalog.ts";
import type { CatalogAccess } from "../open-catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "./example-file.ts";

const when = new Date("2024-05-17T03:20:00Z");
const takedown: Ruling = { type: "takedown", id: exampleId(1), when, reason: "a court said so" };
const restoration: Ruling = { type: "restoration", id: exampleId(1), when };
const file = exampleFile("a.txt", exampleCapture({}));

/** The promises of every engine on articles that are taken down. */
export function describeTakedowns(name: string, begin: () => CatalogAccess): void {
  describe(`${name} with takedowns`, () => {
    let access: CatalogAccess;
    let catalog: Catalog;
    beforeEach(async () => {
      access = begin();
      ({ catalog } = await access.write());
      return () => catalog.close();
    });

    const rule = (...rulings: readonly Ruling[]) => catalog.files.apply({ ingested: [], removed: [], rulings });
    const ingest = () => catalog.files.apply({ ingested: [file], removed: [] });
    const ids = (): Promise<string[]> => Array.fromAsync(catalog.articles.newest(), ({ id }) => id);

    const ledger = () => Array.fromAsync(access.ledgerLines());

    async function reopen(): Promise<void> {
      await catalog.close();
      ({ catalog } = await access.write());
    }

    /** Begins again with nothing but the ledger. */
    async function rebuild(): Promise<void> {
      const lines = await ledger();
      await catalog.close();
      access = begin();
      ({ catalog } = await access.write({ ledger: lines }));
    }

    test("an article taken down is in nothing that is derived, and stays so when its file is read again", async () => {
      await ingest();
      expect(await rule(takedown)).toMatchObject({ removed: 1, outletIds: new Set(["example"]) });
      expect(await ingest()).toMatchObject({ added: 0, unchanged: 1 });
      expect([
        await catalog.articles.find(exampleId(1)),
        await ids(),
        await catalog.articles.outlets(),
        await catalog.articles.days(),
      ]).toEqual([undefined, [], [], []]);
      expect((await catalog.files.find(["a.txt"])).get("a.txt")).toMatchObject({ published: true });
    });

    test("why an article is gone is told, to a reader of the catalog too", async () => {
      await ingest();
      await rule(takedown);
      const expected = { id: exampleId(1), takenDownAt: when, reason: "a court said so", outletId: "example" };
      expect(await catalog.state.takedowns(exampleId(1))).toEqual([expected]);
      const reader = await access.read();
      expect(await reader.state.takedowns()).toEqual([expected]);
      expect(await reader.state.takedowns(exampleId(2))).toEqual([]);
      await reader.close();
    });

    test("what is taken down before it is there never appears", async () => {
      await rule(takedown);
      expect(await ingest()).toMatchObject({ added: 0, outletIds: new Set() });
      expect((await catalog.state.takedowns(exampleId(1)))[0]).not.toHaveProperty("outletId");
    });

    test("a catalog built again from the ledger leaves it out", async () => {
      await ingest();
      await rule(takedown);
      await rebuild();
      await ingest();
      expect(await ids()).toEqual([]);
      expect((await catalog.state.takedowns(exampleId(1)))[0]?.outletId).toBe("example");
    });

    test("an article is brought back as it was", async () => {
      await ingest();
      const before = await catalog.articles.find(exampleId(1));
      await rule(takedown);
      await reopen();
      expect(await rule(restoration)).toMatchObject({ added: 1, outletIds: new Set(["example"]) });
      await reopen();
      expect(await catalog.articles.find(exampleId(1))).toEqual(before);
      expect(await catalog.state.takedowns()).toEqual([]);
    });

    test("a ruling that changes nothing leaves no trace", async () => {
      await ingest();
      await rule(takedown);
      const before = await ledger();
      expect(await rule(takedown, { ...restoration, id: exampleId(2) })).toMatchObject({ removed: 0, unchanged: 0 });
      expect(await ledger()).toEqual(before);
    });

    describe("an edited profile that gives a file's article another id", () => {
      const another = exampleFile("a.txt", exampleCapture({ id: exampleId(2) }), "profile 2");
      const renamed = { ...another, sha256: file.sha256 };

      test("leaves it taken down, after a rebuild too, until that is undone", async () => {
        await ingest();
        await rule(takedown);
        expect(await catalog.files.apply({ ingested: [renamed], removed: [] })).toMatchObject({ added: 0, removed: 0 });
        const [first] = await catalog.state.takedowns(exampleId(1));
        expect(await catalog.state.takedowns(exampleId(2))).toEqual([{ ...first, id: exampleId(2) }]);
        await rebuild();
        await catalog.files.apply({ ingested: [renamed], removed: [] });
        expect(await ids()).toEqual([]);
        expect(await rule({ ...restoration, id: exampleId(2) })).toMatchObject({ added: 1 });
        expect(await catalog.files.apply({ ingested: [renamed], removed: [] })).toMatchObject({ unchanged: 1 });
        expect(await ids()).toEqual([exampleId(2)]);
      });

      test("takes nothing down that was not", async () => {
        await ingest();
        expect(await catalog.files.apply({ ingested: [renamed], removed: [] })).toMatchObject({ added: 1, removed: 1 });
        expect(await catalog.state.takedowns()).toEqual([]);
      });

      test("says nothing of another article that is written over it", async () => {
        await ingest();
        await rule(takedown);
        await catalog.files.apply({ ingested: [another], removed: [] });
        expect(await ids()).toEqual([exampleId(2)]);
      });
    });

    test("its twin names it no longer", async () => {
      const twin = { id: exampleId(2), url: "https://gazette.example/2" };
      await catalog.files.apply({
        ingested: [
          exampleFile("b.txt", exampleCapture({ id: exampleId(2) })),
          exampleFile("a.txt", exampleCapture({ twin })),
        ],
        removed: [],
      });
      expect((await catalog.articles.find(exampleId(2)))?.twin?.id).toBe(exampleId(1));
      await rule(takedown);
      expect(await catalog.articles.find(exampleId(2))).not.toHaveProperty("twin");
    });

    test("its last capture tells what selected it, as long as a file gives one", async () => {
      expect(await catalog.state.takenDownArticle(exampleId(1))).toBeUndefined();
      await ingest();
      expect(await catalog.state.takenDownArticle(exampleId(1))).toBeUndefined();
      await rule(takedown);
      const later = exampleCapture({ text: "Second text.", section: "world", capturedAt: when });
      await catalog.files.apply({ ingested: [exampleFile("b.txt", later)], removed: [] });
      const { outletId, title, bodyHtml, authors, section, language, capturedAt } = later;
      const expected = { outletId, title, bodyHtml, authors, section, language, capturedAt };
      expect(await catalog.state.takenDownArticle(exampleId(1))).toEqual(expected);
      await reopen();
      expect(await catalog.state.takenDownArticle(exampleId(1))).toEqual(expected);
      await catalog.files.apply({ ingested: [], removed: ["a.txt", "b.txt"] });
      expect(await catalog.state.takenDownArticle(exampleId(1))).toBeUndefined();
    });

    test("takedowns are told the latest first, then by id", async () => {
      const early = new Date("2024-05-16T03:20:00Z");
      await rule({ ...takedown, id: exampleId(3) }, { ...takedown, when: early }, { ...takedown, id: exampleId(2) });
      const told = await catalog.state.takedowns();
      expect(told.map(({ id }) => id)).toEqual([exampleId(2), exampleId(3), exampleId(1)]);
    });
  });
}
