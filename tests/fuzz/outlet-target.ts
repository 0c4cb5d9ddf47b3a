import fc from "fast-check";
import { parseArticle } from "../../src/parse/parse-article.ts";
import { projectOutlets } from "../corpus-cases.ts";
import { wordsLost } from "../words.ts";
import { checkFile } from "./article-target.ts";
import { fuzzTarget, type FuzzTarget } from "./fuzz-target.ts";
import { outletBodies } from "./outlet-bodies.ts";

const outlets = projectOutlets();
const paths = [
  "/a/1.html",
  "/zh/a-1",
  "/world/20230223/x/zh-hant/",
  "/simp/world-1",
  "/cn//中国/1-x/?full=y",
  "/ampRFA",
];

const inputs = fc.constantFrom(...outlets.all, outlets.generic).chain((outlet) =>
  fc.record({
    host: fc.constant(outlet.hosts[0] ?? "blog.example"),
    path: fc.constantFrom(...paths),
    title: fc.constantFrom("标题", ...outlet.titleTails.map((tail) => `标题 ${tail}`)),
    body: outletBodies(outlet),
  }),
);

/** An article of an outlet that has a profile: all that holds for files, and no word is lost but for what is told. */
export const outletTarget: FuzzTarget = fuzzTarget("articles of outlets", inputs, [], ({ host, path, title, body }) => {
  const bytes = Buffer.from(`<!--1718000400000-->\n[${title}](https://${host}${path})\n------\n\n${body}\n`);
  checkFile(bytes);
  const raw = parseArticle({ path: "input.txt", bytes });
  // An empty body is a problem, which `checkFile` has seen.
  if (!raw.ok) return;
  const lost = wordsLost(raw.value, outlets.identify(raw.value.url));
  if (lost.length > 0) throw new Error(`lost without a word: ${lost.join(", ")}`);
});
