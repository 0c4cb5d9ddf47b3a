import { beforeEach, describe, expect, test } from "vitest";
import type { Document } from "../../model/document.ts";
import type { Edition } from "../../model/edition.ts";
import type { HeldEntry } from "../../model/feed-version.ts";
import type { Catalog, NewDocument, Publication } from "../catalog.ts";

const document: Document = {
  path: "/feeds/all/rss.xml",
  contentType: "application/rss+xml; charset=utf-8",
  body: Uint8Array.of(1, 0, 255),
  links: [{ rel: "self", href: "https://feeds.example/feeds/all/rss.xml", type: "application/rss+xml" }],
  maxAgeSeconds: 300,
};
const { path } = document;
const codings = { gzip: Uint8Array.of(2), br: Uint8Array.of(3), zstd: Uint8Array.of(4) };
const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
const edition: Edition = {
  site: {
    title: "集报",
    publicUrl: "https://feeds.example",
    siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
    language: "zh-Hans",
    maxAgeSeconds: 300,
  },
  definitions: [],
  outlets: [],
  renamed: new Map([["old", "all"]]),
  gone: new Set(["b", "a"]),
};
const entries: readonly HeldEntry[] = [
  { tag: "b", start: 100, end: 120 },
  { tag: "a", start: 121, end: 200 },
];

/** A publication of nothing, for tests that publish one thing. */
export function publicationOf(said: Partial<Publication>): Publication {
  return { documents: [], removed: [], edition, version: "1", isNews: false, now: at(0), ...said };
}

/** The promises of every engine on the documents it keeps. */
export function describeDocuments(name: string, openEmpty: () => Promise<Catalog>): void {
  describe(`${name} as a keeper of documents`, () => {
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await openEmpty();
    });
    const publish = (said: Partial<Publication>): Promise<Date> => catalog.documents.publish(publicationOf(said));

    test("a document comes back as it was published", async () => {
      const now = new Date("2026-01-01T00:00:00.750Z");
      await publish({ documents: [{ document, codings, etag: 'W/"1"' }], now });
      const found = await catalog.documents.find(path);
      expect(found).toEqual({ ...document, codings, etag: 'W/"1"', lastModified: at(0), versions: [] });
      expect(await catalog.documents.tags()).toEqual(new Map([[path, 'W/"1"']]));
    });

    test("a document that is not there is not found", async () => {
      expect(await catalog.documents.find("/feeds/none/rss.xml")).toBeUndefined();
      await publish({ removed: ["/feeds/none/rss.xml"] });
      expect(await catalog.documents.tags()).toEqual(new Map());
    });

    test("lastModified grows with the tag, and stays with it", async () => {
      const times = [
        ['W/"1"', 10],
        ['W/"1"', 90],
        ['W/"2"', 10],
        ['W/"3"', 2],
        ['W/"1"', 60],
      ] as const;
      const modified = await Array.fromAsync(times, async ([etag, seconds]) => {
        await publish({ documents: [{ document, codings, etag }], now: at(seconds) });
        return (await catalog.documents.find(path))?.lastModified;
      });
      expect(modified).toEqual([at(10), at(10), at(11), at(12), at(60)]);
    });

    test("lastModified does not go backwards over a removal", async () => {
      await publish({ documents: [{ document, codings, etag: 'W/"1"' }], now: at(10) });
      await publish({ removed: [path] });
      expect(await catalog.documents.find(path)).toBeUndefined();
      expect((await catalog.documents.tags()).size).toBe(0);
      await publish({ documents: [{ document, codings, etag: 'W/"2"' }], now: at(5) });
      expect((await catalog.documents.find(path))?.lastModified).toEqual(at(11));
    });

    test("a publication is kept as a whole or not at all", async () => {
      const of = (etag: string): readonly NewDocument[] => [{ document, codings, etag }];
      await publish({ documents: of('W/"1"') });
      const bad = { document: { ...document, path: "/two" }, codings: { ...codings, br: undefined }, etag: 'W/"2"' };
      // @ts-expect-error A document without a coding cannot be kept.
      await expect(publish({ documents: [...of('W/"2"'), bad] })).rejects.toThrow(/./);
      expect([...(await catalog.documents.tags())]).toEqual([[path, 'W/"1"']]);
    });

    test("an edition comes back as it was published, with the time of its last change", async () => {
      expect(await catalog.documents.edition()).toBeUndefined();
      const times = [
        await publish({ now: at(10) }),
        await publish({ now: at(20) }),
        await publish({ now: at(20), isNews: true }),
        await publish({ now: at(20), edition: { ...edition, renamed: new Map() } }),
        await publish({ now: at(30), edition: { ...edition, renamed: new Map() }, version: "2" }),
      ];
      expect(times).toEqual([at(10), at(10), at(20), at(21), at(30)]);
      const kept = { edition: { ...edition, renamed: new Map() }, changedAt: at(30) };
      expect(await catalog.documents.edition()).toEqual(kept);
    });
  });

  describe(`${name} as a keeper of versions of feeds`, () => {
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await openEmpty();
    });
    async function put(
      etag: string,
      version: readonly HeldEntry[] | undefined = entries,
      of = document,
    ): Promise<void> {
      const documents = [{ document: of, codings, etag, ...(version && { version }) }];
      await catalog.documents.publish(publicationOf({ documents }));
    }

    const versions = async (of: string): Promise<readonly string[] | undefined> =>
      (await catalog.documents.find(of))?.versions;

    test("a version comes back as it was put, under its tag and its document's path", async () => {
      await put('W/"1"');
      await put('W/"2"', []);
      expect(await catalog.documents.version(path, 'W/"1"')).toEqual(entries);
      expect(await catalog.documents.version(path, 'W/"2"')).toEqual([]);
      expect(await catalog.documents.version(path, 'W/"3"')).toBeUndefined();
      expect(await catalog.documents.version("/feeds/all/atom.xml", 'W/"1"')).toBeUndefined();
    });

    test("the latest comes first, and a version that comes back is the latest", async () => {
      for (const etag of ['W/"1"', 'W/"2"', 'W/"3"', 'W/"1"']) await put(etag);
      expect(await versions(path)).toEqual(['W/"1"', 'W/"3"', 'W/"2"']);
    });

    test("the last hundred are known, of each document", async () => {
      const other = { ...document, path: "/feeds/all/atom.xml" };
      await put('W/"other"', entries, other);
      for (let number = 0; number <= 120; number++) await put(`W/"${number}"`);
      const known = Array.from({ length: 100 }, (_, index) => `W/"${120 - index}"`);
      expect(await versions(path)).toEqual(known);
      expect(await catalog.documents.version(path, 'W/"20"')).toBeUndefined();
      expect(await versions(other.path)).toEqual(['W/"other"']);
    });

    test("a document that is published without a version has none any more", async () => {
      await put('W/"1"');
      await catalog.documents.publish(publicationOf({ documents: [{ document, codings, etag: 'W/"2"' }] }));
      expect(await versions(path)).toEqual([]);
    });

    test("a document takes its versions with it", async () => {
      await put('W/"1"');
      await catalog.documents.publish(publicationOf({ removed: [path] }));
      expect(await catalog.documents.version(path, 'W/"1"')).toBeUndefined();
    });
  });
}
