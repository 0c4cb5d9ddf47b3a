import { html, type Html } from "../../lib/html/template.ts";
import { searchPath, stylesheetPath } from "../../model/addresses.ts";
import { htmlPage } from "../page.ts";
import { operatorWords } from "../words/operator.ts";

/** The pages of the operator's listener, by their paths there. */
export type OperatorPath = keyof typeof operatorWords.pages;

export interface OperatorPage {
  /** Absent for what is none of the pages. */
  readonly path?: OperatorPath;
  readonly title: string;
  readonly main: Html;
  /** The site's own address, which the page leads to. */
  readonly publicUrl: string;
}

/** A page of the operator's listener, in the frame that leads to all others and to the site. It is in English. */
export function renderOperatorPage({ path, title, main, publicUrl }: OperatorPage): string {
  const { pages, forPrograms, navigation, site, search } = operatorWords;
  const links = Object.entries(pages).map(
    ([href, label]) => html`<a href="${href}"${href === path && html` aria-current="page"`}>${label}</a>\n`,
  );
  const machine = Object.entries(forPrograms).map(([href, label]) => html`<a href="${href}">${label}</a> · `);
  return htmlPage({
    language: "en",
    kind: "operator",
    head: html`<meta name="robots" content="noindex">
<title>${title} · feedmill</title>
<link rel="stylesheet" href="${stylesheetPath}">
`,
    body: html`<header class="site"><a class="home" href="/">feedmill</a>
<nav class="languages" aria-label="${navigation}">${links}</nav></header>
<main>
<h1>${title}</h1>
${main}
</main>
<footer class="site">
<p>${machine}<a href="${publicUrl}/">${site}</a> · <a href="${publicUrl}${searchPath}">${search}</a></p>
</footer>`,
  });
}
