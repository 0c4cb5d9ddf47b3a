import type { IncomingMessage, ServerResponse } from "node:http";
import { createCodingChooser } from "./choose-coding.ts";
import type { ContentCoding } from "../model/document.ts";
import { deltaBase } from "./delta-request.ts";
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
  /**
   * What is new in the document at a path since its version of a tag. Resolves with nothing, and never rejects, where the
   * document itself is to be sent; absent where it is known at once.
   */
  readonly makeDelta?: (path: string, since: string) => Promise<PreparedDocument | undefined> | undefined;
}

const answerNotAcceptable = createErrorAnswer({
  status: 406,
  title: "没有可接受的编码 · No acceptable coding",
  sentences: ["The Accept-Encoding of the request refuses every coding there is: identity, gzip, br and zstd."],
  headers: { Vary: "Accept-Encoding" },
});

export function createDocumentSender({ budgets, basePath = "", makeDelta }: DocumentSenderDeps = {}): DocumentSender {
  const chooseCoding = createCodingChooser();
  const countSubscribers = createSubscriberCounter();
  const answerTooMany = createTooManyRequestsAnswer(basePath);

  /** Notes who polls a feed, and refuses whoever does so too often. */
  function isRefused(
    document: PreparedDocument,
    request: IncomingMessage,
    response: ServerResponse,
    isFull: boolean,
  ): boolean {
    countSubscribers(request.headers["user-agent"], document.tally);
    const waitSeconds = budgets === undefined ? 0 : budgets.feedWait(request, document, isFull);
    if (waitSeconds === 0) return false;
    answerTooMany(response, waitSeconds);
    countRare(document.tally, 429);
    return true;
  }

  /**
   * Whoever was sent what is new and asks again as before did not take it, and is sent the whole feed: programs that take
   * 226 for a failure ask for it all the same, where the library they use does so in their name (feedparser 6.0).
   */
  function wantedBase(document: PreparedDocument, request: IncomingMessage): string | undefined {
    const base = deltaBase(request, document);
    return base === undefined || budgets?.hasBeenSent(request, document) === true ? undefined : base;
  }

  return (document, request, response) => {
    const { tally } = document;
    const isHead = request.method === "HEAD";
    const isKnown = isNotModified(request, document);
    const base = isKnown ? undefined : wantedBase(document, request);
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
    const delta = base === undefined ? undefined : makeDelta?.(document.path, base);
    if (delta === undefined) sendVariant(document, coding, response, isHead);
    else void delta.then((made) => sendVariant(made ?? document, coding, response, isHead));
  };
}

function sendVariant(
  { status, variants, tally }: PreparedDocument,
  coding: ContentCoding,
  response: ServerResponse,
  isHead: boolean,
): void {
  const { headers, body } = variants[coding];
  response.writeHead(status, headers).end(body);
  if (status === 200) countFrequent(tally, coding);
  else countRare(tally, status);
  if (!isHead) countFrequent(tally, "bytes", body.length);
}
