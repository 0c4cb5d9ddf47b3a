import type { IncomingMessage, ServerResponse } from "node:http";
import { createCodingChooser } from "./choose-coding.ts";
import { createErrorAnswer } from "./error-answer.ts";
import { isNotModified } from "./is-not-modified.ts";
import { answerMisdirected, answerOptions, answerWrongMethod } from "./method-answers.ts";
import type { PreparedDocument } from "./prepare-document.ts";
import { createPublicPlace, requestPath } from "./public-place.ts";
import type { RequestCounts } from "./request-counts.ts";

export interface DocumentAnswererDeps {
  readonly find: (path: string) => PreparedDocument | undefined;
  /** Absolute; absent where the operator has not configured one. */
  readonly publicUrl?: string;
  readonly counts?: RequestCounts;
}

/** Answers a request for a document, and tells whether it was one. What is not goes on to the Express app. */
export type DocumentAnswerer = (request: IncomingMessage, response: ServerResponse) => boolean;

const answerNotAcceptable = createErrorAnswer({
  status: 406,
  title: "没有可接受的编码 · No acceptable coding",
  sentences: ["The Accept-Encoding of the request refuses every coding there is: identity, gzip, br and zstd."],
  headers: { Vary: "Accept-Encoding" },
});

/**
 * The one function that answers documents: called before Express, and mounted in it. A path is looked up as it stands,
 * never joined to a directory, and the query changes nothing. What it sends was laid out beforehand: it hashes,
 * compresses and allocates nothing in proportion to a body. `Range` is ignored (RFC 9110 §14.2).
 */
export function createDocumentAnswerer({ find, publicUrl, counts }: DocumentAnswererDeps): DocumentAnswerer {
  const place = createPublicPlace(publicUrl);
  const chooseCoding = createCodingChooser();

  function send(document: PreparedDocument, request: IncomingMessage, response: ServerResponse): void {
    if (isNotModified(request, document)) {
      response.writeHead(304, document.notModifiedHeaders).end();
      counts?.count(304);
      return;
    }
    const coding = chooseCoding(request.headers["accept-encoding"]);
    if (coding === undefined) return refuse(answerNotAcceptable, request, response);
    const { headers, body } = document.variants[coding];
    response.writeHead(200, headers).end(body);
    counts?.count(200, coding);
  }

  function refuse(answer: typeof answerNotAcceptable, request: IncomingMessage, response: ServerResponse): void {
    answer(request, response);
    counts?.count(response.statusCode);
  }

  return (request, response) => {
    const path = requestPath(request);
    const document = find(path) ?? find(place.belowBase(path));
    if (document === undefined) return false;
    if (!place.isMeant(request)) refuse(answerMisdirected, request, response);
    else if (request.method === "GET" || request.method === "HEAD") send(document, request, response);
    else refuse(request.method === "OPTIONS" ? answerOptions : answerWrongMethod, request, response);
    return true;
  };
}
