import type { ServerResponse } from "node:http";
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

export const answerReadOnly = errorAnswer({ status: 405, words: errorWords.readOnly }, { Allow: allowedMethods });
/** For another host than that of `publicUrl` (RFC 9110 §15.5.20). */
export const answerMisdirected = errorAnswer({ status: 421, words: errorWords.misdirected });
/** A proxy in front may have gone by the other host (RFC 9112 §3.2). */
export const answerTwoHosts = errorAnswer({ status: 400, words: errorWords.twoHosts }, { Connection: "close" });
export const answerBadAddress = errorAnswer({ status: 400, words: errorWords.badAddress });
export const answerNotAcceptable = errorAnswer(
  { status: 406, words: errorWords.notAcceptable },
  { Vary: "Accept-Encoding" },
);
export const answerGone = errorAnswer({ status: 410, words: errorWords.gone });
export const answerNotYet = errorAnswer({ status: 503, words: errorWords.notYet }, { "Retry-After": "60" });
export const answerBusy = errorAnswer({ status: 503, words: errorWords.busy }, { "Retry-After": "10" });
export const answerTooBroad = errorAnswer({ status: 503, words: errorWords.tooBroad });
export const answerServerError = errorAnswer({ status: 500, words: errorWords.serverError });

/** The page leads on to the site that begins at `basePath`. */
export function notFoundAnswer(basePath: string): Answer {
  return errorAnswer({ status: 404, words: errorWords.notFound, basePath });
}

/** The question is shown to those who asked it, and kept by no cache. */
export function answerMistake(message: string, shown: string, response: ServerResponse): void {
  const words = { title: mistakeTitle, sentences: [message] };
  send(layOut({ status: 400, words, asked: shown }), response);
}

/** Asks a client to wait as many seconds (RFC 6585 §4). It is laid out beforehand: to refuse costs no more than to send. */
export function tooManyRequestsAnswer(basePath: string): (response: ServerResponse, waitSeconds: number) => void {
  const page = { status: 429, words: errorWords.tooManyRequests, basePath, isAboutPolicy: true };
  const { status, headers, body } = layOut(page);
  return (response, waitSeconds) => {
    response.writeHead(status, [...headers, "Retry-After", String(waitSeconds)]).end(body);
  };
}

function errorAnswer(page: ErrorPage, headers?: HeaderFields): Answer {
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
