import fc from "fast-check";
import { expect, test } from "vitest";
import type { Article } from "../model/article.ts";
import { article } from "../model/article.fixture.ts";
import { fairMix } from "./fair-mix.ts";

/** Articles of outlets named by a letter each, newest first. */
function articlesOf(outlets: string): Article[] {
  return Array.from(outlets, (outletId, number) => article(number, { outletId }));
}

function mix(outlets: string, limits: { entries?: number; share?: number; bytes?: number } = {}): string {
  const mixed = fairMix(articlesOf(outlets), { entries: 10, share: 40, bytes: Infinity, ...limits });
  return mixed.map(({ outletId }) => outletId).join("");
}

test.each([
  ["a prolific outlet leaves room for the others", "aaaaaaaaaabbbbbbccc", "aaaabbbbcc"],
  ["articles keep their order", "ababacacac" + "b".repeat(5), "ababacaccb"],
  ["where the others have too few, the newest of what is left fills the rest", "aaaaaaaabcaaaa", "aaaaaaaabc"],
  ["an outlet alone fills its feed", "aaaaaaaaaaaa", "aaaaaaaaaa"],
  ["too few articles are all there", "aab", "aab"],
  ["nothing is nothing", "", ""],
])("%s", (_, outlets, mixed) => {
  expect(mix(outlets)).toBe(mixed);
});

test("however small its share, each outlet may have one entry", () => {
  expect(mix("aaaabbbc", { entries: 3, share: 1 })).toBe("abc");
});

test("where bytes allow fewer entries, the share is one of those", () => {
  const [{ bodyHtml }] = [article(0)];
  expect(mix("aaaaaaaabbbbbbbccc", { bytes: 5 * Buffer.byteLength(bodyHtml) })).toBe("aabbc");
});

test("no more is read than it takes, and never more than 500 articles", () => {
  let read = 0;
  function* endless(outlets: string): Generator<Article> {
    for (;;) yield article(read, { outletId: outlets[read++ % outlets.length] ?? "" });
  }
  fairMix(endless("abc"), { entries: 10, share: 40, bytes: Infinity });
  expect(read).toBe(10);
  read = 0;
  expect(fairMix(endless("a"), { entries: 10, share: 40, bytes: Infinity })).toHaveLength(10);
  expect(read).toBe(500);
});

test("whatever there is, the feed is full, in order, and fair", () => {
  const outlets = fc.string({ unit: fc.constantFrom("a", "a", "a", "b", "c"), maxLength: 60 });
  fc.assert(
    fc.property(outlets, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100 }), (names, entries, share) => {
      const all = articlesOf(names);
      const mixed = fairMix(all, { entries, share, bytes: Infinity });
      expect(mixed).toHaveLength(Math.min(entries, all.length));
      expect(mixed).toEqual(all.filter((one) => mixed.includes(one)));
      const most = Math.max(1, Math.floor((entries * share) / 100));
      for (const outletId of new Set(names)) {
        const shown = mixed.filter((one) => one.outletId === outletId);
        expect(shown).toEqual(all.filter((one) => one.outletId === outletId).slice(0, shown.length));
        if (shown.length <= most) continue;
        // Every other outlet has nothing left that its share has room for.
        const others = [...new Set(names)].filter((other) => other !== outletId);
        for (const other of others) {
          const has = all.filter((one) => one.outletId === other).length;
          expect(mixed.filter((one) => one.outletId === other).length).toBeGreaterThanOrEqual(Math.min(has, most));
        }
      }
    }),
  );
});
