import { html, type Html } from "../lib/html/template.ts";
import { feedPagePath, policyPath, searchPath, startPagePath, stylesheetPath } from "../model/addresses.ts";
import { combinedFeedName } from "../model/feed.ts";
import { htmlPage, searchForm } from "./page.ts";
import { wayOnWords, type ErrorWords } from "./words/errors.ts";

export interface ErrorPage {
  readonly status: number;
  readonly words: ErrorWords;
  /** Stands before our own addresses, where the page is to lead on to them: some answers know of none that works. */
  readonly basePath?: string;
  /** The question that is not understood, with a caret where. It is shown as it is written. */
  readonly asked?: string;
  /** True where the page leads to the policy alone. */
  readonly isAboutPolicy?: boolean;
}

/** The page of an answer that is no document: the same for everyone, and it tells nothing of the program. */
export function renderErrorPage({ status, words, basePath, asked, isAboutPolicy = false }: ErrorPage): string {
  const policy = basePath !== undefined && isAboutPolicy && policyLink(basePath + policyPath);
  const leadsOn = basePath !== undefined && !isAboutPolicy;
  return htmlPage({
    language: "zh-Hans",
    kind: "plain",
    head: html`<title>${status} ${words.title}</title>
${leadsOn && html`<link rel="stylesheet" href="${basePath}${stylesheetPath}">\n`}`,
    body: html`<main>
<h1>${words.title}</h1>
${words.sentences.map((sentence) => html`<p>${sentence}</p>\n`)}${asked !== undefined && html`<pre>${asked}</pre>\n`}${policy}${leadsOn && waysOn(basePath)}</main>`,
  });
}

function policyLink(href: string): Html {
  return html`<p><a href="${href}">${href}</a></p>\n`;
}

/** Links to what a visitor may have been looking for. */
function waysOn(basePath: string): Html {
  return html`${searchForm({ action: basePath + searchPath, words: wayOnWords })}
<ul>
<li><a href="${basePath}${startPagePath}">${wayOnWords.allFeeds}</a></li>
<li><a href="${basePath}${feedPagePath(combinedFeedName)}">${wayOnWords.latest}</a></li>
</ul>
`;
}
