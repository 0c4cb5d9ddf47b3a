import { beforeEach, describe, expect, test } from "vitest";
import type { Selection, SelectionCondition } from "../model/selection.ts";
import type { Catalog, IngestedFile } from "./catalog.ts";
import { exampleCapture, exampleFile, exampleId, type ExampleClaims } from "./example-file.ts";
import { QueryTooBroadError } from "./search-errors.ts";

const at = (time: string): Date => new Date(`2023-02-23T${time}Z`);
const match = (expression: string): SelectionCondition => ({ kind: "match", expression });
const outlet = (outletId: string): SelectionCondition => ({ kind: "outlet", outletId });
const language = (range: string): SelectionCondition => ({ kind: "language", range });
const after = (time: string): SelectionCondition => ({ kind: "after", instant: at(time) });
const before = (time: string): SelectionCondition => ({ kind: "before", instant: at(time) });
const not = (condition: SelectionCondition): SelectionCondition => ({ kind: "not", condition });
const all = (...of: readonly SelectionCondition[]): SelectionCondition => ({ kind: "all", of });
const any = (...of: readonly SelectionCondition[]): SelectionCondition => ({ kind: "any", of });

const file = (number: number, claims: ExampleClaims): IngestedFile =>
  exampleFile(`${number}.txt`, exampleCapture({ id: exampleId(number), ...claims }));

/** By their numbers, the newest first. */
const articles: readonly ExampleClaims[] = [
  { text: "sea storm", outletId: "zh-one", capturedAt: at("09:00:00") },
  { text: "sea calm", outletId: "one", capturedAt: at("08:00:00"), language: "zh-Hant", title: "Storm" },
  { text: "land storm", outletId: "one", capturedAt: at("08:00:00"), language: "en" },
  { text: "land calm", outletId: "two", capturedAt: at("07:00:00"), section: "storm", language: "zh" },
  { text: "sea land", outletId: "two", capturedAt: at("06:30:00"), authors: ["A Storm"] },
];

/** What every implementation of the catalog promises of selections by more than outlets. */
export function describeSelections(name: string, openEmpty: () => Catalog): void {
  describe(`${name} as what selections are made from`, () => {
    let catalog: Catalog;
    beforeEach(() => {
      catalog = openEmpty();
    });
    const ingest = (...ingested: readonly IngestedFile[]) => catalog.apply({ ingested, removed: [] });
    const numbers = (selection: Selection): string =>
      [...catalog.newest(selection)].map(({ id }) => Number(id.slice(-12))).join(" ");

    test.each<[selection: Selection, expected: string]>([
      [{ match: "storm" }, "0 1 2 3 4"],
      [{ match: `body : "storm"` }, "0 2"],
      [{ match: "sea", outletIds: ["one", "two"] }, "1 4"],
      [{ match: "sea", outletIds: [] }, ""],
      [{ outletIds: ["one", "zh-one"], condition: not(match("calm")) }, "0 2"],
      [{ condition: outlet("one") }, "1 2"],
      [{ condition: language("zh") }, "0 1 3 4"],
      [{ condition: language("zh-hant") }, "1"],
      [{ condition: language("z") }, ""],
      [{ condition: after("08:00:00") }, "0 1 2"],
      [{ condition: before("08:00:00") }, "3 4"],
      [{ condition: after("07:59:59.001") }, "0 1 2"],
      [{ match: "land", condition: all(after("06:30:00"), before("08:00:00")) }, "3 4"],
      [{ condition: any(match("calm"), before("07:00:00")) }, "1 3 4"],
      [{ condition: any(all(after("08:30:00"), match("storm")), all(before("07:00:00"), match("land"))) }, "0 4"],
      [{ condition: not(any(match("calm"), outlet("zh-one"))) }, "2 4"],
      [{ match: "land", condition: not(after("07:00:00")) }, "4"],
      [{ condition: all(after("08:00:00"), before("08:00:00")) }, ""],
    ])("%j", (selection, expected) => {
      ingest(...articles.map((claims, number) => file(number, claims)));
      expect(numbers(selection)).toBe(expected);
      expect(catalog.count(selection)).toBe(expected === "" ? 0 : expected.split(" ").length);
    });

    test("the newest text's capture tells what spans of time count back from", () => {
      expect(catalog.newestCapturedAt()).toBeUndefined();
      ingest(file(1, { capturedAt: at("06:00:00") }), file(2, { capturedAt: at("07:00:00") }));
      expect(catalog.newestCapturedAt()).toEqual(at("07:00:00"));
    });

    test("what is found comes in the order of feeds, however many surfaced in one second", () => {
      const files = Array.from({ length: 300 }, (_, n) => {
        const capturedAt = new Date(at("05:00:00").getTime() + (n < 200 ? 0 : n % 7) * 1000);
        return file((n * 7) % 300, { capturedAt });
      });
      ingest(...files.slice(0, 100));
      ingest(...files.slice(100));
      const everything = [...catalog.newest()].map(({ id }) => id);
      expect(everything).toHaveLength(300);
      expect([...catalog.newest({ match: "text" })].map(({ id }) => id)).toEqual(everything);
    });

    test("an article is found by the text it shows, and by no other", () => {
      ingest(file(1, { text: "first" }), file(2, { text: "other" }));
      const second = exampleFile(
        "1b.txt",
        exampleCapture({ id: exampleId(1), text: "second", capturedAt: at("06:00:00") }),
      );
      ingest(second);
      expect([numbers({ match: "first" }), numbers({ match: "second" })]).toEqual(["", "1"]);
      expect(numbers({ match: "second OR other" })).toBe("1 2");
      catalog.apply({ ingested: [], removed: ["1b.txt"] });
      expect([numbers({ match: "first" }), numbers({ match: "second" })]).toEqual(["1", ""]);
      catalog.apply({ ingested: [], removed: ["1.txt", "2.txt"] });
      expect(catalog.count({ match: "first OR other OR second" })).toBe(0);
    });

    test("texts that come with a file are taken as they are", () => {
      const indexTexts = { title: "made", body: "elsewhere", author: "", section: "" };
      ingest({ ...file(1, {}), indexTexts });
      expect(numbers({ match: "made elsewhere" })).toBe("1");
      expect(numbers({ match: "text" })).toBe("");
    });

    test("a selection whose budget is used up ends in an error, not in a part of it", () => {
      ingest(...Array.from({ length: 120 }, (_, n) => file(n, { capturedAt: new Date(n * 1000) })));
      let asked = 0;
      const found: unknown[] = [];
      const drain = (): void => {
        for (const { id } of catalog.newest({ match: "text" }, () => ++asked > 2)) found.push(id);
      };
      expect(drain).toThrow(QueryTooBroadError);
      expect(found.length).toBeLessThan(120);
      expect(() => catalog.count({ match: "text" }, () => true)).toThrow(QueryTooBroadError);
    });

    test("an iteration that is left early holds nothing up", () => {
      ingest(file(1, {}), file(2, {}));
      for (const article of catalog.newest({ match: "text" })) {
        ingest(file(3, {}));
        expect(article.id).toBe(exampleId(1));
        break;
      }
      expect(numbers({ match: "text" })).toBe("1 2 3");
    });
  });
}
