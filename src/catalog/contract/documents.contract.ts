import { beforeEach, describe, expect, test } from "vitest";
import type { Document } from "../../model/document.ts";
import type { Catalog } from "../catalog.ts";

const document: Document = {
  path: "/feeds/all/rss.xml",
  contentType: "application/rss+xml; charset=utf-8",
  body: Uint8Array.of(1, 0, 255),
  links: [{ rel: "self", href: "https://feeds.example/feeds/all/rss.xml", type: "application/rss+xml" }],
  maxAgeSeconds: 300,
};
const codings = { gzip: Uint8Array.of(2), br: Uint8Array.of(3), zstd: Uint8Array.of(4) };
const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));

/** The promises of every engine on the documents it keeps. */
export function describeDocuments(name: string, openEmpty: () => Catalog): void {
  describe(`${name} as a keeper of documents`, () => {
    let catalog: Catalog;
    beforeEach(() => {
      catalog = openEmpty();
    });
    const put = (etag: string, now: Date): Date => catalog.putDocument(document, codings, etag, now).lastModified;

    test("a document comes back as it was put", () => {
      const published = catalog.putDocument(document, codings, 'W/"1"', new Date("2026-01-01T00:00:00.750Z"));
      expect(published).toEqual({ ...document, codings, etag: 'W/"1"', lastModified: at(0) });
      expect(catalog.document(document.path)).toEqual(published);
      expect(catalog.documentTags()).toEqual(new Map([[document.path, 'W/"1"']]));
    });

    test("a document that is not there is not found", () => {
      expect(catalog.document("/feeds/none/rss.xml")).toBeUndefined();
      catalog.removeDocument("/feeds/none/rss.xml");
      expect(catalog.documentTags().size).toBe(0);
    });

    test("lastModified stays with the tag", () => {
      put('W/"1"', at(0));
      expect(put('W/"1"', at(90))).toEqual(at(0));
    });

    test("two versions never share a second, whatever the clock does", () => {
      expect(put('W/"1"', at(10))).toEqual(at(10));
      expect(put('W/"2"', at(10))).toEqual(at(11));
      expect(put('W/"3"', at(2))).toEqual(at(12));
      expect(put('W/"1"', at(60))).toEqual(at(60));
    });

    test("lastModified does not go backwards over a removal", () => {
      put('W/"1"', at(10));
      catalog.removeDocument(document.path);
      expect(catalog.document(document.path)).toBeUndefined();
      expect(catalog.documentTags().size).toBe(0);
      expect(put('W/"2"', at(5))).toEqual(at(11));
      expect(catalog.document(document.path)?.lastModified).toEqual(at(11));
    });

    test("an edition comes back as it was put, and changes with its content, the version and news alone", () => {
      const edition = {
        site: { title: "T", publicUrl: "https://f.example", siteId: "u", language: "zh", maxAgeSeconds: 300 },
        definitions: [{ name: "all", title: "T", description: "", language: "zh", query: "茶" }],
        outlets: [],
        renamed: new Map([["constructor", "all"]]),
        gone: new Set(["b", "a"]),
      };
      const putAt = (
        now: Date,
        changes: { version?: string; isNews?: boolean; gone?: ReadonlySet<string> } = {},
      ): Date =>
        catalog.putEdition(
          { ...edition, ...(changes.gone && { gone: changes.gone }) },
          { version: "1", isNews: false, ...changes, now },
        );
      expect([catalog.edition(), catalog.editionChangedAt()]).toEqual([undefined, undefined]);
      expect(putAt(at(10))).toEqual(at(10));
      expect([catalog.edition(), catalog.editionChangedAt()]).toEqual([edition, at(10)]);
      expect(putAt(at(20), { gone: new Set(["a", "b"]) })).toEqual(at(10));
      expect(putAt(at(20), { isNews: true })).toEqual(at(20));
      expect(putAt(at(20), { version: "2" })).toEqual(at(21));
      expect(putAt(at(5), { version: "2", gone: new Set() })).toEqual(at(22));
    });

    test("what is written at once is kept as a whole or not at all", () => {
      const write = (tag: string): void => {
        catalog.putDocument(document, codings, tag, at(0));
        catalog.putDocument({ ...document, path: "/feeds/two/rss.xml" }, codings, tag, at(0));
      };
      catalog.atOnce(() => write('W/"1"'));
      const failing = (): void => {
        catalog.atOnce(() => {
          write('W/"2"');
          throw new Error("no more");
        });
      };
      expect(failing).toThrow("no more");
      expect([...catalog.documentTags().values()]).toEqual(['W/"1"', 'W/"1"']);
    });
  });
}
