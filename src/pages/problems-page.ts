import { html, type Html } from "../lib/html/template.ts";
import { stylesheetPath } from "../model/addresses.ts";
import { coveredFields, type Coverage } from "../model/coverage.ts";
import type { Locale } from "../model/locale.ts";
import type { FileFlaw } from "../model/flaw.ts";
import type { FileProblem } from "../model/problem.ts";
import { htmlPage } from "./page.ts";
import { wordsOf } from "./words/words-of.ts";

/** More than anybody reads in a browser; `feedmill check` lists them all. */
const MAX_ROWS = 1000;

/** Everything that the page of problems shows. */
export interface ProblemsReport {
  readonly problems: readonly FileProblem[];
  readonly flaws: readonly FileFlaw[];
  /** Sentences on the archive, in English. */
  readonly warnings: readonly string[];
  readonly outlets: readonly { readonly name: string; readonly articles: number; readonly coverage: Coverage }[];
  /** Feeds that somebody subscribed to. */
  readonly topics: readonly SubscribedTopic[];
}

/** A feed's address, with how many subscriptions there are, do not have its newest version, and failed. */
export interface SubscribedTopic {
  readonly topic: string;
  readonly subscriptions: number;
  readonly waiting: number;
  readonly failing: number;
}

/**
 * The page of files that were not published, of those that were though something is wrong with them, and of the fields
 * that articles have. It is for the operator's listener: it stands alone, and links to nothing but the stylesheet at its
 * usual path. Messages and remedies are in English, as everywhere.
 */
export function renderProblemsPage(report: ProblemsReport, locale: Locale): string {
  const words = wordsOf[locale];
  const { problems, flaws, warnings, outlets, topics } = report;
  return htmlPage({
    language: locale,
    kind: "plain",
    head: html`<meta name="robots" content="noindex">
<title>${words.problems}</title>
<link rel="stylesheet" href="${stylesheetPath}">
`,
    body: html`<main>
<h1>${words.problems}</h1>
${warnings.map((warning) => html`<p lang="en"><strong>${warning}</strong></p>\n`)}<p class="lead">${problems.length === 0 ? words.noProblems : words.problemCount(problems.length)}</p>
${problems.length > 0 && problemList(problems, locale)}
${
  flaws.length > 0 &&
  html`<p class="lead">${words.flawCount(flaws.length)}</p>
${problemList(flaws, locale)}`
}
${coverageTable(
  outlets.filter(({ articles }) => articles > 0),
  locale,
)}
${topicTable(topics, locale)}
</main>`,
  });
}

/** A field that few articles have tells of a profile that no longer fits. */
function coverageTable(outlets: ProblemsReport["outlets"], locale: Locale): Html | undefined {
  if (outlets.length === 0) return undefined;
  const words = wordsOf[locale];
  const row = ({ name, articles, coverage }: (typeof outlets)[number]): Html => html`
<tr><th scope="row">${name}</th><td>${articles}</td>${coveredFields.map((field) => html`<td>${coverage[field]}</td>`)}</tr>`;
  return html`<section class="text">
<h2>${words.coverage}</h2>
<table>
<tr><th scope="col">${words.outlet}</th><td></td>${coveredFields.map((field) => html`<th scope="col">${words.fields[field]}</th>`)}</tr>${outlets.map(row)}
</table>
</section>`;
}

function topicTable(topics: ProblemsReport["topics"], locale: Locale): Html | undefined {
  if (topics.length === 0) return undefined;
  const words = wordsOf[locale];
  const rows = topics.slice(0, MAX_ROWS).map(
    ({ topic, subscriptions, waiting, failing }) => html`
<tr><th scope="row"><code translate="no">${topic}</code></th><td>${subscriptions}</td><td>${waiting}</td><td>${failing}</td></tr>`,
  );
  return html`<section class="text">
<h2>${words.subscriptions}</h2>
<table>
<tr><th scope="col">${words.feedAddress}</th><th scope="col">${words.subscriptions}</th><th scope="col">${words.waitingSubscriptions}</th><th scope="col">${words.failingSubscriptions}</th></tr>${rows}
</table>
</section>`;
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
