import { beforeEach, describe, expect, test } from "vitest";
import type { Article } from "../../model/article.ts";
import { flawRemedies } from "../../model/flaw.ts";
import { remedies, success } from "../../model/problem.ts";
import type { Catalog, IngestedFile, KnownFile } from "../catalog.ts";
import { exampleCapture, exampleFile, exampleId, exampleProblem } from "./example-file.ts";

const at = (time: string): Date => new Date(`2023-02-23T${time}Z`);
const twinOf = (number: number, canonicalUrl: string): IngestedFile => {
  const twin = { id: exampleId(1), url: "u" };
  return exampleFile(`${number}.txt`, exampleCapture({ id: exampleId(number), canonicalUrl, twin }));
};
const pathsOf = (files: Iterable<KnownFile>): string[] => [...files].map(({ path }) => path).sort();
const ids = (articles: Iterable<Article>): string[] => [...articles].map(({ id }) => id);

/** The promises of every engine on articles and files. `openEmpty` opens an empty catalog, which is closed after the test. */
export function describeArticles(name: string, openEmpty: () => Catalog): void {
  describe(`${name} as a catalog`, () => {
    let catalog: Catalog;
    beforeEach(() => {
      catalog = openEmpty();
    });
    const ingest = (...ingested: readonly IngestedFile[]) => catalog.apply({ ingested, removed: [] });
    const remove = (...removed: string[]) => catalog.apply({ ingested: [], removed });

    test("an article comes back as its capture was", () => {
      const {
        textHash: _textHash,
        capturedAt,
        ...content
      } = exampleCapture({
        section: "world",
        rights: "© Example",
        leadImage: { url: "https://gazette.example/1.jpg", caption: "A picture", width: 1050 },
        originalUrl: "https://gazette.example/en/1",
      });
      const applied = ingest(exampleFile("a.txt", { ...content, capturedAt, textHash: "t" }));
      expect(applied).toEqual({
        added: 1,
        revised: 0,
        removed: 0,
        unchanged: 0,
        problems: 0,
        outletIds: new Set(["example"]),
      });
      expect(catalog.article(content.id)).toEqual({
        ...content,
        publishedAtIsCaptureTime: false,
        updatedAt: content.publishedAt,
        firstCapturedAt: capturedAt,
        capturedAt,
        surfacedAt: capturedAt,
        revision: expect.stringMatching(/^[0-9a-f]{24}$/),
      });
      expect([...catalog.addresses()].map((address) => ({ ...address }))).toEqual([
        { id: content.id, canonicalUrl: "https://gazette.example/1" },
      ]);
    });

    test("each host has the fingerprints of its files, once, and files without an article have none", () => {
      const [first, second] = [exampleCapture({}), exampleCapture({ text: "Second." })];
      ingest(exampleFile("a.txt", first), exampleFile("b.txt", second, "profile 2"), exampleProblem("c.txt"));
      ingest(exampleFile("d.txt", first));
      const found = catalog.hostFingerprints().map(({ host, fingerprint }) => `${host} ${fingerprint}`);
      expect(found).toEqual(["gazette.example profile 1", "gazette.example profile 2"]);
    });

    test("ingesting twice equals ingesting once", () => {
      const file = exampleFile("a.txt", exampleCapture({}));
      ingest(file);
      const before = catalog.article(exampleId(1));
      expect(ingest(file)).toMatchObject({ added: 0, revised: 0, unchanged: 1, outletIds: new Set() });
      expect(catalog.article(exampleId(1))).toEqual(before);
    });

    test("a new text revises its article, and surfaces it", () => {
      ingest(exampleFile("a.txt", exampleCapture({})));
      const later = exampleCapture({ text: "Second text.", capturedAt: at("06:00:00") });
      expect(ingest(exampleFile("b.txt", later))).toMatchObject({ added: 0, revised: 1 });
      expect(catalog.article(later.id)).toMatchObject({
        excerpt: "Second text.",
        publishedAt: at("04:24:36"),
        firstCapturedAt: at("05:00:00"),
        updatedAt: at("06:00:00"),
        surfacedAt: at("06:00:00"),
      });
    });

    test.each([
      ["beside the first", "b.txt"],
      ["over the first", "a.txt"],
    ])("an unchanged re-crawl saved %s changes nothing", (_where, path) => {
      ingest(exampleFile("a.txt", exampleCapture({})));
      const before = catalog.article(exampleId(1));
      const applied = ingest(exampleFile(path, exampleCapture({ capturedAt: at("06:00:00") })));
      expect(applied).toMatchObject({ revised: 0, unchanged: 1, outletIds: new Set() });
      expect(catalog.article(exampleId(1))).toEqual(before);
    });

    test("an article is there while some file gives it", () => {
      const capture = exampleCapture({});
      ingest(exampleFile("a.txt", capture), exampleFile("copy.txt", capture));
      expect(remove("a.txt")).toMatchObject({ removed: 0, unchanged: 1 });
      expect(remove("copy.txt")).toMatchObject({ removed: 1, outletIds: new Set(["example"]) });
      expect(catalog.article(capture.id)).toBeUndefined();
      expect(catalog.outlets()).toEqual([]);
      expect(remove("copy.txt", "never.txt")).toMatchObject({ removed: 0 });
    });

    test("what an overwritten capture said still counts for the times", () => {
      ingest(exampleFile("a.txt", exampleCapture({})));
      const second = exampleCapture({ text: "Second text.", capturedAt: at("06:00:00") });
      const { publishedAt: _publishedAt, ...silent } = second;
      ingest(exampleFile("a.txt", silent));
      expect(catalog.article(exampleId(1))).toMatchObject({
        excerpt: "Second text.",
        publishedAt: at("04:24:36"),
        publishedAtIsCaptureTime: false,
        firstCapturedAt: at("05:00:00"),
        surfacedAt: at("06:00:00"),
      });
    });

    test("a file that is read anew with another profile replaces what it gave", () => {
      ingest(exampleFile("a.txt", exampleCapture({ id: exampleId(1) })));
      const file = exampleFile("a.txt", exampleCapture({ id: exampleId(1) }));
      const moved = exampleCapture({ id: exampleId(2), outletId: "other", outletName: "Other" });
      const applied = ingest({ ...file, fingerprint: "profile 2", outcome: { ok: true, value: moved } });
      expect(applied).toMatchObject({ added: 1, removed: 1, outletIds: new Set(["example", "other"]) });
      expect(ids(catalog.newest())).toEqual([exampleId(2)]);
    });

    test("the newest come first, then the smaller id; of all outlets or of some", () => {
      const outlets = ["one", "two", "three"];
      const files = Array.from({ length: 130 }, (_, n) => {
        const capturedAt = new Date(at("05:00:00").getTime() + Math.floor(n / 4) * 1000);
        const outletId = outlets[n % 3] ?? "";
        return exampleFile(`${n}.txt`, exampleCapture({ id: exampleId(n), capturedAt, outletId }));
      });
      ingest(...files);
      const expected = (kept: readonly string[]): string[] =>
        Array.from({ length: 130 }, (_, n) => n)
          .filter((n) => kept.includes(outlets[n % 3] ?? ""))
          .sort((a, b) => Math.floor(b / 4) - Math.floor(a / 4) || a - b)
          .map(exampleId);
      expect(ids(catalog.newest())).toEqual(expected(outlets));
      expect(ids(catalog.newest({ outletIds: ["three"] }))).toEqual(expected(["three"]));
      expect(ids(catalog.newest({ outletIds: ["two", "one", "two"] }))).toEqual(expected(["one", "two"]));
      expect(ids(catalog.newest({ outletIds: [] }))).toEqual([]);
      const totals = catalog.outlets().map(({ outletId, articles }) => `${outletId} ${articles}`);
      expect(totals).toEqual(["one 44", "three 43", "two 43"]);
    });

    test("the hours in which texts appeared are told once each, latest first; of all outlets or of one", () => {
      const times = ["09:59:59", "10:00:00", "10:30:00", "10:59:59", "13:15:00", "13:15:00"];
      times.forEach((time, n) => {
        const outletId = n === 0 || n === 4 ? "two" : "one";
        ingest(exampleFile(`${n}.txt`, exampleCapture({ id: exampleId(n), outletId, capturedAt: at(time) })));
      });
      expect(catalog.activeHours(10)).toEqual(["13:00:00", "10:00:00", "09:00:00"].map(at));
      expect(catalog.activeHours(2)).toEqual(["13:00:00", "10:00:00"].map(at));
      expect(catalog.activeHours(10, "two")).toEqual(["13:00:00", "09:00:00"].map(at));
      expect(catalog.activeHours(10, "three")).toEqual([]);
    });

    test("an iteration that is left early holds nothing up", () => {
      ingest(exampleFile("a.txt", exampleCapture({})), exampleFile("b.txt", exampleCapture({ id: exampleId(2) })));
      for (const article of catalog.newest()) {
        ingest(exampleFile("c.txt", exampleCapture({ id: exampleId(3) })));
        expect(article.id).toBe(exampleId(1));
        break;
      }
      expect(ids(catalog.newest())).toEqual([exampleId(1), exampleId(2), exampleId(3)]);
    });

    test("an article that another names as its twin names it back, while that one is there", () => {
      const url = "https://gazette.example/zh-hant/1";
      const twin = { id: exampleId(1), url: "u" };
      ingest(exampleFile("hant.txt", exampleCapture({ id: exampleId(2), canonicalUrl: url, outletId: "hant", twin })));
      ingest(exampleFile("hans.txt", exampleCapture({ id: exampleId(1) })));
      expect(catalog.article(exampleId(1))?.twin).toEqual({ id: exampleId(2), url });
      const applied = remove("hant.txt");
      expect(applied).toMatchObject({ removed: 1, revised: 1, outletIds: new Set(["example", "hant"]) });
      expect(catalog.article(exampleId(1))).not.toHaveProperty("twin");
    });

    test("of several that name an article as their twin, it names back the one with the smallest id", () => {
      ingest(exampleFile("1.txt", exampleCapture({})), twinOf(3, "https://gazette.example/3"));
      ingest(twinOf(2, "https://gazette.example/2"));
      expect(catalog.article(exampleId(1))?.twin).toEqual({ id: exampleId(2), url: "https://gazette.example/2" });
      ingest(twinOf(2, "https://gazette.example/moved"));
      expect(catalog.article(exampleId(1))?.twin?.url).toBe("https://gazette.example/moved");
    });

    test("files are known by directory: what lies below it, and a file that had its name", () => {
      const inside = [
        "/a/b",
        "/a/b/\u0001",
        "/a/b/c",
        "/a/b/c/d/e",
        "/a/b/\uFFFD",
        "/a/b/\u{10FFFF}",
        "/a/b/\u{10FFFF}z",
      ];
      const beside = ["/a", "/a/b!", "/a/b-", "/a/b0", "/a/bc", "/a/b\u{10FFFF}", "/A/b/c", "/z/a/b/c"];
      ingest(...[...inside, ...beside].map((path) => exampleProblem(path)));
      expect(pathsOf(catalog.knownFiles("/a/b"))).toEqual(inside.toSorted());
      expect(pathsOf(catalog.knownFiles("/a/b/c/d"))).toEqual(["/a/b/c/d/e"]);
      expect(pathsOf(catalog.knownFiles("/a/b/nothing"))).toEqual([]);
      expect(pathsOf(catalog.knownFiles("/"))).toEqual(pathsOf(catalog.knownFiles()));
    });

    test("files are known by path, with their problems", () => {
      const { outcome: _outcome, path, ...known } = exampleFile("a.txt", exampleCapture({}));
      ingest(exampleFile(path, exampleCapture({})), exampleProblem("z.txt"), exampleProblem("b.txt"));
      expect(catalog.knownFile("a.txt")).toEqual({ ...known, path: "a.txt", published: true });
      expect(catalog.knownFile("b.txt")).toMatchObject({ published: false });
      expect(catalog.fileCount()).toBe(3);
      expect(catalog.problems().map(({ path: where }) => where)).toEqual(["b.txt", "z.txt"]);
      const remedy = remedies.INCOMPLETE_FILE;
      expect(catalog.problems()[0]).toMatchObject({ code: "INCOMPLETE_FILE", remedy });
      const mended = exampleFile("b.txt", exampleCapture({ id: exampleId(2) }));
      expect(ingest(mended)).toMatchObject({ added: 1, problems: 0 });
      expect(catalog.problems()).toHaveLength(1);
    });

    test("articles are counted by the fields they have, outlet by outlet, as captures come and go", () => {
      const leadImage = { url: "https://gazette.example/1.jpg", caption: "A picture" };
      const { publishedAt: _publishedAt, ...undated } = exampleCapture({ id: exampleId(2), authors: [], leadImage });
      ingest(
        exampleFile("1.txt", exampleCapture({ id: exampleId(1), authors: ["A"], dek: "d", section: "s" })),
        exampleFile("2.txt", { ...undated, capturedAt: at("11:00:00") }),
        exampleFile("3.txt", exampleCapture({ id: exampleId(3), outletId: "other", authors: [] })),
      );
      expect(catalog.coverage()).toEqual(
        new Map([
          ["example", { time: 1, authors: 1, dek: 1, picture: 1, caption: 1, section: 1 }],
          ["other", { time: 1, authors: 0, dek: 0, picture: 0, caption: 0, section: 0 }],
        ]),
      );
      const newest = catalog.newestFields("example", 5).map((fields) => fields.join(" "));
      expect(newest.toSorted()).toEqual(["picture caption", "time authors dek section"]);
      expect(catalog.newestFields("example", 1)).toHaveLength(1);
      remove("1.txt");
      expect(catalog.coverage().get("example")).toMatchObject({ time: 0, authors: 0, picture: 1 });
    });

    test("flaws of files are told by path, and go with them", () => {
      const flaws = [{ code: "DAMAGED_TEXT", message: "Line 2 holds a damaged character." }] as const;
      const capture = exampleCapture({ id: exampleId(1) });
      ingest({ ...exampleFile("b.txt", capture), outcome: success(capture, flaws) });
      ingest(exampleFile("a.txt", exampleCapture({ id: exampleId(2) })));
      expect(catalog.flaws()).toEqual([{ path: "b.txt", ...flaws[0], remedy: flawRemedies.DAMAGED_TEXT }]);
      expect(catalog.flawCounts()).toEqual(new Map([["DAMAGED_TEXT", 1]]));
      ingest(exampleFile("b.txt", capture));
      expect([catalog.flaws(), catalog.flawCounts()]).toEqual([[], new Map()]);
    });

    test("a capture that another article of its id hides is a flaw of its file, for as long as it is hidden", () => {
      const orchard = "<p>园丁在春天种下了一排苹果树，等待秋天的收成。</p>";
      const library = "<p>图书馆在周一重新开放，读者排起了长队。</p>";
      const hidden = exampleCapture({
        title: "果园",
        text: "1",
        canonicalUrl: "https://g.example/1",
        bodyHtml: orchard,
      });
      const shown = exampleCapture({
        title: "图书馆",
        text: "2",
        canonicalUrl: "https://g.example/2",
        bodyHtml: library,
        capturedAt: at("12:00:00"),
      });
      const edited = { ...shown, title: "图书馆开放", canonicalUrl: "https://g.example/3", textHash: "3" };
      ingest(exampleFile("1.txt", hidden), exampleFile("2.txt", shown));
      ingest(exampleFile("3.txt", { ...edited, bodyHtml: `${library}<p>更多。</p>`, capturedAt: at("11:00:00") }));
      const message = "“果园” (https://g.example/1) has the id of “图书馆” (https://g.example/2), which is shown.";
      const flaw = { path: "1.txt", code: "SWALLOWED_CAPTURE", message, remedy: flawRemedies.SWALLOWED_CAPTURE };
      expect(catalog.flaws()).toEqual([flaw]);
      expect(catalog.flawCounts()).toEqual(new Map([["SWALLOWED_CAPTURE", 1]]));
      remove("2.txt", "3.txt");
      expect([catalog.flaws(), catalog.flawCounts()]).toEqual([[], new Map()]);
    });

    test("losses are held until they are not", () => {
      const held = { count: 7, since: at("05:00:00") };
      expect(catalog.heldLosses()).toBeUndefined();
      catalog.setHeldLosses(held);
      expect(catalog.heldLosses()).toEqual(held);
      catalog.setHeldLosses(undefined);
      expect(catalog.heldLosses()).toBeUndefined();
    });
  });
}
