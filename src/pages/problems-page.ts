import { html, type Html } from "../lib/html/template.ts";
import { stylesheetPath } from "../model/addresses.ts";
import type { Locale } from "../model/locale.ts";
import type { FileFlaw } from "../model/flaw.ts";
import type { FileProblem } from "../model/problem.ts";
import { htmlPage } from "./page.ts";
import { wordsOf } from "./words/words-of.ts";

/** More than anybody reads in a browser; `feedmill check` lists them all. */
const MAX_ROWS = 1000;

/**
 * The page of files that were not published, and of those that were though something is wrong with them. It is for the
 * operator's listener: it stands alone, and links to nothing but the
 * stylesheet at its usual path. Messages and remedies are in English, as everywhere.
 */
export function renderProblemsPage(
  { problems, flaws }: { readonly problems: readonly FileProblem[]; readonly flaws: readonly FileFlaw[] },
  locale: Locale,
): string {
  const words = wordsOf[locale];
  return htmlPage({
    language: locale,
    kind: "plain",
    head: html`<meta name="robots" content="noindex">
<title>${words.problems}</title>
<link rel="stylesheet" href="${stylesheetPath}">
`,
    body: html`<main>
<h1>${words.problems}</h1>
<p class="lead">${problems.length === 0 ? words.noProblems : words.problemCount(problems.length)}</p>
${problems.length > 0 && problemList(problems, locale)}
${
  flaws.length > 0 &&
  html`<p class="lead">${words.flawCount(flaws.length)}</p>
${problemList(flaws, locale)}`
}
</main>`,
  });
}

/** By what is to be done: files with the same remedy stand together. */
function problemList(problems: readonly (FileProblem | FileFlaw)[], locale: Locale): Html {
  const words = wordsOf[locale];
  const byCode = Map.groupBy(problems.slice(0, MAX_ROWS), ({ code }) => code);
  return html`${[...byCode].map(
    ([code, ofCode]) => html`<section class="problems">
<h2>${code} <small>${ofCode.length}</small></h2>
<p lang="en"><strong lang="${locale}">${words.remedy}</strong> ${ofCode[0]?.remedy}</p>
<dl>${ofCode.map(({ path, message }) => html`\n<div><dt><code translate="no">${path}</code></dt><dd lang="en">${message}</dd></div>`)}
</dl>
</section>
`,
  )}`;
}
