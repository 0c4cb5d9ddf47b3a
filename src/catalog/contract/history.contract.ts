import { beforeEach, describe, expect, test } from "vitest";
import type { CapturedArticle } from "../../model/captured-article.ts";
import type { Catalog } from "../catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "./example-file.ts";
import { selecting } from "./selections.contract.ts";

/** Number, outlet, first capture. */
const articles = [
  [1, "one", "2022-05-17T23:59:59Z"],
  [2, "two", "2023-02-28T10:00:00Z"],
  [3, "one", "2023-05-17T00:00:00Z"],
  [4, "two", "2023-05-17T09:00:00Z"],
  [5, "one", "2023-05-17T09:00:00Z"],
  [6, "two", "2024-02-29T12:00:00Z"],
  [7, "one", "2024-05-18T00:00:00Z"],
] as const;

const numbers = (captured: readonly CapturedArticle[]): number[] => captured.map(({ id }) => Number(id.slice(-12)));

/** The promises of every engine on the days on which articles were first captured. */
export function describeHistory(name: string, openEmpty: () => Promise<Catalog>): void {
  describe(`${name} as a history`, () => {
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await openEmpty();
      const ingested = articles.map(([number, outletId, time]) => {
        const [id, capturedAt] = [exampleId(number), new Date(time)];
        return exampleFile(`${number}.txt`, exampleCapture({ id, outletId, capturedAt, text: `茶 ${number}` }));
      });
      await catalog.files.apply({ ingested, removed: [] });
    });

    test("the days with articles are told with their numbers", async () => {
      expect(await catalog.articles.days({ outletIds: ["two"] })).toEqual([
        { day: "2023-02-28", articles: 1 },
        { day: "2023-05-17", articles: 1 },
        { day: "2024-02-29", articles: 1 },
      ]);
      expect((await catalog.articles.days()).map((count) => count.articles)).toEqual([1, 1, 3, 1, 1]);
      expect(await catalog.articles.days({ outletIds: [] })).toEqual([]);
    });

    test("a day's articles come by first capture, then by id", async () => {
      expect(numbers(await catalog.articles.capturedOn("2023-05-17"))).toEqual([3, 4, 5]);
      expect(numbers(await catalog.articles.capturedOn("2023-05-17", { outletIds: ["one", "one"] }))).toEqual([3, 5]);
      expect(await catalog.articles.capturedOn("2024-05-17")).toEqual([]);
      expect(await catalog.articles.capturedOn("2024-05-32")).toEqual([]);
    });

    test("a day of many articles has all of them, and is given up with the reader's wish", async () => {
      const ids = Array.from({ length: 2000 }, (_, index) => exampleId(10_000 + index));
      const ingested = ids.map((id, index) => {
        const capturedAt = new Date(Date.UTC(2025, 0, 1, 0, 0, Math.floor(index / 1500)));
        return exampleFile(`${id}.txt`, exampleCapture({ id, capturedAt }));
      });
      await catalog.files.apply({ ingested, removed: [] });
      const captured = await catalog.articles.capturedOn("2025-01-01");
      expect(captured.map(({ id }) => id)).toEqual(ids);
      const left = new Error("the reader has left");
      const leaving = catalog.articles.capturedOn("2025-01-01", undefined, AbortSignal.abort(left));
      await expect(leaving).rejects.toThrow(left);
    });

    test("a day of every year has its newest articles first", async () => {
      expect(numbers(await catalog.articles.capturedOn("05-17"))).toEqual([5, 4, 3, 1]);
      expect(numbers(await catalog.articles.capturedOn("05-17", { outletIds: ["two"] }))).toEqual([4]);
      expect(numbers(await catalog.articles.capturedOn("02-29"))).toEqual([6]);
      expect(await catalog.articles.capturedOn("02-30")).toEqual([]);
    });

    test("a day knows the nearest days with articles", async () => {
      expect(await catalog.articles.daysBeside(undefined)).toEqual({ before: "2024-05-18" });
      expect(await catalog.articles.daysBeside(undefined, { outletIds: ["two"] })).toEqual({ before: "2024-02-29" });
      expect(await catalog.articles.daysBeside("2024-05-18", { outletIds: ["one"] })).toEqual({ before: "2023-05-17" });
      expect(await catalog.articles.daysBeside("2022-05-17")).toEqual({ after: "2023-02-28" });
      expect(await catalog.articles.daysBeside("2023-05-17", { outletIds: ["one"] })).toEqual({
        before: "2022-05-17",
        after: "2024-05-18",
      });
      expect(await catalog.articles.daysBeside(undefined, { outletIds: ["three"] })).toEqual({});
    });

    test("an article knows those of its outlet before and after it, of one instant by id", async () => {
      const beside = async (number: number): Promise<readonly (string | undefined)[]> => {
        const article = await catalog.articles.find(exampleId(number));
        const { before, after } = article ? await catalog.articles.beside(article) : {};
        return [before?.id, after?.id];
      };
      expect(await beside(1)).toEqual([undefined, exampleId(3)]);
      expect(await beside(6)).toEqual([exampleId(4), undefined]);
      expect(await beside(5)).toEqual([exampleId(3), exampleId(7)]);
      const capturedAt = new Date("2023-05-17T09:00:00Z");
      const same = exampleCapture({ id: exampleId(8), outletId: "one", capturedAt, text: "茶 8" });
      await catalog.files.apply({ ingested: [exampleFile("8.txt", same)], removed: [] });
      expect(await beside(5)).toEqual([exampleId(3), exampleId(8)]);
      expect(await beside(8)).toEqual([exampleId(5), exampleId(7)]);
    });

    test("an article moves to an earlier day when an earlier capture of it turns up", async () => {
      const earlier = exampleCapture({
        id: exampleId(7),
        outletId: "one",
        capturedAt: new Date("2023-02-28T00:00:00Z"),
      });
      await catalog.files.apply({ ingested: [exampleFile("late.txt", earlier)], removed: [] });
      expect(numbers(await catalog.articles.capturedOn("2023-02-28"))).toEqual([7, 2]);
      expect(await catalog.articles.daysBeside(undefined)).toEqual({ before: "2024-02-29" });
    });

    test("an article counts with the bytes that feeds may show of it", async () => {
      const [shown] = await catalog.articles.capturedOn("2022-05-17");
      expect(shown?.shownBytes).toBe(Buffer.byteLength("<p>茶 1</p>"));
      const [id, capturedAt] = [exampleId(1), new Date("2022-05-17T23:59:58Z")];
      const summary = exampleCapture({ id, outletId: "one", capturedAt, text: "茶茶", entries: "summary" });
      await catalog.files.apply({ ingested: [exampleFile("1.txt", summary)], removed: [] });
      expect((await catalog.articles.capturedOn("2022-05-17"))[0]?.shownBytes).toBe(6);
    });

    test("an article counts with the bytes of its first capture, though its file was overwritten", async () => {
      const correction = exampleCapture({
        id: exampleId(1),
        outletId: "one",
        capturedAt: new Date("2022-05-19"),
        text: "茶".repeat(99),
      });
      await catalog.files.apply({ ingested: [exampleFile("1.txt", correction)], removed: [] });
      expect((await catalog.articles.find(exampleId(1)))?.bodyHtml).toBe(correction.bodyHtml);
      expect((await catalog.articles.capturedOn("2022-05-17"))[0]?.shownBytes).toBe(Buffer.byteLength("<p>茶 1</p>"));
    });

    test("words select the articles of a day, and the days next to it", async () => {
      const selection = { ...selecting("茶"), outletIds: ["one"] };
      expect(numbers(await catalog.articles.capturedOn("2023-05-17", selection))).toEqual([3, 5]);
      expect(await catalog.articles.daysBeside("2024-05-18", selection)).toMatchObject({ before: "2023-05-17" });
      expect(await catalog.articles.days(selecting("nothing"))).toEqual([]);
    });

    test("the last day is that of the newest capture, whether it changed anything or not", async () => {
      const again = exampleCapture({ id: exampleId(1), capturedAt: new Date("2025-01-01T00:00:00Z"), text: "茶 1" });
      await catalog.files.apply({ ingested: [exampleFile("again.txt", again)], removed: [] });
      expect(await catalog.articles.extent()).toMatchObject({ lastDay: "2025-01-01" });
    });
  });
}
