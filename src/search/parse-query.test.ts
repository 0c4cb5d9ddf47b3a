import fc from "fast-check";
import { expect, test } from "vitest";
import { formatQuery } from "./canonical-query.ts";
import { parseQuery } from "./parse-query.ts";
import { arbitraryQuery } from "./query.fixture.ts";
import { showMistake } from "./query-mistake.ts";

test.each([
  ["乌克兰", { kind: "text", phrase: "乌克兰", isPrefix: false }],
  ["烏克蘭", { kind: "text", phrase: "乌克兰", isPrefix: false }],
  ["G7峰会", { kind: "text", phrase: "g7 峰会", isPrefix: false }],
  ["COVID-19", { kind: "text", phrase: "covid 19", isPrefix: false }],
  ["Put*", { kind: "text", phrase: "put", isPrefix: true }],
  ["“Vladimir Put”*", { kind: "text", phrase: "vladimir put", isPrefix: true }],
  ["北约*", { kind: "text", phrase: "北约", isPrefix: false }],
  ["title：习近平", { kind: "text", field: "title", phrase: "习近平", isPrefix: false }],
  ["outlet:NYT-zh", { kind: "outlet", outletId: "nyt-zh" }],
  ["lang:zh-Hant", { kind: "language", range: "zh-hant" }],
  ["after:2024", { kind: "after", bound: { day: "2024-01-01" } }],
  ["before:2024-5-2", { kind: "before", bound: { day: "2024-05-02" } }],
  ["after:2w", { kind: "after", bound: { daysBack: 14 } }],
  ["after:1y", { kind: "after", bound: { monthsBack: 12 } }],
])("%s is one condition", (text, query) => {
  expect(parseQuery(text)).toEqual({ ok: true, value: query });
});

test.each([
  ["neighbors must all hold, in whatever order", "b　a", "a b"],
  ["AND may be said", "a AND b", "a b"],
  ["what is said twice counts once", "发 髮 發", "发"],
  ["OR binds less than neighbors", "a b OR c", "a b OR c"],
  ["parentheses bind more", "a (c|b)", "a (b OR c)"],
  ["a group in a group of its kind is no group", "((a) (b c))", "a b c"],
  ["operators are known in any case and width", "ａ　ＯＲ　b or c | d || e", "a OR b OR c OR d OR e"],
  ["exclusion", "a NOT b -c －title:d", "a -b -c -title:d"],
  ["exclusion of a group", "NOT (a OR b)", "-(a OR b)"],
  ["what is excluded twice is asked for", "not -a", "a"],
  ["quotation marks of every kind", `"a b" “c d” 「e f」 『g h』 ＂i j＂`, `"a b" "c d" "e f" "g h" "i j"`],
  ["operators as words", `"or" title:not`, `"or" title:"not"`],
  ["a quotation ends a word", `乌克兰"北约"`, "乌克兰 北约"],
  ["signs of no meaning", "美国 - 中国 …… ， --x", "x 中国 美国"],
  ["a colon after a headline's first word", "Ukraine: 12:30 战争：一年", `"12 30" "战争 一年" ukraine`],
  ["a comma parts words that must all hold", "火车站，图书馆、b, c or d,e", `b c 图书馆 火车站 OR d e`],
  ["a comma in a number does not", "1,000 2，5", `"1 000" "2 5"`],
  ["a field may be apart from its word", "author: 储百亮", "author:储百亮"],
])("%s: %s", (_what, text, canonical) => {
  const query = parseQuery(text);
  expect(query.ok ? formatQuery(query.value) : query.mistake).toBe(canonical);
});

test.each([
  ["", "", "^", "The query is empty."],
  ["，。", "，。", "^", "There is no letter or digit to search for."],
  ["习近平 “普京", "习近平 “普京", "       ^", "This quotation mark is not closed."],
  ["「」", "「」", "^", "There is no letter or digit between these quotation marks."],
  ["（乌克兰", "（乌克兰", "^", "This parenthesis is not closed."],
  ["乌克兰）", "乌克兰）", "      ^", "No parenthesis is open here."],
  ["a ()", "a ()", "  ^", "There is nothing to search for between these parentheses."],
  ["普京 OR", "普京 OR", "     ^", "OR needs a term after it."],
  ["| a", "| a", "^", "OR needs a term before it."],
  ["a not", "a not", "  ^", "NOT needs a term after it."],
  ["北*约", "北*约", "  ^", "A * can stand only at the end of a word."],
  ["*", "*", "^", "A * stands for the rest of a word, and must follow its beginning."],
  ["title: (a)", "title: (a)", "       ^", "title: takes a word or a quoted phrase."],
  [
    "outlet:纽约时报",
    "outlet:纽约时报",
    "       ^",
    "outlet: takes the id of an outlet, such as nyt-zh, or a part of its name.",
  ],
  ["lang:*", "lang:*", "     ^", "lang: takes a language tag, such as zh, zh-Hant or en."],
  [
    "台湾 after:2024-02-30",
    "台湾 after:2024-02-30",
    "           ^",
    "after: takes a date (2024, 2024-05, 2024-05-02) or a span (30d, 2w, 6m, 1y).",
  ],
  [
    "台湾 titel:a",
    "台湾 titel:a",
    "     ^",
    "There is no field titel:. Did you mean title:? To search for it as text, put it between quotation marks.",
  ],
])("%j is a mistake, and the caret says where", (text, line, caret, message) => {
  const query = parseQuery(text);
  if (query.ok) throw new Error(formatQuery(query.value));
  expect(query.mistake.message).toBe(message);
  expect(showMistake(text, query.mistake)).toBe(`${line}\n${caret}`);
});

test.each([
  ["length", "a".repeat(501), "A query can have 500 characters.", 500],
  ["terms", "a ".repeat(33), "A query can have 32 terms.", 64],
  ["nesting", `${"(".repeat(9)}a${")".repeat(9)}`, "Parentheses can be 8 deep.", 8],
])("%s is limited", (_what, text, message, at) => {
  expect(parseQuery(text)).toMatchObject({ ok: false, mistake: { message, at } });
});

test("a query that is too long when it is spelled out is refused, so that every canonical spelling is a query", () => {
  const text = Array.from({ length: 31 }, (_, number) => `after:${2000 + number}`).join("|") + ` ${"x".repeat(150)}`;
  expect(text.length).toBeLessThanOrEqual(500);
  expect(parseQuery(text)).toMatchObject({ ok: false, mistake: { at: text.length } });
});

test("the caret of a long query is shown with what is around it", () => {
  const text = `${"国".repeat(300)}*${"国".repeat(190)}`;
  const query = parseQuery(text);
  if (query.ok) throw new Error(formatQuery(query.value));
  const around = "国".repeat(60);
  expect(showMistake(text, query.mistake)).toBe(`…${around}*${around.slice(1)}…\n${" ".repeat(121)}^`);
});

test("a canonical spelling is a spelling of the same query", () => {
  fc.assert(
    fc.property(arbitraryQuery, (query) => {
      const spelled = formatQuery(query);
      fc.pre(spelled.length <= 500);
      expect(parseQuery(spelled)).toEqual({ ok: true, value: query });
    }),
    { numRuns: 2000 },
  );
});

const respellings: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(" ", "　").replaceAll("(", "（").replaceAll(")", "）").replaceAll(":", "："),
  (text) =>
    text
      .replaceAll(" OR ", " | ")
      .replaceAll(/(^|[ (])-/g, "$1NOT  ")
      .replaceAll(" ", "  "),
  (text) => text.toUpperCase(),
  (text) => text.replaceAll(/"([^"]*)"/g, "「$1」"),
];

test("how a query is spelled makes no difference", () => {
  fc.assert(
    fc.property(arbitraryQuery, fc.constantFrom(...respellings), (query, respell) => {
      const text = respell(formatQuery(query));
      fc.pre(text.length <= 500);
      expect(parseQuery(text)).toEqual({ ok: true, value: query });
    }),
    { numRuns: 2000 },
  );
});

test("any text is a query that has one spelling, or a mistake within it", () => {
  const unit = fc.oneof(
    fc.constantFrom("(", ")", "|", "-", '"', "“", "「", "」", "*", ":", " "),
    fc.constantFrom("or", "not", "title:", "after:", "1y", "中", "a"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      const query = parseQuery(text);
      const again = query.ok ? parseQuery(formatQuery(query.value)) : query;
      expect(again).toEqual(query);
      const at = query.ok ? 0 : query.mistake.at;
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 3000 },
  );
});

test.each(["(", "-", '"', "a:", "title:", "not ", "*", "\u{200b}", "「", "a|", "((a|", "é\u{301}"])(
  "a million characters of %j are answered as fast as one",
  (part) => {
    const text = part.repeat(1_000_000);
    const query = parseQuery(text);
    if (query.ok) throw new Error("it has too many characters");
    expect(showMistake(text, query.mistake).length).toBeLessThan(400);
    expect(parseQuery(part.repeat(500).slice(0, 500))).toBeDefined();
  },
);

const outlets = [
  { id: "nyt-zh", name: "纽约时报中文网" },
  { id: "bbc-zh", name: "BBC News 中文" },
  { id: "bbc", name: "英国广播公司" },
];

test.each([
  ["outlet:纽约时报", "outlet:nyt-zh"],
  ["outlet:紐約時報", "outlet:nyt-zh"],
  ['outlet:"bbc news"', "outlet:bbc-zh"],
  ["outlet:中文", "outlet:bbc-zh OR outlet:nyt-zh"],
  ["茶 -outlet:中文", "茶 -(outlet:bbc-zh OR outlet:nyt-zh)"],
  ["outlet:BBC", "outlet:bbc"],
  ["outlet:gone-zh", "outlet:gone-zh"],
])("%s names outlets by parts of their names: %s", (text, canonical) => {
  const query = parseQuery(text, outlets);
  expect(query.ok ? formatQuery(query.value) : query.mistake).toBe(canonical);
});

test("an outlet that no name has is a mistake", () => {
  expect(parseQuery("outlet:晨报", outlets)).toMatchObject({
    ok: false,
    mistake: { code: "no-outlet", value: "晨报" },
  });
});
