import { createErrorAnswer, type Answer } from "./error-answer.ts";
import { flatHeaders } from "./flat-headers.ts";

const allow = "GET, HEAD, OPTIONS";

const optionsHeaders = flatHeaders({
  Allow: allow,
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, HEAD",
  "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Cache-Control, A-IM",
  "Access-Control-Max-Age": "86400",
});

/** Answers `OPTIONS`, a preflight (Fetch §3.3.2) included: whoever asks may read everything, without credentials. */
export const answerOptions: Answer = (_request, response) => {
  response.writeHead(204, optionsHeaders).end();
};

export const answerWrongMethod = createErrorAnswer({
  status: 405,
  title: "此处只能读取 · Read only",
  sentences: ["This address can be read with GET or HEAD."],
  headers: { Allow: allow },
});

/** For another host than that of `publicUrl` (RFC 9110 §15.5.20). */
export const answerMisdirected = createErrorAnswer({
  status: 421,
  title: "这不是本站的地址 · Not an address of this server",
  sentences: [
    "The host of this request is not the one feedmill is configured to publish at.",
    "Is a proxy between? Have it pass the Host header on, or set public-url to the address people use.",
  ],
});
