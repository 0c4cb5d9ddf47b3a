import { html, type Html } from "../lib/html/template.ts";
import { stylesheetPath } from "../model/addresses.ts";
import type { Locale } from "../model/locale.ts";
import type { SourceStatus } from "../model/source.ts";
import { renderTime } from "./dates.ts";
import { htmlPage } from "./page.ts";
import { wordsOf } from "./words/words-of.ts";

/**
 * The page of the feeds that are fetched for the archive: those that fail first, with the reason. It is for the operator's
 * listener: it stands alone, and links to nothing but the stylesheet at its usual path. Reasons are in English.
 */
export function renderSourcesPage(sources: readonly SourceStatus[], locale: Locale): string {
  const words = wordsOf[locale];
  const failing = sources.filter(({ failure }) => failure !== undefined);
  const others = sources.filter(({ failure }) => failure === undefined);
  const lead = failing.length === 0 ? words.noSourceFails : words.failingSources(failing.length);
  return htmlPage({
    language: locale,
    kind: "plain",
    head: html`<meta name="robots" content="noindex">
<title>${words.sources}</title>
<link rel="stylesheet" href="${stylesheetPath}">
`,
    body: html`<main>
<h1>${words.sources}</h1>
<p class="lead">${sources.length === 0 ? words.noSources : lead}</p>
${sources.length > 0 && table([...failing, ...others], locale)}
</main>`,
  });
}

function table(sources: readonly SourceStatus[], locale: Locale): Html {
  const words = wordsOf[locale];
  return html`<section class="text">
<table>
<tr>${words.sourceFacts.map((fact) => html`<th scope="col">${fact}</th>`)}</tr>${sources.map((source) => row(source, locale))}
</table>
</section>`;
}

function row(source: SourceStatus, locale: Locale): Html {
  const { url, succeededAt, nextPollAt, written, failures, failure, isGone } = source;
  const words = wordsOf[locale];
  const time = (instant: Date | undefined): Html | string =>
    instant === undefined ? words.never : renderTime(instant, locale, "UTC");
  return html`
<tr><th scope="row"><code translate="no">${url}</code></th><td>${time(succeededAt)}</td><td>${time(isGone ? undefined : nextPollAt)}</td><td>${written}</td><td>${failures}</td><td lang="en">${failure}</td></tr>`;
}
