import type { IncomingMessage, ServerResponse } from "node:http";
import type { ContentCoding } from "../../model/document.ts";
import { answerNotAcceptable, type SiteAnswers } from "../error-answers.ts";
import type { RateBudgets } from "../rates/budgets.ts";
import { createSubscriberCounter } from "../rates/subscribers.ts";
import { createCodingChooser } from "./choose-coding.ts";
import { deltaBase, isNotModified } from "./conditional-request.ts";
import type { PreparedDocument } from "./prepared-document.ts";

export interface SenderDeps {
  /** Without it, everybody may ask for a feed as often as they like. */
  readonly budgets?: RateBudgets;
  readonly answers: SiteAnswers;
  /**
   * Makes what is new in the document at a path since its version of a tag. Resolves with nothing, and never rejects,
   * where the document itself is to be sent; absent where that is known at once.
   */
  readonly makeDelta?: (path: string, since: string) => Promise<PreparedDocument | undefined> | undefined;
}

/**
 * Answers a GET or HEAD with a document, in the coding the client likes best, or with 304 where it has it already. What
 * it sends was laid out beforehand: it hashes, compresses and allocates nothing in proportion to a body. `Range` is
 * ignored (RFC 9110 §14.2).
 */
export class DocumentSender {
  readonly #budgets: RateBudgets | undefined;
  readonly #makeDelta: SenderDeps["makeDelta"];
  readonly #answers: SiteAnswers;
  readonly #chooseCoding = createCodingChooser();
  readonly #countSubscribers = createSubscriberCounter();

  constructor({ budgets, answers, makeDelta }: SenderDeps) {
    this.#budgets = budgets;
    this.#makeDelta = makeDelta;
    this.#answers = answers;
  }

  send(document: PreparedDocument, request: IncomingMessage, response: ServerResponse): void {
    const { counts } = document;
    const isHead = request.method === "HEAD";
    if (counts.isFeed) this.#countSubscribers(request.headers["user-agent"], counts);
    // A condition is one on success alone (RFC 9110 §13.2.1).
    if (document.status < 400 && isNotModified(request, document)) {
      if (counts.isFeed) this.#budgets?.noteHeld(request, document);
      response.writeHead(304, document.notModifiedHeaders).end();
      return counts.countFrequent("notModified");
    }
    const coding = this.#chooseCoding(request.headers["accept-encoding"]);
    if (coding === undefined) {
      answerNotAcceptable(response);
      return counts.countStatus(406);
    }
    const base = this.#wantedBase(document, request);
    const bytes = isHead ? 0 : document.variants[coding].body.length;
    if (counts.isFeed && !isHead && this.#refuses(document, request, response, bytes)) return;
    const delta = base === undefined ? undefined : this.#makeDelta?.(document.path, base);
    if (delta === undefined) sendVariant(document, coding, response, isHead);
    else void delta.then((made) => sendVariant(made ?? document, coding, response, isHead));
  }

  /** A client that was sent a delta and asks again as before did not take it over, and is sent the whole feed. */
  #wantedBase(document: PreparedDocument, request: IncomingMessage): string | undefined {
    const base = deltaBase(request, document.versions);
    return base === undefined || this.#budgets?.isRepeat(request, document) === true ? undefined : base;
  }

  /** Refuses those who have a feed sent too often. */
  #refuses(document: PreparedDocument, request: IncomingMessage, response: ServerResponse, bytes: number): boolean {
    const waitSeconds = this.#budgets === undefined ? 0 : this.#budgets.feedWait(request, document, bytes);
    if (waitSeconds === 0) return false;
    this.#answers.tooMany(response, waitSeconds);
    document.counts.countStatus(429);
    return true;
  }
}

function sendVariant(
  { status, variants, counts }: PreparedDocument,
  coding: ContentCoding,
  response: ServerResponse,
  isHead: boolean,
): void {
  const { headers, body } = variants[coding];
  response.writeHead(status, headers).end(body);
  if (status === 200) counts.countFrequent(coding);
  else counts.countStatus(status);
  if (!isHead) counts.countFrequent("bytes", body.length);
}
