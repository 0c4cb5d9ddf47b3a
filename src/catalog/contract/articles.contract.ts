import { beforeEach, describe, expect, test } from "vitest";
import type { Article, Capture } from "../../model/article.ts";
import { flawRemedies, type FileFlaw } from "../../model/flaw.ts";
import { remedies, success } from "../../model/problem.ts";
import { storyId } from "../../stories/story.ts";
import type { Catalog, IngestedFile, KnownFile } from "../catalog.ts";
import { exampleCapture, exampleFile, exampleId, exampleProblem } from "./example-file.ts";

const at = (time: string): Date => new Date(`2023-02-23T${time}Z`);
const twinOf = (number: number, canonicalUrl: string): IngestedFile => {
  const twin = { id: exampleId(1), url: "u" };
  return exampleFile(`${number}.txt`, exampleCapture({ id: exampleId(number), canonicalUrl, twin }));
};
const pathsOf = async (files: AsyncIterable<readonly KnownFile[]>): Promise<string[]> =>
  (await Array.fromAsync(files)).flatMap((some) => some.map(({ path }) => path)).sort();
const ids = async (articles: AsyncIterable<Article>): Promise<string[]> =>
  (await Array.fromAsync(articles)).map(({ id }) => id);

/** The promises of every engine on articles and files. `openEmpty` opens an empty catalog, which is closed after the test. */
export function describeArticles(name: string, openEmpty: () => Promise<Catalog>): void {
  describe(`${name} as a catalog`, () => {
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await openEmpty();
    });
    const ingest = (...ingested: readonly IngestedFile[]) => catalog.files.apply({ ingested, removed: [] });
    const remove = (...removed: string[]) => catalog.files.apply({ ingested: [], removed });
    const activeHours = async (max: number, outletId?: string): Promise<readonly Date[]> =>
      (await catalog.articles.lately({ hours: max, articles: 0 }, outletId)).hours;
    const coverage = async (): Promise<unknown> =>
      (await catalog.articles.outlets()).map((outlet) => [outlet.outletId, outlet.coverage]);
    const newestFields = async (max: number, outletId?: string): Promise<readonly string[]> => {
      const { fields } = await catalog.articles.lately({ hours: 0, articles: max }, outletId);
      return fields.map((each) => each.join(" ")).toSorted();
    };

    test("an article comes back as its capture was", async () => {
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
      const applied = await ingest(exampleFile("a.txt", { ...content, capturedAt, textHash: "t" }));
      expect(applied).toEqual({
        added: 1,
        revised: 0,
        removed: 0,
        unchanged: 0,
        problems: 0,
        outletIds: new Set(["example"]),
      });
      expect(await catalog.articles.find(content.id)).toEqual({
        ...content,
        publishedAtIsCaptureTime: false,
        updatedAt: content.publishedAt,
        firstCapturedAt: capturedAt,
        capturedAt,
        surfacedAt: capturedAt,
        storyId: storyId(content.id),
        revision: expect.stringMatching(/^[0-9a-f]{24}$/),
      });
      expect(await Array.fromAsync(catalog.articles.addresses())).toEqual([
        [{ id: content.id, canonicalUrl: "https://gazette.example/1" }],
      ]);
    });

    test("each host has the fingerprints of its files, once, and files without an article have none", async () => {
      const [first, second] = [exampleCapture({}), exampleCapture({ text: "Second." })];
      await ingest(exampleFile("a.txt", first), exampleFile("b.txt", second, "profile 2"), exampleProblem("c.txt"));
      await ingest(exampleFile("d.txt", first));
      const found = (await catalog.files.hostFingerprints()).map(({ host, fingerprint }) => `${host} ${fingerprint}`);
      expect(found).toEqual(["gazette.example profile 1", "gazette.example profile 2"]);
    });

    test("ingesting twice equals ingesting once", async () => {
      const file = exampleFile("a.txt", exampleCapture({}));
      await ingest(file);
      const before = await catalog.articles.find(exampleId(1));
      expect(await ingest(file)).toMatchObject({ added: 0, revised: 0, unchanged: 1, outletIds: new Set() });
      expect(await catalog.articles.find(exampleId(1))).toEqual(before);
    });

    test("a new text revises its article, and surfaces it", async () => {
      await ingest(exampleFile("a.txt", exampleCapture({})));
      const later = exampleCapture({ text: "Second text.", capturedAt: at("06:00:00") });
      expect(await ingest(exampleFile("b.txt", later))).toMatchObject({ added: 0, revised: 1 });
      expect(await catalog.articles.find(later.id)).toMatchObject({
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
    ])("an unchanged re-crawl saved %s changes nothing", async (_where, path) => {
      await ingest(exampleFile("a.txt", exampleCapture({})));
      const before = await catalog.articles.find(exampleId(1));
      const applied = await ingest(exampleFile(path, exampleCapture({ capturedAt: at("06:00:00") })));
      expect(applied).toMatchObject({ revised: 0, unchanged: 1, outletIds: new Set() });
      expect(await catalog.articles.find(exampleId(1))).toEqual(before);
    });

    test("an article is there while some file gives it", async () => {
      const capture = exampleCapture({});
      await ingest(exampleFile("a.txt", capture), exampleFile("copy.txt", capture));
      expect(await remove("a.txt")).toMatchObject({ removed: 0, unchanged: 1 });
      expect(await remove("copy.txt")).toMatchObject({ removed: 1, outletIds: new Set(["example"]) });
      expect(await catalog.articles.find(capture.id)).toBeUndefined();
      expect(await catalog.articles.outlets()).toEqual([]);
      expect(await remove("copy.txt", "never.txt")).toMatchObject({ removed: 0 });
    });

    test("what an overwritten capture said still counts for the times", async () => {
      await ingest(exampleFile("a.txt", exampleCapture({})));
      const second = exampleCapture({ text: "Second text.", capturedAt: at("06:00:00") });
      const { publishedAt: _publishedAt, ...silent } = second;
      await ingest(exampleFile("a.txt", silent));
      expect(await catalog.articles.find(exampleId(1))).toMatchObject({
        excerpt: "Second text.",
        publishedAt: at("04:24:36"),
        publishedAtIsCaptureTime: false,
        firstCapturedAt: at("05:00:00"),
        surfacedAt: at("06:00:00"),
      });
    });

    test("a file that is read anew with another profile replaces what it gave", async () => {
      await ingest(exampleFile("a.txt", exampleCapture({ id: exampleId(1) })));
      const file = exampleFile("a.txt", exampleCapture({ id: exampleId(1) }));
      const moved = exampleCapture({ id: exampleId(2), outletId: "other", outletName: "Other" });
      const applied = await ingest({ ...file, fingerprint: "profile 2", outcome: { ok: true, value: moved } });
      expect(applied).toMatchObject({ added: 1, removed: 1, outletIds: new Set(["example", "other"]) });
      expect(await ids(catalog.articles.newest())).toEqual([exampleId(2)]);
    });

    test("the newest come first, then the smaller id; of all outlets or of some", async () => {
      const outlets = ["one", "two", "three"];
      const files = Array.from({ length: 130 }, (_, n) => {
        const capturedAt = new Date(at("05:00:00").getTime() + Math.floor(n / 4) * 1000);
        const outletId = outlets[n % 3] ?? "";
        return exampleFile(`${n}.txt`, exampleCapture({ id: exampleId(n), capturedAt, outletId }));
      });
      await ingest(...files);
      const expected = (kept: readonly string[]): string[] =>
        Array.from({ length: 130 }, (_, n) => n)
          .filter((n) => kept.includes(outlets[n % 3] ?? ""))
          .sort((a, b) => Math.floor(b / 4) - Math.floor(a / 4) || a - b)
          .map(exampleId);
      expect(await ids(catalog.articles.newest())).toEqual(expected(outlets));
      expect(await ids(catalog.articles.newest({ outletIds: ["three"] }))).toEqual(expected(["three"]));
      expect(await ids(catalog.articles.newest({ outletIds: ["two", "one", "two"] }))).toEqual(
        expected(["one", "two"]),
      );
      expect(await ids(catalog.articles.newest({ outletIds: [] }))).toEqual([]);
      const totals = (await catalog.articles.outlets()).map(({ outletId, articles }) => `${outletId} ${articles}`);
      expect(totals).toEqual(["one 44", "three 43", "two 43"]);
    });

    test("the hours in which texts appeared are told once each, latest first; of all outlets or of one", async () => {
      const times = ["09:59:59", "10:00:00", "10:30:00", "10:59:59", "13:15:00", "13:15:00"];
      const files = times.map((time, n) => {
        const outletId = n === 0 || n === 4 ? "two" : "one";
        return exampleFile(`${n}.txt`, exampleCapture({ id: exampleId(n), outletId, capturedAt: at(time) }));
      });
      await ingest(...files);
      expect(await activeHours(10)).toEqual(["13:00:00", "10:00:00", "09:00:00"].map(at));
      expect(await activeHours(2)).toEqual(["13:00:00", "10:00:00"].map(at));
      expect(await activeHours(10, "two")).toEqual(["13:00:00", "09:00:00"].map(at));
      expect(await activeHours(10, "three")).toEqual([]);
    });

    test("an iteration that is left early holds nothing up", async () => {
      await ingest(
        exampleFile("a.txt", exampleCapture({})),
        exampleFile("b.txt", exampleCapture({ id: exampleId(2) })),
      );
      for await (const article of catalog.articles.newest()) {
        await ingest(exampleFile("c.txt", exampleCapture({ id: exampleId(3) })));
        expect(article.id).toBe(exampleId(1));
        break;
      }
      expect(await ids(catalog.articles.newest())).toEqual([exampleId(1), exampleId(2), exampleId(3)]);
    });

    test("an article that another names as its twin names it back, while that one is there", async () => {
      const url = "https://gazette.example/zh-hant/1";
      const twin = { id: exampleId(1), url: "u" };
      await ingest(
        exampleFile("hant.txt", exampleCapture({ id: exampleId(2), canonicalUrl: url, outletId: "hant", twin })),
      );
      await ingest(exampleFile("hans.txt", exampleCapture({ id: exampleId(1) })));
      expect((await catalog.articles.find(exampleId(1)))?.twin).toEqual({ id: exampleId(2), url });
      const applied = await remove("hant.txt");
      expect(applied).toMatchObject({ removed: 1, revised: 1, outletIds: new Set(["example", "hant"]) });
      expect(await catalog.articles.find(exampleId(1))).not.toHaveProperty("twin");
    });

    test("of several that name an article as their twin, it names back the one with the smallest id", async () => {
      await ingest(exampleFile("1.txt", exampleCapture({})), twinOf(3, "https://gazette.example/3"));
      await ingest(twinOf(2, "https://gazette.example/2"));
      expect((await catalog.articles.find(exampleId(1)))?.twin).toEqual({
        id: exampleId(2),
        url: "https://gazette.example/2",
      });
      await ingest(twinOf(2, "https://gazette.example/moved"));
      expect((await catalog.articles.find(exampleId(1)))?.twin?.url).toBe("https://gazette.example/moved");
    });

    test("files are known by directory: what lies below it, and a file that had its name", async () => {
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
      await ingest(...[...inside, ...beside].map((path) => exampleProblem(path)));
      expect(await pathsOf(catalog.files.known("/a/b"))).toEqual(inside.toSorted());
      expect(await pathsOf(catalog.files.known("/a/b/c/d"))).toEqual(["/a/b/c/d/e"]);
      expect(await pathsOf(catalog.files.known("/a/b/nothing"))).toEqual([]);
      expect(await pathsOf(catalog.files.known("/"))).toEqual(await pathsOf(catalog.files.known()));
    });

    test("files are known by path, with their problems", async () => {
      const { outcome: _outcome, path, ...known } = exampleFile("a.txt", exampleCapture({}));
      await ingest(exampleFile(path, exampleCapture({})), exampleProblem("z.txt"), exampleProblem("b.txt"));
      expect((await catalog.files.find(["a.txt"])).get("a.txt")).toEqual({ ...known, path: "a.txt", published: true });
      expect((await catalog.files.find(["b.txt"])).get("b.txt")).toMatchObject({ published: false });
      expect(await Array.fromAsync(catalog.files.known(), (files) => files.length)).toEqual([3]);
      expect(await catalog.files.counts()).toEqual({
        files: 3,
        problems: new Map([["INCOMPLETE_FILE", 2]]),
        flaws: new Map(),
      });
      expect((await catalog.files.problems()).map(({ path: where }) => where)).toEqual(["b.txt", "z.txt"]);
      const remedy = remedies.INCOMPLETE_FILE;
      expect((await catalog.files.problems())[0]).toMatchObject({ code: "INCOMPLETE_FILE", remedy });
      const mended = exampleFile("b.txt", exampleCapture({ id: exampleId(2) }));
      expect(await ingest(mended)).toMatchObject({ added: 1, problems: 0 });
      expect(await catalog.files.problems()).toHaveLength(1);
    });

    test("articles are counted by the fields they have, outlet by outlet, as captures come and go", async () => {
      const leadImage = { url: "https://gazette.example/1.jpg", caption: "A picture" };
      const { publishedAt: _publishedAt, ...undated } = exampleCapture({ id: exampleId(2), authors: [], leadImage });
      await ingest(
        exampleFile("1.txt", exampleCapture({ id: exampleId(1), authors: ["A"], dek: "d", section: "s" })),
        exampleFile("2.txt", { ...undated, capturedAt: at("11:00:00") }),
        exampleFile("3.txt", exampleCapture({ id: exampleId(3), outletId: "other", authors: [] })),
      );
      expect(await coverage()).toEqual([
        ["example", { time: 1, authors: 1, dek: 1, picture: 1, caption: 1, section: 1 }],
        ["other", { time: 1, authors: 0, dek: 0, picture: 0, caption: 0, section: 0 }],
      ]);
      expect(await newestFields(5, "example")).toEqual(["picture caption", "time authors dek section"]);
      expect(await newestFields(5)).toEqual(["picture caption", "time", "time authors dek section"]);
      expect(await newestFields(1, "example")).toHaveLength(1);
      await remove("1.txt", "3.txt");
      expect(await coverage()).toEqual([
        ["example", { time: 0, authors: 0, dek: 0, picture: 1, caption: 1, section: 0 }],
      ]);
    });

    test("every file comes back with its outcome, as it was ingested", async () => {
      const flaw = { code: "DAMAGED_TEXT", message: "Line 2 holds a damaged character." } as const;
      const { publishedAt: _publishedAt, ...undated } = exampleCapture({ id: exampleId(2), section: "s", dek: "d" });
      const files = [
        exampleFile("a.txt", exampleCapture({})),
        { ...exampleFile("b.txt", undated), outcome: success<Capture>(undated, [flaw]) },
        exampleProblem("c.txt"),
      ];
      await ingest(...files);
      expect((await Array.fromAsync(catalog.files.outcomes())).flat()).toEqual(files);
    });

    /** Flaws by path, and the number of files that have each. */
    async function flaws(): Promise<readonly [readonly FileFlaw[], ReadonlyMap<string, number>]> {
      return [await catalog.files.flaws(), (await catalog.files.counts()).flaws];
    }

    test("flaws of files are told by path, and go with them", async () => {
      const flaw = { code: "DAMAGED_TEXT", message: "Line 2 holds a damaged character." } as const;
      const capture = exampleCapture({ id: exampleId(1) });
      await ingest({ ...exampleFile("b.txt", capture), outcome: success(capture, [flaw]) });
      await ingest(exampleFile("a.txt", exampleCapture({ id: exampleId(2) })));
      const told = { path: "b.txt", ...flaw, remedy: flawRemedies.DAMAGED_TEXT };
      expect(await flaws()).toEqual([[told], new Map([["DAMAGED_TEXT", 1]])]);
      await ingest(exampleFile("b.txt", capture));
      expect(await flaws()).toEqual([[], new Map()]);
    });

    test("a capture that another article of its id hides is a flaw of its file, for as long as it is hidden", async () => {
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
      await ingest(exampleFile("1.txt", hidden), exampleFile("2.txt", shown));
      await ingest(
        exampleFile("3.txt", { ...edited, bodyHtml: `${library}<p>更多。</p>`, capturedAt: at("11:00:00") }),
      );
      const message = "“果园” (https://g.example/1) has the id of “图书馆” (https://g.example/2), which is shown.";
      const flaw = { path: "1.txt", code: "SWALLOWED_CAPTURE", message, remedy: flawRemedies.SWALLOWED_CAPTURE };
      expect(await flaws()).toEqual([[flaw], new Map([["SWALLOWED_CAPTURE", 1]])]);
      await remove("2.txt", "3.txt");
      expect(await flaws()).toEqual([[], new Map()]);
    });

    test("losses are held until they are not", async () => {
      const held = { count: 7, since: at("05:00:00") };
      expect(await catalog.state.heldLosses()).toBeUndefined();
      await catalog.state.setHeldLosses(held);
      expect(await catalog.state.heldLosses()).toEqual(held);
      await catalog.state.setHeldLosses(undefined);
      expect(await catalog.state.heldLosses()).toBeUndefined();
    });
  });
}
