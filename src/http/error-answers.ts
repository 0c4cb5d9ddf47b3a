import type { ServerResponse } from "node:http";
import type { Site } from "../model/feed.ts";
import { renderErrorPage, type ErrorPage } from "../pages/error-page.ts";
import { errorWords, mistakeTitle } from "../pages/words/errors.ts";
import { flatHeaders, type HeaderFields } from "./headers.ts";

/** Answers a request that gets no document. */
export type Answer = (response: ServerResponse) => void;

interface LaidOutAnswer {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer;
}

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Everybody may read what is here, without credentials (Fetch §3.3.2). */
const allowedMethods = "GET, HEAD, OPTIONS";

const optionsHeaders = flatHeaders({
  Allow: allowedMethods,
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, HEAD",
  "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Cache-Control, A-IM",
  "Access-Control-Max-Age": "86400",
});

/** Answers `OPTIONS`, a preflight included. */
export const answerOptions: Answer = (response) => {
  response.writeHead(204, optionsHeaders).end();
};

export const answerReadOnly = plainAnswer({ status: 405, words: errorWords.readOnly }, { Allow: allowedMethods });
/** For another host than that of `publicUrl` (RFC 9110 §15.5.20). */
export const answerMisdirected = plainAnswer({ status: 421, words: errorWords.misdirected });
/** A proxy in front may have gone by the other host (RFC 9112 §3.2). */
export const answerTwoHosts = plainAnswer({ status: 400, words: errorWords.twoHosts }, { Connection: "close" });
export const answerBadAddress = plainAnswer({ status: 400, words: errorWords.badAddress });
export const answerNotAcceptable = plainAnswer(
  { status: 406, words: errorWords.notAcceptable },
  { Vary: "Accept-Encoding" },
);

/** The answers that lead a visitor on to the site, in its frame. */
export class SiteAnswers {
  readonly notFound: Answer;
  readonly gone: Answer;
  readonly notYet: Answer;
  readonly busy: Answer;
  readonly tooBroad: Answer;
  readonly serverError: Answer;
  readonly #site: () => Site | undefined;
  readonly #tooMany: () => LaidOutAnswer;

  /** @param site As it is published at the moment; undefined before that is known. */
  constructor(site: () => Site | undefined) {
    const framed = (page: ErrorPage, headers?: HeaderFields): Answer => {
      const laidOut = layOutOnce(site, page, headers);
      return (response) => send(laidOut(), response);
    };
    this.#site = site;
    this.notFound = framed({ status: 404, words: errorWords.notFound });
    this.gone = framed({ status: 410, words: errorWords.gone });
    this.notYet = framed({ status: 503, words: errorWords.notYet }, { "Retry-After": "60" });
    this.busy = framed({ status: 503, words: errorWords.busy }, { "Retry-After": "10" });
    this.tooBroad = framed({ status: 503, words: errorWords.tooBroad });
    this.serverError = framed({ status: 500, words: errorWords.serverError });
    this.#tooMany = layOutOnce(site, { status: 429, words: errorWords.tooManyRequests, isAboutPolicy: true });
  }

  /** The question is shown to those who asked it, and kept by no cache. */
  mistake(message: string, shown: string, response: ServerResponse): void {
    const words = { title: mistakeTitle, sentences: [message] };
    send(layOut({ status: 400, words, asked: shown, site: this.#site() }), response);
  }

  /** Asks a client to wait as many seconds (RFC 6585 §4). */
  tooMany(response: ServerResponse, waitSeconds: number): void {
    const { status, headers, body } = this.#tooMany();
    response.writeHead(status, [...headers, "Retry-After", String(waitSeconds)]).end(body);
  }
}

/** Lays an answer out when it is first needed for a site, and again for another one: to refuse costs no more than to send. */
function layOutOnce(site: () => Site | undefined, page: ErrorPage, headers?: HeaderFields): () => LaidOutAnswer {
  let last: { readonly site: Site | undefined; readonly laidOut: LaidOutAnswer } | undefined;
  return () => {
    const current = site();
    if (last === undefined || last.site !== current) {
      last = { site: current, laidOut: layOut({ ...page, site: current }, headers) };
    }
    return last.laidOut;
  };
}

function plainAnswer(page: ErrorPage, headers?: HeaderFields): Answer {
  const laidOut = layOut(page, headers);
  return (response) => send(laidOut, response);
}

function send({ status, headers, body }: LaidOutAnswer, response: ServerResponse): void {
  response.writeHead(status, headers).end(body);
}

/** A small page, the same for everyone, kept by no cache. */
function layOut(page: ErrorPage, headers: HeaderFields = {}): LaidOutAnswer {
  const body = Buffer.from(renderErrorPage(page));
  const fields = {
    ...headers,
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": String(body.length),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": contentSecurityPolicy,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
  };
  return { status: page.status, headers: flatHeaders(fields), body };
}
