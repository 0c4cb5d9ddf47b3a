import type { ServerResponse } from "node:http";
import { html } from "../lib/html/template.ts";
import { policyPath } from "../model/addresses.ts";
import { layOutErrorAnswer } from "./error-answer.ts";

/** Asks a client to wait as many seconds (RFC 6585 §4). */
export type RefusalAnswer = (response: ServerResponse, waitSeconds: number) => void;

/** The answer is laid out beforehand: to refuse costs no more than to send. */
export function createTooManyRequestsAnswer(basePath: string): RefusalAnswer {
  const { status, headers, body } = layOutErrorAnswer({
    status: 429,
    title: "请求过于频繁 · Too many requests",
    sentences: [
      "请按 Retry-After 稍后再来，并带上 If-None-Match。",
      "Please come back after the seconds that Retry-After says, and send If-None-Match: an answer without news is never far.",
    ],
    detail: html`<p><a href="${basePath}${policyPath}">${basePath}${policyPath}</a></p>`,
  });
  return (response, waitSeconds) => {
    response.writeHead(status, [...headers, "Retry-After", String(waitSeconds)]).end(body);
  };
}
