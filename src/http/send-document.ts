import type { IncomingMessage, ServerResponse } from "node:http";
import { createCodingChooser } from "./choose-coding.ts";
import { createErrorAnswer } from "./error-answer.ts";
import { isNotModified } from "./is-not-modified.ts";
import type { PreparedDocument } from "./prepare-document.ts";
import type { RateBudgets } from "./rate-budgets.ts";
import { createSubscriberCounter } from "./subscribers.ts";
import { countFrequent, countRare } from "./tally.ts";
import { createTooManyRequestsAnswer } from "./too-many-requests.ts";

/** Answers a GET or HEAD with a document, in the coding the client likes best, or with 304 where it has it already. */
export type DocumentSender = (document: PreparedDocument, request: IncomingMessage, response: ServerResponse) => void;

export interface DocumentSenderDeps {
  /** Without it, everybody may ask for a feed as often as they like. */
  readonly budgets?: RateBudgets;
  /** Stands before our own addresses in what is sent. */
  readonly basePath?: string;
}

const answerNotAcceptable = createErrorAnswer({
  status: 406,
  title: "没有可接受的编码 · No acceptable coding",
  sentences: ["The Accept-Encoding of the request refuses every coding there is: identity, gzip, br and zstd."],
  headers: { Vary: "Accept-Encoding" },
});

export function createDocumentSender({ budgets, basePath = "" }: DocumentSenderDeps = {}): DocumentSender {
  const chooseCoding = createCodingChooser();
  const countSubscribers = createSubscriberCounter();
  const answerTooMany = createTooManyRequestsAnswer(basePath);

  /** Notes who polls a feed, and refuses whoever does so too often. */
  function isRefused(document: PreparedDocument, request: IncomingMessage, response: ServerResponse, isFull: boolean): boolean {
    countSubscribers(request.headers["user-agent"], document.tally);
    const waitSeconds = budgets === undefined ? 0 : budgets.feedWait(request, document, isFull);
    if (waitSeconds === 0) return false;
    answerTooMany(response, waitSeconds);
    countRare(document.tally, 429);
    return true;
  }

  return (document, request, response) => {
    const { tally } = document;
    const isHead = request.method === "HEAD";
    const isKnown = isNotModified(request, document);
    if (tally.isFeed && isRefused(document, request, response, !isKnown && !isHead)) return;
    if (isKnown) {
      response.writeHead(304, document.notModifiedHeaders).end();
      countFrequent(tally, "notModified");
      return;
    }
    const coding = chooseCoding(request.headers["accept-encoding"]);
    if (coding === undefined) {
      answerNotAcceptable(request, response);
      countRare(tally, 406);
      return;
    }
    const { headers, body } = document.variants[coding];
    response.writeHead(200, headers).end(body);
    countFrequent(tally, coding);
    if (!isHead) countFrequent(tally, "bytes", body.length);
  };
}
