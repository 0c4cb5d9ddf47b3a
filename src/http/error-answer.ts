import type { IncomingMessage, ServerResponse } from "node:http";
import { html, type Html } from "../lib/html/template.ts";
import { feedPagePath, searchPath, startPagePath, stylesheetPath } from "../model/addresses.ts";
import { combinedFeedName } from "../model/feed.ts";
import { flatHeaders, type HeaderFields } from "./flat-headers.ts";

export interface ErrorFacts {
  readonly status: number;
  /** A few words, in Chinese and English: it heads the page. */
  readonly title: string;
  /** What the person who sees it can do, one sentence each. */
  readonly sentences: readonly (string | Html)[];
  /** Of our own addresses, which the page links to; absent where none is known to work. */
  readonly basePath?: string;
  /** What can be said besides. */
  readonly detail?: Html;
  readonly headers?: HeaderFields;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export interface ErrorLayout {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer;
}

/**
 * Lays out an answer that is no document: a small page, the same for everyone, kept by no cache. It repeats nothing of
 * the request and tells nothing of the program.
 */
export function createErrorAnswer(facts: ErrorFacts): Answer {
  const { status, headers, body } = layOutErrorAnswer(facts);
  return (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** The parts of such an answer, for one that varies in a header. */
export function layOutErrorAnswer(facts: ErrorFacts): ErrorLayout {
  const body = Buffer.from(errorPage(facts));
  const headers = flatHeaders({
    ...facts.headers,
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": String(body.length),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": contentSecurityPolicy,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
  });
  return { status: facts.status, headers, body };
}

function errorPage({ status, title, sentences, detail, basePath }: ErrorFacts): string {
  const isPlaced = basePath !== undefined;
  const stylesheet = isPlaced && html`<link rel="stylesheet" href="${basePath}${stylesheetPath}">`;
  const goOn = isPlaced && waysOn(basePath);
  return html`<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${status} ${title}</title>
${stylesheet}
</head>
<body class="plain">
<main>
<h1>${title}</h1>
${sentences.map((sentence) => html`<p>${sentence}</p>\n`)}${detail}${goOn}
</main>
</body>
</html>
`.markup;
}

/** To whatever somebody may have been looking for. */
function waysOn(basePath: string): Html {
  return html`<form class="search" role="search" action="${basePath}${searchPath}">
<input type="search" name="q" aria-label="搜索文章 · Search articles" placeholder="搜索文章 · Search articles" maxlength="500">
<button>搜索</button>
</form>
<ul>
<li><a href="${basePath}${startPagePath}">全部信源 · <span lang="en">All feeds</span></a></li>
<li><a href="${basePath}${feedPagePath(combinedFeedName)}">最新文章 · <span lang="en">Latest articles</span></a></li>
</ul>`;
}
