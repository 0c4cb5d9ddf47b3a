import { beforeEach, describe, expect, test } from "vitest";
import type { Selection } from "../../model/selection.ts";
import { parseQuery } from "../../search/parse-query.ts";
import { QueryTooBroadError, type Catalog, type IngestedFile } from "../catalog.ts";
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
export function describeSelections(name: string, openEmpty: () => Catalog): void {
  describe(`${name} as the engine of selections`, () => {
    let catalog: Catalog;
    beforeEach(() => {
      catalog = openEmpty();
    });
    const ingest = (...ingested: readonly IngestedFile[]) => catalog.apply({ ingested, removed: [] });
    const numbers = (selection: Selection): string =>
      [...catalog.newest(selection)].map(({ id }) => Number(id.slice(-12))).join(" ");
    const found = (text: string): string => numbers(selecting(text));

    test("queries select the articles that they ask for, and count them", () => {
      ingest(...articles.map((claims, number) => file(number, claims)));
      const results = selections.map(([text, , outletIds]) => {
        const selection = { ...selecting(text), ...(outletIds && { outletIds }) };
        return [text, numbers(selection), catalog.count(selection)];
      });
      const expected = selections.map(([text, numbered]) => {
        return [text, numbered, numbered === "" ? 0 : numbered.split(" ").length];
      });
      expect(results).toEqual(expected);
    });

    test("spans of time count back from the newest text's capture", () => {
      expect(catalog.newestCapturedAt()).toBeUndefined();
      ingest(file(1, { capturedAt: at("20") }), file(2, { capturedAt: at("21") }));
      expect(catalog.newestCapturedAt()).toEqual(at("21"));
      expect(found("after:0d")).toBe("2");
      ingest(file(3, { capturedAt: at("22") }));
      expect(found("after:0d")).toBe("3");
    });

    test("what is found comes in the order of feeds, however many surfaced in one second", () => {
      const files = Array.from({ length: 300 }, (_, n) => {
        const capturedAt = new Date(at("23").getTime() + (n < 200 ? 0 : n % 7) * 1000);
        return file((n * 7) % 300, { capturedAt });
      });
      ingest(...files.slice(0, 100));
      ingest(...files.slice(100));
      const everything = [...catalog.newest()].map(({ id }) => id);
      expect(everything).toHaveLength(300);
      expect([...catalog.newest(selecting("text"))].map(({ id }) => id)).toEqual(everything);
    });

    test("an article is found by the text it shows, and by no other", () => {
      ingest(file(1, { text: "first" }), file(2, { text: "other" }));
      const second = exampleCapture({ id: exampleId(1), text: "second", capturedAt: at("24") });
      ingest(exampleFile("1b.txt", second));
      expect([found("first"), found("second")]).toEqual(["", "1"]);
      expect(found("second OR other")).toBe("1 2");
      catalog.apply({ ingested: [], removed: ["1b.txt"] });
      expect([found("first"), found("second")]).toEqual(["1", ""]);
      catalog.apply({ ingested: [], removed: ["1.txt", "2.txt"] });
      expect(catalog.count(selecting("first OR other OR second"))).toBe(0);
    });

    test("texts that come with a file are taken as they are", () => {
      const indexTexts = { title: "made", body: "elsewhere", author: "", section: "" };
      ingest({ ...file(1, {}), indexTexts });
      expect(found("made elsewhere")).toBe("1");
      expect(found("text")).toBe("");
    });

    test("a selection whose budget is used up ends in an error, not in a part of it", () => {
      ingest(...Array.from({ length: 120 }, (_, n) => file(n, { capturedAt: new Date(n * 1000) })));
      let asked = 0;
      const yielded: unknown[] = [];
      const drain = (): void => {
        for (const { id } of catalog.newest(selecting("text"), () => ++asked > 2)) yielded.push(id);
      };
      expect(drain).toThrow(QueryTooBroadError);
      expect(yielded.length).toBeLessThan(120);
      expect(() => catalog.count(selecting("text"), () => true)).toThrow(QueryTooBroadError);
    });

    test("an iteration that is left early holds nothing up", () => {
      ingest(file(1, {}), file(2, {}));
      for (const article of catalog.newest(selecting("text"))) {
        ingest(file(3, {}));
        expect(article.id).toBe(exampleId(1));
        break;
      }
      expect(found("text")).toBe("1 2 3");
    });
  });
}
