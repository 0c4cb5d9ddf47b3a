import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { sanitize } from "../lib/html/sanitize.ts";
import { textOf, textOfSanitized } from "../lib/html/text-of.ts";
import type { TraceEntry } from "../model/trace.ts";
import { normalizeArticle } from "./normalize-article.ts";
import { genericOutlet } from "./outlets.fixture.ts";

const limits = { elements: 10_000, depth: 256, attributes: 100 };
const url = "https://blog.example/a/";

const tags =
  "p div span b i a em h2 h3 ul ol li dl dt dd table tr td th caption blockquote figure figcaption pre code sup sub ruby rt " +
  "rp section article details summary small cite object noscript canvas font center marquee x-card picture main footer math mi";
const attributes = fc.constantFrom(
  "",
  "",
  " hidden",
  ' style="display:none"',
  ' class="sr-only"',
  ' class="line"',
  " href=#x id=x",
  " href=/y",
  " data-src=/z.jpg",
);
const fragment = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...tags.split(" ")), attributes).map(([tag, text]) => `<${tag}${text}>`),
  },
  { weight: 4, arbitrary: fc.constantFrom(...tags.split(" ")).map((tag) => `</${tag}>`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "<br>",
      "<br><br>",
      "<hr>",
      "<img src=/1.jpg alt=A>",
      "<iframe src=https://www.youtube.com/embed/AbCdEfGhIjk></iframe>",
      "<video src=/v.mp4></video>",
      "<amp-img src=/2.jpg></amp-img>",
      "<input type=checkbox>",
      "<svg width=300><title>drawn</title></svg>",
    ),
  },
  { weight: 5, arbitrary: fc.constant("WORD ") },
);

/** A body in which every word is another one. */
const bodies = fc.array(fragment, { maxLength: 40 }).map((pieces) => {
  let count = 0;
  return pieces.map((piece) => (piece === "WORD " ? `word${++count}x ` : piece)).join("");
});

test("no word of what is shown is lost, but for what the trace says was removed", () => {
  fc.assert(
    fc.property(bodies, (bodyHtml) => {
      const trace: TraceEntry[] = [];
      const raw = { title: "t", url, bodyHtml, capturedAt: new Date(0) };
      const outcome = normalizeArticle(raw, genericOutlet, { trace: (entry) => trace.push(entry) });
      // The rest has an empty body.
      fc.pre(outcome.ok);
      const { bodyHtml: html, leadImage } = outcome.value;
      const parsed = parseFragment(bodyHtml, limits);
      const shown = "root" in parsed ? textOf(parsed.root) : "";
      const told = trace.map(({ subject, change }) => `${subject} ${change}`);
      const kept = [textOfSanitized(html), leadImage?.caption, leadImage?.credit, ...told].join(" ");
      const lost = (shown.match(/word\d+x/g) ?? []).filter((word) => !kept.includes(word));
      expect({ lost, bodyHtml }).toEqual({ lost: [], bodyHtml });
    }),
    { numRuns: 3_000, seed: 2026 },
  );
});

test("what is published parses to what it was written from, whatever the body", () => {
  fc.assert(
    fc.property(bodies, (bodyHtml) => {
      const outcome = normalizeArticle({ title: "t", url, bodyHtml, capturedAt: new Date(0) }, genericOutlet);
      fc.pre(outcome.ok);
      const parsed = parseFragment(outcome.value.bodyHtml, limits);
      expect("root" in parsed && sanitize(parsed.root, new URL(url))).toBe(outcome.value.bodyHtml);
    }),
    { numRuns: 2_000, seed: 2026 },
  );
});
