import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeArticle } from "../src/normalize/normalize-article.ts";
import { parseArticle } from "../src/parse/parse-article.ts";
import { corpusCases, projectOutlets } from "./corpus-cases.ts";
import { linesOf, solid, wordsLost, wordsOf } from "./words.ts";

const outlets = projectOutlets();
const everyOutlet = [...outlets.all, outlets.generic];

/** Elements that are facts, captions, labels or credits where they stand alone. In a sentence they are words. */
const wrappers: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ['<time datetime="2024-03-01 11:30:00">', "</time>"],
  ["<time>", "</time>"],
  ['<a rel="author" href="/x">', "</a>"],
  ['<span class="byline">', "</span>"],
  ['<span class="date published">', "</span>"],
  ['<span class="dek subtitle">', "</span>"],
  ['<span itemprop="author">', "</span>"],
  ['<span itemprop="datePublished">', "</span>"],
  ["<i>", "</i>"],
  ["<b>", "</b>"],
  ["<strong>", "</strong>"],
  ["<em>", "</em>"],
  ["<small>", "</small>"],
  ["<cite>", "</cite>"],
  ['<span class="credit copyright">', "</span>"],
];
const said = fc.constantFrom(
  "甲乙丙",
  "2024-03-01 11:30",
  "林某某",
  "Jane Doe",
  "3月1日",
  "河水上涨",
  "综合报道",
  "广告",
);
const wrapped = fc.tuple(said, fc.constantFrom(...wrappers)).map(([text, [before, after]]) => before + text + after);
/** Words, with others beside them that belong to no fact. */
const sentence = fc
  .tuple(fc.constantFrom("他说，", "在此之前", "“这是", "The "), fc.array(wrapped, { minLength: 1, maxLength: 4 }))
  .map(([opening, parts]) => `${opening}${parts.join("，")}的事。`);
const block = fc
  .tuple(
    fc.constantFrom("p", "div", "li", "blockquote", "td", "section"),
    fc.array(sentence, { minLength: 1, maxLength: 3 }),
  )
  .map(([tag, sentences]) => `<${tag}>${sentences.join("<br>")}</${tag}>`);
const body = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => blocks.join(""));

test.each(everyOutlet.map((outlet) => [outlet.id, outlet] as const))(
  "no sentence loses a word by the rules of %s",
  (_id, outlet) => {
    fc.assert(
      fc.property(body, (bodyHtml) => {
        const url = `https://${outlet.hosts[0] ?? "blog.example"}/a/1`;
        const raw = { title: "标题", url, bodyHtml, capturedAt: new Date("2024-04-01T00:00:00Z") };
        const outcome = normalizeArticle(raw, outlet);
        if (!outcome.ok) throw new Error(outcome.problem.message);
        const words = wordsOf(outcome.value);
        expect(linesOf(bodyHtml).filter((line) => !words.includes(line))).toEqual([]);
        expect(solid(linesOf(bodyHtml).join(""))).toContain(solid(outcome.value.excerpt).replace(/…$/, ""));
        expect(outcome.value).toMatchObject({ authors: [] });
      }),
      { numRuns: 200 },
    );
  },
);

test("no word of the corpus is lost but for what explain says, by the rules of any outlet", () => {
  const lost = corpusCases().flatMap(({ name, bytes }) => {
    const raw = parseArticle({ path: name, bytes });
    if (!raw.ok) return [];
    return everyOutlet.map((outlet) => ({ name, outlet: outlet.id, words: wordsLost(raw.value, outlet) }));
  });
  expect(lost.filter(({ words }) => words.length > 0)).toEqual([]);
});
