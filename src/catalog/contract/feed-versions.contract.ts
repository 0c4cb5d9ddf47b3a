import { beforeEach, describe, expect, test } from "vitest";
import type { Document } from "../../model/document.ts";
import type { HeldEntry } from "../../model/feed-version.ts";
import type { Catalog } from "../catalog.ts";

const bytes = Uint8Array.of(1);
const codings = { gzip: bytes, br: bytes, zstd: bytes };
const path = "/feeds/all/rss.xml";
const document: Document = { path, contentType: "application/rss+xml", body: bytes, links: [], maxAgeSeconds: 300 };
const entries: readonly HeldEntry[] = [
  { tag: "b", start: 100, end: 120 },
  { tag: "a", start: 121, end: 200 },
];

/** The promises of every engine on the versions of a feed's document. */
export function describeFeedVersions(name: string, openEmpty: () => Catalog): void {
  describe(`${name} as a keeper of versions of feeds`, () => {
    let catalog: Catalog;
    beforeEach(() => {
      catalog = openEmpty();
    });
    function put(etag: string, version: readonly HeldEntry[] | undefined = entries, of = document): void {
      catalog.putDocument(of, codings, etag, new Date(0), version);
    }

    test("a version comes back as it was put, under its tag and its document's path", () => {
      put('W/"1"');
      put('W/"2"', []);
      expect(catalog.feedVersion(path, 'W/"1"')).toEqual(entries);
      expect(catalog.feedVersion(path, 'W/"2"')).toEqual([]);
      expect(catalog.feedVersion(path, 'W/"3"')).toBeUndefined();
      expect(catalog.feedVersion("/feeds/all/atom.xml", 'W/"1"')).toBeUndefined();
    });

    test("the latest comes first, and a version that comes back is the latest", () => {
      for (const etag of ['W/"1"', 'W/"2"', 'W/"3"', 'W/"1"']) put(etag);
      expect(catalog.feedVersions(path)).toEqual(['W/"1"', 'W/"3"', 'W/"2"']);
    });

    test("the last hundred are known, of each document", () => {
      const other = { ...document, path: "/feeds/all/atom.xml" };
      put('W/"other"', entries, other);
      for (let number = 0; number <= 120; number++) put(`W/"${number}"`);
      const known = Array.from({ length: 100 }, (_, at) => `W/"${120 - at}"`);
      expect(catalog.feedVersions(path)).toEqual(known);
      expect(catalog.feedVersion(path, 'W/"20"')).toBeUndefined();
      expect(catalog.feedVersions(other.path)).toEqual(['W/"other"']);
    });

    test("a document that is put without a version has none any more", () => {
      put('W/"1"');
      catalog.putDocument(document, codings, 'W/"2"', new Date(0));
      expect(catalog.feedVersions(path)).toEqual([]);
    });

    test("a document takes its versions with it", () => {
      put('W/"1"');
      catalog.removeDocument(path);
      expect(catalog.feedVersions(path)).toEqual([]);
      expect(catalog.feedVersion(path, 'W/"1"')).toBeUndefined();
    });
  });
}
