import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "cheerio";
import { expect, test } from "vitest";
import { parseFragment } from "../src/lib/html/parse-fragment.ts";
import { sanitize } from "../src/lib/html/sanitize.ts";
import { textOfSanitized } from "../src/lib/html/text-of.ts";
import { normalizeArticle } from "../src/normalize/normalize-article.ts";
import { parseArticle } from "../src/parse/parse-article.ts";
import { corpusCases, outcomeOf, pinOf, projectOutlets, readPin, written } from "./corpus-cases.ts";

const outlets = projectOutlets();
const cases = corpusCases();
const results = cases.map((one) => ({ ...one, outcome: outcomeOf(one.bytes, outlets) }));
const articles = results.flatMap(({ name, outcome, expected }) =>
  outcome.ok ? [{ name, expected, capture: outcome.value }] : [],
);

test("the corpus covers every outlet and the generic rules", () => {
  const folders = new Set(cases.map(({ name }) => name.split("/")[0]));
  expect(folders).toEqual(new Set(["generic", ...outlets.all.map(({ id }) => id)]));
});

test("every case gives what is expected of it", () => {
  const missing = results.filter(({ expected }) => expected === undefined);
  expect(
    missing.map(
      ({ expectationPath }) => `${expectationPath} is missing: npm run corpus -- --accept writes it for review`,
    ),
  ).toEqual([]);
  const due = results.map(({ name, expected }) => {
    const { sameIdAs: _sameIdAs, ...fields } = expected ?? {};
    return [name, { ...fields, ...(fields["twin"] !== undefined && { twin: { url: expected?.twin?.url } }) }];
  });
  const given = results.map(({ name, outcome }) => [name, written(outcome)]);
  expect(Object.fromEntries(given)).toEqual(Object.fromEntries(due));
});

test("articles change only with the version of the normalizer", () => {
  const pin = readPin();
  // If they have changed: raise NORMALIZER_VERSION, and run npm run corpus -- --pin. A new case has no earlier version.
  const pinned = cases.filter(({ name }) => name in pin.digests);
  expect(pinOf(pinned, outlets)).toEqual(pin);
});

test("captures have one id exactly if they are of one article", () => {
  const idsByArticle = new Map<string, Set<string>>();
  for (const { name, expected, capture } of articles) {
    expect(capture.id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const article = expected?.sameIdAs ?? name;
    idsByArticle.set(article, (idsByArticle.get(article) ?? new Set()).add(capture.id));
  }
  const ids = [...idsByArticle.values()];
  expect(ids.filter((idsOfOne) => idsOfOne.size !== 1)).toEqual([]);
  expect(new Set(ids.flatMap((idsOfOne) => [...idsOfOne])).size).toBe(ids.length);
});

test("an article's twin is named by the twin's own id", () => {
  const idOf = new Map(articles.map(({ name, capture }) => [name, capture.id]));
  const twins = articles.filter(({ expected }) => expected?.twin);
  expect(twins).not.toEqual([]);
  for (const { capture, expected } of twins) expect(capture.twin?.id).toBe(idOf.get(expected?.twin?.sameIdAs ?? ""));
});

test("captures have one text hash exactly if title and text are the same", () => {
  const texts = new Map<string, string>();
  for (const { name, capture } of articles) {
    const text = `${capture.title}
${plain(capture.bodyHtml)}`;
    expect(capture.textHash).toMatch(/^[0-9a-f]{64}$/);
    expect(texts.get(capture.textHash) ?? text, `${name} has another article's hash`).toBe(text);
    texts.set(capture.textHash, text);
  }
  expect(new Set(texts.values()).size).toBe(texts.size);
});

test("a file gives the same twice, whatever it is called", () => {
  const afresh = projectOutlets();
  for (const { name, bytes, outcome } of results) {
    expect(outcomeOf(bytes, afresh, "elsewhere/999_ffffffffffffffff.txt"), `${name} elsewhere`).toEqual(outcome);
  }
});

test("no outlet's rules make an article throw, and tracing changes nothing", () => {
  for (const { name, bytes } of results) {
    const raw = parseArticle({ path: name, bytes });
    if (!raw.ok) continue;
    for (const outlet of [...outlets.all, outlets.identify("https://unclaimed.example/")]) {
      const outcome = normalizeArticle(raw.value, outlet);
      expect(
        normalizeArticle(raw.value, outlet, { trace: ignore, found: ignore }),
        `${name} by the rules of ${outlet.id}`,
      ).toEqual(outcome);
    }
  }
});

test("a body stays as it is when it is sanitized again", () => {
  for (const { name, capture } of articles) {
    const parsed = parseFragment(capture.bodyHtml, { elements: 200_000, depth: 256, attributes: 100 });
    if (!("root" in parsed)) throw new Error(`${name} is beyond the limit of ${parsed.exceeded}`);
    expect(sanitize(parsed.root, new URL("https://elsewhere.example/")), `${name} again`).toBe(capture.bodyHtml);
  }
});

test("an excerpt is of whole graphemes of the article, and at most 200 characters", () => {
  for (const { name, capture } of articles) {
    expect(capture.excerpt.length, `in ${name}`).toBeLessThanOrEqual(200);
    const text = textOfSanitized(capture.bodyHtml) + (capture.leadImage?.caption ?? "");
    const known = new Set(["…", " ", ...graphemes(text)]);
    expect(
      graphemes(capture.excerpt).filter((grapheme) => !known.has(grapheme)),
      `in ${name}`,
    ).toEqual([]);
  }
});

/** What must come of the real files, which lie elsewhere: they are their owners'. */
const realArticles: readonly { file: string; publishedAt: string; authors: readonly string[]; section?: string }[] = [
  { file: "000", publishedAt: "2023-02-23T04:24:36Z", authors: ["Anton Troianovski"], section: "国际" },
  { file: "001", publishedAt: "2023-02-22T17:22:43Z", authors: [] },
  { file: "002", publishedAt: "2024-05-17T02:50:43Z", authors: ["David Pierson", "Paul Sonne"], section: "国际" },
  { file: "003", publishedAt: "2022-06-16T01:44:13Z", authors: ["储百亮"], section: "中国" },
  { file: "004", publishedAt: "2023-09-21T10:55:35Z", authors: [] },
];
const realSeeds = process.env["FEEDMILL_REAL_SEEDS"];

test.skipIf(!realSeeds).each(realArticles)("the real file $file has its time, authors and section", (expected) => {
  const directory = realSeeds ?? "";
  const name = readdirSync(directory).find((fileName) => fileName.startsWith(`${expected.file}_`)) ?? expected.file;
  const article = written(outcomeOf(readFileSync(join(directory, name)), outlets));
  expect(article).toMatchObject({ publishedAt: expected.publishedAt, authors: expected.authors, language: "zh-Hans" });
  expect(article["section"]).toBe(expected.section);
  expect(article["bodyHtml"]).not.toMatch(/feedx|smid=|title="Link|api\.dw\.com|><\/a>/);
});

function ignore(): void {
  // Traced, but nobody looks.
}

const segmenter = new Intl.Segmenter("zh", { granularity: "grapheme" });

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function plain(html: string): string {
  return load(html, null, false).text();
}
