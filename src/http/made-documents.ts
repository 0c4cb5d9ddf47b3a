import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "express";
import { html } from "../lib/html/template.ts";
import type { DocumentAddress } from "../model/addresses.ts";
import { searchFeedName } from "../model/feed.ts";
import type { Locale } from "../model/locale.ts";
import type { Made } from "../model/made.ts";
import { answerGone, answerNotYet } from "./fallback.ts";
import { createErrorAnswer } from "./error-answer.ts";
import { parseAddress } from "../model/addresses.ts";
import type { PreparedDocument } from "./prepare-document.ts";
import type { DocumentSender } from "./send-document.ts";

export type MadeDocument =
  | Made<PreparedDocument>
  /** More is asked for than can be made at the moment. */
  | { readonly kind: "busy" };

export interface MadeDocumentsDeps {
  readonly make: (address: DocumentAddress) => Promise<MadeDocument> | undefined;
  /** A document that is kept ready. */
  readonly find: (path: string) => PreparedDocument | undefined;
  readonly sendDocument: DocumentSender;
  /** Answers those who have too much made, and tells whether it did. */
  readonly refuse: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** The language of pages whose address names none. */
  readonly defaultLocale: () => Locale;
}

/** Answers what is made when it is asked for: pages, history, searches. What is none of these goes on. */
export function createMadeDocumentHandler(deps: MadeDocumentsDeps): RequestHandler {
  return async (request, response, next) => {
    const [path = "", query = ""] = request.url.split("?", 2);
    const address = parseAddress(path, query, deps.defaultLocale());
    if (address === undefined || isFeedAsDefined(address)) return next();
    if (deps.refuse(request, response)) return;
    const made = await deps.make(address);
    switch (made?.kind) {
      case "document":
        return deps.sendDocument(made.document, request, response);
      case "ready": {
        const document = deps.find(made.path);
        return document === undefined ? next() : deps.sendDocument(document, request, response);
      }
      case "mistake":
        return answerMistake(made, request, response);
      case "gone":
        return answerGone(request, response);
      case "not-yet":
        return answerNotYet(request, response);
      case "too-broad":
        return answerTooBroad(request, response);
      case "busy":
        return answerBusy(request, response);
      case "none":
      case undefined:
        return next();
    }
  };
}

/** Such a feed is kept ready, or there is none: it was looked for before, and nothing could be made of it. */
function isFeedAsDefined(address: DocumentAddress): boolean {
  if (address.kind !== "feed" || address.asked !== undefined) return false;
  const { name, script, part, onDay } = address.variant;
  return name !== searchFeedName && script === undefined && part === undefined && onDay === undefined;
}

/** What was asked is shown to whoever asked, and to nobody else: no cache keeps it. */
function answerMistake(
  { message, shown }: Extract<MadeDocument, { kind: "mistake" }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const answer = createErrorAnswer({
    status: 400,
    title: "看不懂这个查询 · This query is not understood",
    sentences: [message],
    detail: html`<pre>${shown}</pre>`,
  });
  answer(request, response);
}

const answerTooBroad = createErrorAnswer({
  status: 503,
  title: "查询范围太大 · Query too broad",
  sentences: ["请缩小范围再试。", "QUERY_TOO_BROAD: this would take too long to find. Please ask for less."],
});

const answerBusy = createErrorAnswer({
  status: 503,
  title: "服务器正忙 · Busy",
  sentences: ["请稍后再试。", "Please try again in a moment."],
  headers: { "Retry-After": "10" },
});
