import { load } from "cheerio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { activeContent } from "../../hostile/active-content.ts";
import { articleFile, filesWithMarkup } from "../../hostile/article-files.ts";
import { chromiumPath, startChromium, type WatchedBrowser } from "./watched-browser.ts";
import { publish } from "../../hostile/published-entry.ts";
import { addressVectors } from "../../hostile/address-vectors.ts";
import { scriptVectors } from "../../hostile/script-vectors.ts";

test("Chromium is installed, for the tests that need it", ({ skip }) => {
  if (chromiumPath === undefined && process.env["FEEDMILL_FULL_TESTS"] !== "1") {
    process.stderr.write("Skipped: Chromium is not installed. Try: apt-get install chromium\n");
    skip();
  }
  expect(chromiumPath).toBeDefined();
});

describe.skipIf(chromiumPath === undefined)("in a browser without a policy", () => {
  let browser: WatchedBrowser;
  beforeAll(async () => {
    browser = await startChromium(chromiumPath ?? "");
  });
  afterAll(() => browser.close());

  test("most event handlers run where nothing was taken out", async () => {
    const vectors = scriptVectors["event handlers"] ?? [];
    const active = (await browser.observe(vectors)).filter(({ deeds }) => deeds.length > 0);
    expect(active.length).toBeGreaterThan(vectors.length / 2);
  });

  test.each(Object.entries({ ...scriptVectors, ...addressVectors }))(
    "%s: no entry does anything",
    async (_name, vectors) => {
      const entries = [...new Set(vectors.flatMap(entryHtml))];
      // All on one page, each in a place of its own that it must not leave.
      const page = entries.map((entry) => `<article>${entry}</article>`).join("");
      const [observation] = await browser.observe([page]);
      expect(observation?.deeds).toEqual([]);
      const $ = load(observation?.rewritten ?? "", null, false);
      const articles = $.root().children("article").toArray();
      expect(articles).toHaveLength(entries.length);
      expect(articles.flatMap((article) => activeContent($(article).html() ?? ""))).toEqual([]);
    },
  );
});

/** The vector's entry with the vector as it is, and within the places of a body that are read by other rules. */
function entryHtml(vector: string): readonly string[] {
  const files = vector.includes("alert") ? filesWithMarkup(vector) : [articleFile({ body: `<p>正文。</p>${vector}` })];
  return files.flatMap((file) => {
    const published = publish(file);
    return typeof published === "string" ? [] : [published.entries.json.body ?? ""];
  });
}
