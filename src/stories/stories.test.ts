import fc from "fast-check";
import { expect, test } from "vitest";
import type { Corrections, Report } from "../model/story.ts";
import { noCorrections } from "./corrections.ts";
import { compareInTime, findParent, WINDOW_MS, type Linkable } from "./find-parent.ts";
import { resemblance } from "./resemblance.ts";
import { signatureOf, type Signature } from "./signature.ts";
import { relink, type Linked } from "./relink.ts";
import { wordsOfBoth } from "./words-of-both.ts";
import { leadOf, storiesOf, storyId, withoutTwins } from "./story.ts";

const hour = 3_600_000;
const begin = Date.UTC(2024, 4, 17);

const language = "zh-Hans";

function linkable(id: string, outletId: string, hours: number, title: string, body = ""): Linkable {
  const publishedAt = new Date(begin + hours * hour);
  return { id, outletId, publishedAt, signature: signatureOf({ title, bodyHtml: `<p>${body}</p>`, language }) };
}

const flood = "黔江水库垮坝三村撤离";
const meeting = "渔业大臣会晤造船工会代表";

function linked(articles: readonly Linkable[], corrections: Corrections = noCorrections): readonly Report[] {
  return articles.map((article) => {
    const link = findParent(article, articles, corrections);
    const { id, outletId, publishedAt } = article;
    return { id, outletId, publishedAt, firstCapturedAt: publishedAt, ...(link && { link }) };
  });
}

const groups = (reports: readonly Report[]): readonly string[] =>
  storiesOf(reports).map((story) => story.reports.map(({ id }) => id).join(" "));

test("reports of one event by several outlets are a story, which has its id from the first", () => {
  const reports = linked([
    linkable("c", "two", 5, `${flood}之后`),
    linkable("a", "one", 0, flood),
    linkable("b", "two", 1, meeting),
  ]);
  expect(groups(reports)).toEqual(["a c", "b"]);
  expect(storiesOf(reports)[0]?.id).toBe(storyId("a"));
});

test.each([
  ["what one outlet says again", linkable("b", "one", 1, flood)],
  ["what is said 72 hours later", linkable("b", "two", WINDOW_MS / hour + 1, flood)],
  ["another event", linkable("b", "two", 1, meeting)],
])("%s is a story of its own", (_what, other) => {
  expect(groups(linked([linkable("a", "one", 0, flood), other]))).toEqual(["a", "b"]);
});

test("an article and its twin are one report's", () => {
  const twin = { ...linkable("b", "one", 0, "黔江水庫垮壩三村撤離"), twinId: "a" };
  expect(groups(linked([linkable("a", "one", 0, flood), twin]))).toEqual(["a b"]);
});

function reportLinkedTo(id: string, to?: string): Report {
  const publishedAt = new Date(begin);
  return { id, outletId: id, publishedAt, firstCapturedAt: publishedAt, ...(to !== undefined && { link: { to } }) };
}

test("links to a version that gives way count for the one that stands for it, which takes its link over", () => {
  // The Traditional b came first; c is in Simplified.
  const links = [["a"], ["b", "a"], ["c", "b"], ["d", "b"], ["e", "b"]] as const;
  const reports = links.map(([id, to]) => reportLinkedTo(id, to));
  const shown = withoutTwins(reports, new Map([["b", "c"]]));
  expect(shown.map(({ id, link }) => [id, link?.to])).toEqual([
    ["a", undefined],
    ["c", "a"],
    ["d", "c"],
    ["e", "c"],
  ]);
  expect(leadOf(shown)?.id).toBe("c");
});

test("both scripts, letter cases and widths have one signature", () => {
  const signature = signatureOf({ title: "G7峰会讨论后续发展", bodyHtml: "<p>（Reuters）</p>", language });
  expect(signatureOf({ title: "Ｇ７峰會討論後續發展", bodyHtml: "<div>(REUTERS)</div>", language: "zh-Hant" })).toEqual(
    signature,
  );
  expect(resemblance(signature, signature)).toBeCloseTo(1);
});

test("in a language whose words were not weighed, articles that share common words alone are not alike", () => {
  const budget = signatureOf({
    title: "Council votes on the budget of the city",
    bodyHtml: "<p>The vote came after months of talks on the plan.</p>",
    language: "en",
  });
  const frog = signatureOf({
    title: "A new frog is found in the hills of Peru",
    bodyHtml: "<p>The animal lives in the moss of the hills, in the rain.</p>",
    language: "en",
  });
  expect(resemblance(budget, frog)).toBe(0);
});

test("the operator joins reports that differ and parts others", () => {
  const reports = [linkable("a", "one", 0, flood), linkable("b", "two", 1, flood), linkable("c", "two", 2, meeting)];
  expect(groups(linked(reports, { join: [["c", "b"]], forbid: [["a", "b"]] }))).toEqual(["a", "b c"]);
});

test("the report that most others resemble leads, else the first", () => {
  const reports = linked([
    linkable("a", "one", 0, flood),
    linkable("b", "two", 1, `${flood}：救援队抵达`),
    linkable("c", "three", 2, `${flood}：救援队抵达现场`),
    linkable("d", "four", 3, `救援队抵达：${flood}`),
  ]);
  expect(leadOf(reports)?.id).toBe("b");
  expect(leadOf(reports.slice(0, 2))?.id).toBe("a");
  expect(leadOf([])).toBeUndefined();
});

/** Words of which headlines are made, so that many are alike. */
const words = ["水库", "垮坝", "三村", "撤离", "大臣", "会晤", "工会", "造船", "选举", "结果", "公布", "罢工"];
const article = fc.record({
  outletId: fc.constantFrom("one", "two", "three"),
  hours: fc.integer({ min: 0, max: 200 }),
  title: fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 5 }).map((picked) => picked.join("")),
});
const articles = fc
  .array(article, { maxLength: 24 })
  .map((all) => all.map(({ outletId, hours, title }, index) => linkable(`id-${index}`, outletId, hours, title)));

test("stories are the same in whatever order reports come", () => {
  fc.assert(
    fc.property(articles, fc.infiniteStream(fc.nat()), (all, keys) => {
      const shuffled = all.map((one) => ({ one, key: keys.next().value ?? 0 })).toSorted((a, b) => a.key - b.key);
      expect(groups(linked(shuffled.map(({ one }) => one)))).toEqual(groups(linked(all)));
    }),
  );
});

test("one article more or less changes no link but those of the 72 hours after it", () => {
  fc.assert(
    fc.property(articles, (all) => {
      const [gone, ...left] = all;
      if (!gone) return;
      const before = new Map(linked(all).map(({ id, link }) => [id, link]));
      const changed = linked(left).filter(({ id, link }) => link?.to !== before.get(id)?.to);
      for (const { publishedAt } of changed) {
        const apartMs = publishedAt.getTime() - gone.publishedAt.getTime();
        expect(apartMs).toBeGreaterThanOrEqual(0);
        expect(apartMs).toBeLessThanOrEqual(WINDOW_MS);
      }
    }),
  );
});

/** Reports linked change by change, each of which adds an article, changes one or takes one away. */
class Shelf {
  readonly reports = new Map<string, Linked>();

  change(one: Linkable, isGone: boolean): void {
    const before = this.reports.get(one.id);
    if (isGone) this.reports.delete(one.id);
    else this.reports.set(one.id, { ...one, ...(before?.link && { link: before.link }) });
    const since = [one, ...(before ? [before] : [])].map(({ publishedAt }) => publishedAt.getTime());
    const ids = new Set(isGone ? [] : [one.id]);
    const touched = { ids, since: new Date(Math.min(...since)) };
    for (const [id, link] of relink([...this.reports.values()], touched, noCorrections)) {
      const { link: _before, ...report }: Linked = this.reports.get(id) ?? one;
      this.reports.set(id, link ? { ...report, link } : report);
    }
  }
}

const links = (all: readonly Pick<Report, "id" | "link">[]): unknown =>
  all.map(({ id, link }) => [id, link?.to, link?.score]);

test("articles that come, change and go one by one are linked as if they had come at once", () => {
  fc.assert(
    fc.property(articles, articles, fc.array(fc.nat({ max: 23 })), (before, after, gone) => {
      const shelf = new Shelf();
      for (const one of [...before, ...after]) shelf.change(one, false);
      for (const index of gone) {
        const one = shelf.reports.get(`id-${index}`);
        if (one) shelf.change(one, true);
      }
      const left = [...shelf.reports.values()];
      expect(links(left)).toEqual(links(linked(left)));
    }),
  );
});

test("every report is in one story, of 72 hours at most, and but for the first each is linked to one before it", () => {
  fc.assert(
    fc.property(articles, (all) => {
      const stories = storiesOf(linked(all));
      expect(stories.flatMap(({ reports }) => reports.map(({ id }) => id)).toSorted()).toEqual(
        all.map(({ id }) => id).toSorted(),
      );
      for (const { reports } of stories) {
        const isWithin = reports.map(({ link }) => reports.some(({ id }) => id === link?.to));
        expect(isWithin).toEqual(reports.map((_report, index) => index > 0));
        expect(reports).toEqual(reports.toSorted(compareInTime));
        const [first, last] = [reports[0]?.publishedAt.getTime() ?? 0, reports.at(-1)?.publishedAt.getTime() ?? 0];
        expect(last - first).toBeLessThanOrEqual(WINDOW_MS);
      }
    }),
  );
});

test("daily figures of two outlets are no story without end, and what the operator joins is one however late", () => {
  const days = Array.from({ length: 8 }, (_, day) => [
    linkable(`a${day}`, "one", 24 * day, "新增病例通报"),
    linkable(`b${day}`, "two", 24 * day + 6, "新增病例通报"),
  ]).flat();
  expect(groups(linked(days))).toEqual(["a0 b0 a1 b1 a2 b2 a3", "b3 a4 b4 a5 b5 a6 b6", "a7 b7"]);
  expect(groups(linked(days, { join: [["a3", "b3"]], forbid: [] })).slice(0, 2)).toEqual([
    "a0 b0 a1 b1 a2 b2 a3 b3",
    "a4 b4 a5 b5 a6 b6 a7",
  ]);
});

test("what two reports have in common is told in words, the most telling first", () => {
  const one = { title: "黔江水库垮坝", bodyHtml: "<p>渔业大臣说，三村撤离。</p>", language };
  const other = { title: "三村撤离，黔江水库告急", bodyHtml: "<p>大臣没有说话。</p>", language };
  expect(wordsOfBoth(one, other, 3)).toEqual(["黔江水库", "三村撤离", "大臣"]);
  expect(wordsOfBoth(one, { title: "别的", bodyHtml: "", language }, 3)).toEqual([]);
});

test.each(Array.from({ length: 20 }, (_, bit) => bit))("terms that differ in bit %i alone are two", (bit) => {
  const [zero, other]: [Signature, Signature] = [Uint32Array.of(100), Uint32Array.of(2 ** bit * 256 + 100)];
  expect(resemblance(zero, other)).toBe(0);
  expect(resemblance(other, other)).toBe(1);
});
