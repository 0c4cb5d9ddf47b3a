import { beforeEach, describe, expect, test } from "vitest";
import type { ArticlePair, Story } from "../../model/story.ts";
import { signatureOf } from "../../stories/signature.ts";
import { storyId } from "../../stories/story.ts";
import type { Catalog, IngestedFile, StoryChoice } from "../catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "./example-file.ts";

const begin = Date.UTC(2024, 4, 17);
const hour = 3_600_000;
const at = (hours: number): Date => new Date(begin + hours * hour);

const flood = "黔江水库垮坝三村撤离";
const meeting = "渔业大臣会晤造船工会代表";

/** A file of an outlet's article, published and captured so many hours after the beginning. */
function report(number: number, outletId: string, hours: number, title: string): IngestedFile {
  const times = { publishedAt: at(hours), capturedAt: at(hours + 1) };
  const claims = { id: exampleId(number), outletId, title, text: title, canonicalUrl: `https://${outletId}/${number}` };
  return exampleFile(`${number}.txt`, exampleCapture({ ...claims, ...times }));
}

/** The file with the signature of an article of that title. */
function signed(file: IngestedFile, title: string): IngestedFile {
  return { ...file, articleSignature: signatureOf({ title, bodyHtml: "", language: "zh-Hans" }) };
}

const pair = (one: number, other: number): ArticlePair => [exampleId(one), exampleId(other)];

/** A text that has no term in common with that of another number. */
const word = (number: number): string => String.fromCodePoint(0x4e00 + 7 * number, 0x4e03 + 7 * number).repeat(3);

const written = ({ reports }: Story): string => reports.map(({ id }) => Number(id.slice(-3))).join(" ");

/** The promises of every engine on stories. `openEmpty` opens an empty catalog, which is closed after the test. */
export function describeStories(name: string, openEmpty: () => Promise<Catalog>): void {
  describe(`${name} as a catalog of stories`, () => {
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await openEmpty();
    });
    const ingest = (...ingested: readonly IngestedFile[]) => catalog.files.apply({ ingested, removed: [] });
    const remove = (...removed: string[]) => catalog.files.apply({ ingested: [], removed });
    const stories = async (choice?: StoryChoice): Promise<readonly string[]> =>
      (await Array.fromAsync(catalog.articles.stories(choice))).map(written);
    const storyOf = async (number: number): Promise<string | undefined> =>
      (await catalog.articles.find(exampleId(number)))?.storyId;
    const maintain = async (...given: Parameters<Catalog["state"]["maintain"]>): Promise<void> => {
      while ((await catalog.state.maintain(...given)).left > 0);
    };

    test("reports of an event by two outlets are a story, with its links and times", async () => {
      await ingest(report(1, "one", 0, flood), report(2, "two", 3, `${flood}了`), report(3, "two", 1, meeting));
      const [story] = await Array.fromAsync(catalog.articles.stories());
      expect(story).toEqual({
        id: storyId(exampleId(1)),
        shared: { since: at(4), joinedAt: at(4) },
        reports: [
          { id: exampleId(1), outletId: "one", publishedAt: at(0), firstCapturedAt: at(1) },
          {
            id: exampleId(2),
            outletId: "two",
            publishedAt: at(3),
            firstCapturedAt: at(4),
            link: { to: exampleId(1), score: expect.closeTo(0.97, 1) },
          },
        ],
      });
      expect([await storyOf(1), await storyOf(2), await storyOf(3)]).toEqual([
        storyId(exampleId(1)),
        storyId(exampleId(1)),
        storyId(exampleId(3)),
      ]);
    });

    test("a report that nobody else has is a story that is found by its id alone", async () => {
      await ingest(report(1, "one", 0, flood), report(2, "one", 1, flood));
      expect(await stories()).toEqual([]);
      expect(await stories({ id: storyId(exampleId(2)) })).toEqual(["2"]);
      expect(await stories({ id: storyId(exampleId(9)) })).toEqual([]);
    });

    test("an earlier report that comes late begins the story, and outlets of all its reports changed", async () => {
      await ingest(report(2, "two", 3, flood), report(3, "three", 4, flood));
      const revision = (await catalog.articles.find(exampleId(2)))?.revision;
      const { outletIds } = await ingest(report(1, "one", 0, flood));
      expect([...outletIds].sort()).toEqual(["one", "three", "two"]);
      expect(await stories()).toEqual(["1 2 3"]);
      expect(await storyOf(3)).toBe(storyId(exampleId(1)));
      expect((await catalog.articles.find(exampleId(2)))?.revision).not.toBe(revision);
    });

    test("a story that a report leaves for a parent that comes late, and moves itself, is one outlet's again", async () => {
      await ingest(report(1, "one", 0, flood), report(3, "two", 20, meeting));
      await ingest(report(4, "three", 22, meeting + flood));
      expect(await stories()).toEqual(["3 4"]);
      await ingest(report(2, "two", 21, meeting + flood));
      expect(await stories()).toEqual(["1 2 4"]);
    });

    test("a story takes in 72 hours, and those that follow it are cut anew when it begins at another time", async () => {
      const days = [0, 30, 60, 90, 120, 150, 180, 210];
      const series = days.map((hours, index) => report(index + 1, index % 2 === 0 ? "one" : "two", hours, flood));
      await ingest(...series);
      expect(await stories({ oldestFirst: true })).toEqual(["1 2 3", "4 5 6", "7 8"]);
      await remove("1.txt");
      expect(await stories({ oldestFirst: true })).toEqual(["2 3 4", "5 6 7"]);
      expect(await storyOf(8)).toBe(storyId(exampleId(8)));
      const { outletIds } = await ingest(...series.slice(0, 1));
      expect([...outletIds].sort()).toEqual(["one", "two"]);
      expect(await stories({ oldestFirst: true })).toEqual(["1 2 3", "4 5 6", "7 8"]);
      await ingest(report(1, "one", -20, flood));
      expect(await stories({ oldestFirst: true })).toEqual(["1 2", "3 4 5", "6 7 8"]);
    });

    test("a report that is removed or taken down leaves its story, and one that is edited may", async () => {
      await ingest(report(1, "one", 0, flood), report(2, "two", 3, flood), report(3, "three", 4, flood));
      await remove("1.txt");
      expect(await stories()).toEqual(["2 3"]);
      const takedown = { type: "takedown", id: exampleId(2), when: at(9) } as const;
      await catalog.files.apply({ ingested: [], removed: [], rulings: [takedown] });
      expect(await catalog.state.takedowns(exampleId(2))).toMatchObject([{ storyId: storyId(exampleId(2)) }]);
      expect(await stories()).toEqual([]);
      expect(await storyOf(3)).toBe(storyId(exampleId(3)));
      // One that is alone was no report of a story that readers know.
      const alone = { ...takedown, id: exampleId(3) };
      await catalog.files.apply({ ingested: [], removed: [], rulings: [alone] });
      expect((await catalog.state.takedowns(exampleId(3)))[0]).not.toHaveProperty("storyId");
      await catalog.files.apply({ ingested: [], removed: [], rulings: [{ ...alone, type: "restoration" }] });
      await ingest(report(1, "one", 0, flood));
      expect(await stories()).toEqual(["1 3"]);
      await ingest(report(1, "one", 0, meeting));
      expect(await stories()).toEqual([]);
    });

    test("a report is linked by the signature that came with the capture shown, and else by one made of that", async () => {
      await ingest(report(1, "one", 0, flood), signed(report(2, "two", 3, meeting), flood));
      expect(await stories()).toEqual(["1 2"]);
      await ingest(report(3, "three", 4, meeting));
      const times = { publishedAt: at(4), capturedAt: at(4) };
      const older = exampleCapture({ id: exampleId(3), outletId: "three", title: flood, text: flood, ...times });
      await ingest(signed(exampleFile("3-older.txt", older), flood));
      expect(await stories()).toEqual(["1 2"]);
      await remove("3.txt");
      expect(await stories()).toEqual(["1 2 3"]);
    });

    test("stories come by the latest joining outlet, from a span, and one outlet's follow-up is no news", async () => {
      await ingest(report(1, "one", 0, flood), report(2, "two", 3, flood));
      await ingest(report(3, "one", 1, meeting), report(4, "two", 2, meeting));
      await ingest(report(5, "one", 20, flood));
      expect(await stories()).toEqual(["1 2 5", "3 4"]);
      expect(await stories({ oldestFirst: true })).toEqual(["3 4", "1 2 5"]);
      expect(await stories({ from: at(4) })).toEqual(["1 2 5"]);
      expect(await stories({ until: at(4) })).toEqual(["3 4"]);
      await ingest(report(6, "three", 30, meeting));
      expect(await stories()).toEqual(["3 4 6", "1 2 5"]);
      expect(await stories({ by: "since" })).toEqual(["1 2 5", "3 4 6"]);
    });

    test("what the operator says of stories holds from the next maintenance on, and for what comes then", async () => {
      await ingest(report(1, "one", 0, flood), report(2, "two", 3, flood), report(3, "three", 1, meeting));
      await maintain({ join: [pair(3, 1), pair(5, 3)], forbid: [pair(1, 2)] });
      expect(await stories()).toEqual(["1 3"]);
      await ingest(report(5, "five", 9, "别的"));
      expect(await stories()).toEqual(["1 3 5"]);
      await maintain();
      expect(await stories()).toEqual(["1 2"]);
    });

    test("a report that is linked otherwise in its story has its outlet told of, as another may lead", async () => {
      await ingest(report(1, "one", 0, flood), report(2, "two", 3, flood), report(3, "three", 1, flood));
      const [before] = await Array.fromAsync(catalog.articles.stories());
      expect(before?.reports.map(({ link }) => link?.to)).toEqual([undefined, exampleId(1), exampleId(3)]);
      const { outletIds } = await catalog.state.maintain({ join: [pair(2, 1)], forbid: [] });
      expect([...outletIds]).toEqual(["two"]);
      expect(await stories()).toEqual(["1 3 2"]);
    });

    test("what the operator says again leaves nothing to do", async () => {
      await ingest(...Array.from({ length: 300 }, (_, index) => report(index, "one", index, word(index))));
      expect(await catalog.state.maintain({ forbid: [], join: [] })).toMatchObject({ left: 0 });
      await maintain({ forbid: [pair(1, 2)], join: [pair(3, 4)] });
      expect(await catalog.state.maintain({ join: [pair(3, 4)], forbid: [pair(1, 2)] })).toMatchObject({ left: 0 });
    });

    test("a catalog of many stories yields all of them", async () => {
      const pairs = Array.from({ length: 120 }, (_, index) => [
        report(2 * index, "one", index, word(index)),
        report(2 * index + 1, "two", index, word(index)),
      ]);
      await ingest(...pairs.flat());
      expect(await stories()).toHaveLength(120);
      expect((await stories({ oldestFirst: true })).toReversed()).toEqual(await stories());
    });
  });
}
