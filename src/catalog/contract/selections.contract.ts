import { beforeEach, describe, expect, test } from "vitest";
import type { Selection } from "../../model/selection.ts";
import { parseQuery } from "../../search/parse-query.ts";
import type { Catalog, IngestedFile } from "../catalog.ts";
import { exampleCapture, exampleFile, exampleId, type ExampleClaims } from "./example-file.ts";

const at = (day: string, time = "09:00:00"): Date => new Date(`2023-02-${day}T${time}Z`);

const file = (number: number, claims: ExampleClaims): IngestedFile =>
  exampleFile(`${number}.txt`, exampleCapture({ id: exampleId(number), ...claims }));

/** By their numbers, the newest first. */
const articles: readonly ExampleClaims[] = [
  { text: "sea storm", outletId: "zh-one", capturedAt: at("23") },
  { text: "sea calm", outletId: "one", capturedAt: at("22", "00:00:00"), language: "zh-Hant", title: "Storm" },
  { text: "land storm", outletId: "one", capturedAt: at("22", "00:00:00"), language: "en" },
  { text: "land calm", outletId: "two", capturedAt: at("21"), section: "storm", language: "zh" },
  { text: "sea land", outletId: "two", capturedAt: at("20"), authors: ["A Storm"] },
];

/** Queries and the numbers of the articles that they select, of some outlets where these are named. */
const selections: readonly (readonly [query: string, expected: string, outletIds?: readonly string[]])[] = [
  ["storm", "0 1 2 3 4"],
  ["body:storm", "0 2"],
  ["sto*", "0 1 2 3 4"],
  [`"sea storm"`, "0"],
  ["sea", "1 4", ["one", "two"]],
  ["sea", "", []],
  ["-calm", "0 2", ["one", "zh-one"]],
  ["outlet:one", "1 2"],
  ["lang:zh", "0 1 3 4"],
  ["lang:zh-hant", "1"],
  ["lang:zha", ""],
  ["after:2023-02-22", "0 1 2"],
  ["before:2023-02-22", "3 4"],
  ["after:2d", "0 1 2 3"],
  ["land after:2023-02-20 before:2023-02-22", "3 4"],
  ["calm OR before:2023-02-21", "1 3 4"],
  ["(after:2023-02-23 storm) OR (before:2023-02-21 land)", "0 4"],
  ["-(calm OR outlet:zh-one)", "2 4"],
  ["land -after:2023-02-21", "4"],
  ["after:2023-02-22 before:2023-02-22", ""],
];

export function selecting(text: string): Selection {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.mistake.message);
  return { query: query.value };
}

/** The promises of every engine on selections with a query. */
export function describeSelections(name: string, openEmpty: () => Promise<Catalog>): void {
  describe(`${name} as the engine of selections`, () => {
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await openEmpty();
    });
    const ingest = (...ingested: readonly IngestedFile[]) => catalog.files.apply({ ingested, removed: [] });
    const numbers = async (selection: Selection): Promise<string> => {
      const articlesFound = await Array.fromAsync(catalog.articles.newest(selection));
      return articlesFound.map(({ id }) => Number(id.slice(-12))).join(" ");
    };
    const found = (text: string): Promise<string> => numbers(selecting(text));
    const count = async (text: string): Promise<number> => (await catalog.articles.count(selecting(text))).articles;

    test("queries select the articles that they ask for, and count them", async () => {
      await ingest(...articles.map((claims, number) => file(number, claims)));
      const results = await Array.fromAsync(selections, async ([text, , outletIds]) => {
        const selection = { ...selecting(text), ...(outletIds && { outletIds }) };
        return [text, await numbers(selection), await catalog.articles.count(selection)];
      });
      const expected = selections.map(([text, numbered]) => {
        const articlesCounted = numbered === "" ? 0 : numbered.split(" ").length;
        return [text, numbered, { articles: articlesCounted, isAtLeast: false }];
      });
      expect(results).toEqual(expected);
    });

    test("spans of time count back from the newest text's capture", async () => {
      expect(await catalog.articles.extent()).toEqual({ isSearchable: true });
      await ingest(file(1, { capturedAt: at("20") }), file(2, { capturedAt: at("21") }));
      expect(await catalog.articles.extent()).toMatchObject({ newestCapturedAt: at("21"), lastDay: "2023-02-21" });
      expect(await found("after:0d")).toBe("2");
      await ingest(file(3, { capturedAt: at("22") }));
      expect(await found("after:0d")).toBe("3");
    });

    test("what is found comes in the order of feeds, however many surfaced in one second", async () => {
      const files = Array.from({ length: 300 }, (_, n) => {
        const capturedAt = new Date(at("23").getTime() + (n < 200 ? 0 : n % 7) * 1000);
        return file((n * 7) % 300, { capturedAt });
      });
      await ingest(...files.slice(0, 100));
      await ingest(...files.slice(100));
      const everything = await numbers({});
      expect(everything.split(" ")).toHaveLength(300);
      expect(await found("text")).toBe(everything);
    });

    test("an article is found by the text it shows, and by no other", async () => {
      await ingest(file(1, { text: "first" }), file(2, { text: "other" }));
      const second = exampleCapture({ id: exampleId(1), text: "second", capturedAt: at("24") });
      await ingest(exampleFile("1b.txt", second));
      expect([await found("first"), await found("second")]).toEqual(["", "1"]);
      expect(await found("second OR other")).toBe("1 2");
      await catalog.files.apply({ ingested: [], removed: ["1b.txt"] });
      expect([await found("first"), await found("second")]).toEqual(["1", ""]);
      await catalog.files.apply({ ingested: [], removed: ["1.txt", "2.txt"] });
      expect(await count("first OR other OR second")).toBe(0);
    });

    test("what was found of a capture that is gone is not said of one that came after it", async () => {
      await ingest(file(0, { text: "land", section: "sea" }));
      expect(await numbers(selecting("body:sea"))).toBe("");
      await catalog.files.apply({ ingested: [], removed: ["0.txt"] });
      await ingest(file(1, { text: "sea", section: "sea" }));
      expect(await numbers(selecting("body:sea"))).toBe("1");
    });

    test("an article is found again under the content that another profile gives it", async () => {
      await ingest(file(1, { text: "first" }));
      const again = file(1, { text: "first" });
      const value = exampleCapture({ id: exampleId(1), text: "second", outletId: "other" });
      await ingest({ ...again, fingerprint: "profile 2", outcome: { ok: true, value } });
      expect([await found("first"), await found("second"), await found("outlet:other")]).toEqual(["", "1", "1"]);
      expect([await count("first"), await count("second")]).toEqual([0, 1]);
    });

    test("what is rare is found among many, in the order of feeds", async () => {
      const rare = new Set([0, 7, 1500, 2999]);
      const files = Array.from({ length: 3000 }, (_, n) => {
        const capturedAt = new Date(at("01").getTime() + ((n * 7919) % 3000) * 60_000);
        return file(n, { capturedAt, text: rare.has(n) ? "sea of rare storms" : `land ${n % 10}` });
      });
      for (let start = 0; start < files.length; start += 256) await ingest(...files.slice(start, start + 256));
      const expected = [...rare].sort((a, b) => ((b * 7919) % 3000) - ((a * 7919) % 3000)).join(" ");
      expect(await found("rare")).toBe(expected);
      expect(await found(`"rare storms"`)).toBe(expected);
      expect(await found(`"storms rare"`)).toBe("");
      expect(await catalog.articles.count(selecting("land"))).toEqual({ articles: 2996, isAtLeast: false });
      expect(await count("-land")).toBe(4);
      const days = await catalog.articles.days(selecting("land"));
      expect(days.reduce((sum, { articles: some }) => sum + some, 0)).toBe(2996);
    });

    test("a count that would have to read every text says so", async () => {
      const files = Array.from({ length: 600 }, (_, n) => file(n, { text: n % 2 === 0 ? "sea storm" : "storm sea" }));
      await ingest(...files);
      const counted = await catalog.articles.count(selecting(`"sea storm"`));
      expect(counted.isAtLeast).toBe(true);
      expect(counted.articles).toBeGreaterThan(0);
      expect(counted.articles).toBeLessThan(300);
    });

    test("a selection that is stopped ends with the reason, not with a part of it", async () => {
      await ingest(...Array.from({ length: 120 }, (_, n) => file(n, { capturedAt: new Date(n * 1000) })));
      const stop = new AbortController();
      const reason = new Error("given up");
      const yielded: string[] = [];
      const drain = async (): Promise<void> => {
        for await (const { id } of catalog.articles.newest(selecting("text"), stop.signal)) {
          yielded.push(id);
          if (yielded.length === 60) stop.abort(reason);
        }
      };
      await expect(drain()).rejects.toBe(reason);
      expect(yielded).toHaveLength(60);
      const stopped = [
        catalog.articles.count(selecting("text"), stop.signal),
        catalog.articles.days(selecting("text"), stop.signal),
        catalog.articles.capturedOn("1970-01-01", selecting("text"), stop.signal),
        catalog.articles.daysBeside(undefined, selecting("text"), stop.signal),
      ];
      const outcomes = await Promise.allSettled(stopped);
      expect(outcomes).toEqual(stopped.map(() => ({ status: "rejected", reason })));
    });

    test("an iteration that is left early holds nothing up", async () => {
      await ingest(file(1, {}), file(2, {}));
      for await (const article of catalog.articles.newest(selecting("text"))) {
        await ingest(file(3, {}));
        expect(article.id).toBe(exampleId(1));
        break;
      }
      expect(await found("text")).toBe("1 2 3");
    });
  });
}
