import { expect, test } from "vitest";
import { choiceQuery, type AskedChoice } from "../model/addresses.ts";
import type { Choice, FeedDefinition } from "../model/feed.ts";
import { readChoice } from "./read-choice.ts";

function chosen(asked: AskedChoice, feed?: Pick<FeedDefinition, "limit" | "entries">): Choice | undefined {
  const read = readChoice(asked, feed);
  if (!read.ok) throw new Error(read.mistake.message);
  return read.value;
}

test.each<[AskedChoice, Choice]>([
  [{ q: "烏克蘭　NOT 拜登" }, { query: "乌克兰 -拜登" }],
  [
    { q: "茶", limit: "007", entries: "summary" },
    { query: "茶", limit: 7, entries: "summary" },
  ],
  [{ limit: "49" }, { limit: 49 }],
])("%j is %j", (asked, choice) => {
  expect(chosen(asked)).toEqual(choice);
});

test.each<[AskedChoice, Pick<FeedDefinition, "limit" | "entries">]>([
  [{}, {}],
  [{ q: "", limit: "", entries: "" }, {}],
  [{ q: " 　\n" }, {}],
  [{ limit: "50", entries: "full" }, {}],
  [
    { limit: "30", entries: "summary" },
    { limit: 20, entries: "summary" },
  ],
  [{ limit: "20" }, { limit: 20 }],
])("%j chooses nothing from a feed with %j", (asked, feed) => {
  expect(readChoice(asked, feed)).toEqual({ ok: true, value: undefined });
});

test("however a selection is asked for, it has one spelling", () => {
  const spellings = ["乌克兰 -拜登", "-拜登  烏克蘭", "烏克蘭 AND NOT 拜登", "(乌克兰) (-拜登) 乌克兰"];
  const addresses = spellings.map((q) => choiceQuery(chosen({ q, limit: "05", entries: "summary" }) ?? {}));
  expect(new Set(addresses).size).toBe(1);
  const again = Object.fromEntries(new URLSearchParams(addresses[0]));
  expect(choiceQuery(chosen(again) ?? {})).toBe(addresses[0]);
});

test.each<[AskedChoice, keyof AskedChoice, RegExp, number]>([
  [{ q: "乌克兰 (拜登" }, "q", /not closed/, 4],
  [{ q: "x".repeat(501) }, "q", /500 characters/, 500],
  [{ q: "茶", limit: "0" }, "limit", /from 1 to 50/, 0],
  [{ limit: "51" }, "limit", /from 1 to 50/, 0],
  [{ limit: "ten" }, "limit", /from 1 to 50/, 0],
  [{ limit: "9".repeat(10_000) }, "limit", /from 1 to 50/, 0],
  [{ entries: "none" }, "entries", /summary, or full/, 0],
])("%j is refused for its %s", (asked, parameter, message, at) => {
  expect(readChoice(asked)).toMatchObject({
    ok: false,
    parameter,
    written: asked[parameter],
    mistake: { message: expect.stringMatching(message), at },
  });
});

test("a feed of summaries has no full texts to choose", () => {
  expect(readChoice({ entries: "full" }, { entries: "summary" })).toMatchObject({ ok: false, parameter: "entries" });
});
