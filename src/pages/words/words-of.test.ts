import { expect, test } from "vitest";
import { chineseScript } from "../../lib/text/chinese-script.ts";
import { english } from "./en.ts";
import { traditional } from "./zh-hant.ts";
import { simplified } from "./zh-hans.ts";

/** Every sentence of a table, those made of values with harmless ones. */
function sentences(words: object): string[] {
  return Object.values(words).flatMap((value: unknown): string[] => {
    if (typeof value === "string") return [value];
    if (typeof value === "function") return [String(value(2, 3))];
    return typeof value === "object" && value !== null ? sentences(value) : [];
  });
}

const plainOf = ({
  names: _names,
  perDay: _perDay,
  opmlNote: _opmlNote,
  everyFeedNote: _everyFeedNote,
  policyRules,
  ...plain
}: typeof simplified): string[] => [...sentences(plain), ...policyRules({ maxAgeMinutes: 5 }).map(String)];

test("what stands in one script holds nothing of the other", () => {
  expect(plainOf(traditional).filter((sentence) => chineseScript(sentence) === "zh-Hans")).toEqual([]);
  expect(plainOf(simplified).filter((sentence) => chineseScript(sentence) === "zh-Hant")).toEqual([]);
  expect(plainOf(english).filter((sentence) => !/^[^\p{Script=Han}]*$/u.test(sentence)).length).toBe(5);
});

test("English counts one and many", () => {
  expect([0, 1, 2, 1000].map(english.articles)).toEqual(["0 articles", "1 article", "2 articles", "1,000 articles"]);
});
