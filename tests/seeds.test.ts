import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Capture } from "../src/model/article.ts";
import { outcomeOf, projectOutlets } from "./corpus-cases.ts";
import { failures } from "./failures.ts";
import { root } from "./root.ts";

const directory = join(root, "seeds");
const outlets = projectOutlets();
const samples = readdirSync(directory)
  .sort()
  .map((fileName) => {
    const bytes = readFileSync(join(directory, fileName));
    return { fileName, text: bytes.toString("utf8"), outcome: outcomeOf(bytes, outlets) };
  });
const captures = samples.flatMap(({ fileName, text, outcome }) =>
  outcome.ok ? [{ fileName, text, ...outcome.value }] : [],
);

test("samples are named as the crawler names files, and published", () => {
  expect(samples.filter(({ fileName }) => !/^\d{3}_[0-9a-f]{16}\.txt$/.test(fileName))).toEqual([]);
  expect(samples.filter(({ outcome }) => !outcome.ok)).toEqual([]);
});

test("each outlet has at least four articles, and every sample is an outlet's", () => {
  const byOutlet = Map.groupBy(captures, ({ outletId }) => outletId);
  expect(new Set(byOutlet.keys())).toEqual(new Set(["dw-zh", "nyt-zh", "voa-zh"]));
  for (const ofOutlet of byOutlet.values()) {
    expect(new Set(ofOutlet.map(({ id }) => id)).size).toBeGreaterThanOrEqual(4);
  }
});

test("a sample is of its host's outlet, and its lead picture is not in its body", async () => {
  const hosts = { "nyt-zh": "cn.nytimes.com", "voa-zh": "voachinese.com", "dw-zh": "dw.com" };
  const failed = await failures(captures, (capture) => {
    expect(Object.entries(hosts).find(([, host]) => capture.canonicalUrl.includes(host))?.[0]).toBe(capture.outletId);
    expect(capture.leadImage?.caption).toBeDefined();
    expect(capture.bodyHtml).not.toContain(capture.leadImage?.url.split("?url=")[1]);
  });
  expect(failed).toEqual([]);
});

test("articles are captured 12 to 52 minutes after they are published", () => {
  const delays = captures.map(({ id, capturedAt, publishedAt = capturedAt }) => ({
    id,
    minutes: (capturedAt.getTime() - publishedAt.getTime()) / 60_000,
  }));
  for (const ofOne of Map.groupBy(delays, ({ id }) => id).values()) {
    const first = Math.min(...ofOne.map(({ minutes }) => minutes));
    expect(first).toBeGreaterThanOrEqual(12);
    expect(first).toBeLessThan(53);
  }
});

test("authors are those of the byline, as they spell themselves", () => {
  const bylines = new Set(captures.map(({ authors }) => authors.join(", ")));
  const names = ["Daniel Hartwell, Mei-Lin Okafor", "林若舟", "Hannah van der Meer", "Josephine Arquette-Bell"];
  expect(bylines).toEqual(new Set([...names, ""]));
});

/** What is peculiar to an outlet's files, as markup that shows it. */
const peculiarities: readonly (readonly [outletId: string, what: string, markup: RegExp])[] = [
  ["nyt-zh", "a time without a zone", /<time pudate="([\d-]{10} [\d:]{8})" datetime="\1">/],
  ["nyt-zh", "a byline in capitals", /<address>[A-Z][A-Z -]+<\/address>/],
  ["nyt-zh", "a byline in Chinese", /<address>\p{Script=Han}+<\/address>/u],
  ["nyt-zh", "several authors", /<address>[A-Z -]+, [A-Z -]+<\/address>/],
  ["nyt-zh", "contributors who are not authors", /<footer>.*参与了本文的采访/],
  ["nyt-zh", "a translator in the footer", /<footer>.*<p>翻译：/],
  ["nyt-zh", "the original in the footer", /<footer>.*href="https:\/\/www\.nytimes\.com\/[^"]+">[^<]+英文版/],
  ["nyt-zh", "a sized lead picture with its credit", /<figure><img [^>]*="1050" height="700"><figcaption>[^<]+<cite>/],
  ["nyt-zh", "a picture in the text with a small caption", /<p><img [^>]*><small[^>]*>[^<]+<\/small><\/p>/],
  ["nyt-zh", "a small caption with a credit", /<p><img [^>]*><small[^>]*>[^<]+<cite>[^<]+<\/cite><\/small><\/p>/],
  ["nyt-zh", "a proxied picture", /src="https:\/\/images\.weserv\.nl\/\?url=static01\.nyt\.com/],
  ["nyt-zh", "a link with tracking", /href="[^"]+\?smid=/],
  ["nyt-zh", "a link that is its own title", /title="Link: https:/],
  ["nyt-zh", "rel and target", /<a rel="noopener noreferrer" target="_blank"/],
  ["nyt-zh", "a Traditional edition", /\/zh-hant\/\)\n/],
  ["voa-zh", "a date as in mail", /<div><i>\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT<\/i><\/div>/],
  ["voa-zh", "a lead picture whose width is no size", /<\/div><img [^>]*width="100%"><div><small/],
  ["voa-zh", "a picture in a division", /<div ><img {2}[^>]* alt="[^"]+" border="0"\/><div><small/],
  ["voa-zh", "a proxied picture without a slash", /src="https:\/\/images\.weserv\.nl\?url=gdb\.voanews\.com/],
  ["voa-zh", "a relative link", /<a href="\/a\/[^"]+">[^<]/],
  ["voa-zh", "an empty anchor", /<a href="\/a\/\d+\.html"><\/a>/],
  ["voa-zh", "an address without www", /\]\(https:\/\/voachinese\.com\//],
  ["voa-zh", "a title with brackets", /^\[\[/m],
  ["dw-zh", "a date in milliseconds", /<div><i><br>[\d-]{10}T[\d:]{8}\.\d{3}Z<\/i><\/div>/],
  ["dw-zh", "a bare picture with a caption", /<\/p><img [^>]*width="100%"><div><small[^>]*>[^<]+<\/small><\/div><p>/],
  ["dw-zh", "an API address", /href="https:\/\/api\.dw\.com\/api\/detail\/article\/\d+" rel="ArticleRef"/],
  ["dw-zh", "a dateline", /<p>（德国之声中文网）/],
  ["dw-zh", "agencies", /<p>（\p{Script=Han}+社、[\p{Script=Han}、]+）<\/p>/u],
  ["dw-zh", "a bold subhead", /<p><strong>[^<]+<\/strong><\/p>/],
  ["dw-zh", "a copyright line over two elements", /<em>© \d{4}<\/em><em>年/],
  ["dw-zh", "the mirror's promotion", /<br><hr><div>获取更多RSS.*<\/div>\n$/],
  ["dw-zh", "a title closing with an opening quote", /^\[[^\]]+“\]\(/m],
  ["dw-zh", "an address in percent-encoded Chinese", /\/zh\/(?:%[0-9A-F]{2})+.*\/a-\d+\)\n/],
];

test("the samples show all that is peculiar to their outlets, and nothing of it is left", async () => {
  const isShown = (outletId: string, markup: RegExp): boolean =>
    captures.some((capture) => capture.outletId === outletId && markup.test(capture.text));
  expect(peculiarities.filter(([outletId, , markup]) => !isShown(outletId, markup))).toEqual([]);
  const failed = await failures(captures, ({ bodyHtml, canonicalUrl }) => {
    expect(bodyHtml).not.toMatch(/feedx|获取更多RSS|版权声明|smid=|title="Link|api\.dw\.com|><\/a>|weserv\.nl\?/);
    expect(bodyHtml).not.toMatch(/ (?:href|src)="(?!https:\/\/)/);
    expect(bodyHtml).not.toMatch(/ (?:style|class|rel|target|border)=/);
    expect(canonicalUrl).not.toContain("smid");
  });
  expect(failed).toEqual([]);
});

/** The captures whose address contains `part`, in the order of their files. */
function addressed(part: string): Capture[] {
  return captures.filter(({ canonicalUrl }) => canonicalUrl.includes(part));
}

test("a story with and without www is one article with one text", () => {
  const [first, second, ...more] = addressed("/7617325.html");
  expect(more).toEqual([]);
  expect(second?.canonicalUrl).not.toBe(first?.canonicalUrl);
  expect(second).toMatchObject({ id: first?.id, textHash: first?.textHash });
});

test("a corrected report under another slug is an update of the same article", () => {
  const [first, second, ...more] = addressed("/a-67930412");
  expect(more).toEqual([]);
  expect(second?.canonicalUrl).not.toBe(first?.canonicalUrl);
  expect(second).toMatchObject({ id: first?.id, publishedAt: first?.publishedAt });
  expect(second?.textHash).not.toBe(first?.textHash);
});

test("a Traditional edition is an article of its own that names its twin", () => {
  const [simplified, traditional] = addressed("/public-library-night/");
  expect([simplified?.language, traditional?.language]).toEqual(["zh-Hans", "zh-Hant"]);
  expect(traditional?.twin).toEqual({ id: simplified?.id, url: simplified?.canonicalUrl });
  expect(simplified?.twin).toBeUndefined();
});
