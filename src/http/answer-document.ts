import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./error-answer.ts";
import { choosesFromFeed } from "./chooses-from-feed.ts";
import { answerMisdirected, answerOptions, answerWrongMethod } from "./method-answers.ts";
import type { PreparedDocument } from "./prepare-document.ts";
import { createPublicPlace, requestPath } from "./public-place.ts";
import type { DocumentSender } from "./send-document.ts";
import { countRare } from "./tally.ts";

export interface DocumentAnswererDeps {
  readonly find: (path: string) => PreparedDocument | undefined;
  /** Absolute; absent where the operator has not configured one. */
  readonly publicUrl?: string;
  readonly sendDocument: DocumentSender;
}

/** Answers a request for a document, and tells whether it was one. What is not goes on to the Express app. */
export type DocumentAnswerer = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The one function that answers documents: called before Express, and mounted in it. A path is looked up as it stands,
 * never joined to a directory, and the query changes nothing, unless it chooses from a feed. What it sends was laid out
 * beforehand: it hashes, compresses and allocates nothing in proportion to a body. `Range` is ignored (RFC 9110 §14.2).
 */
export function createDocumentAnswerer({ find, publicUrl, sendDocument }: DocumentAnswererDeps): DocumentAnswerer {
  const place = createPublicPlace(publicUrl);

  return (request, response) => {
    const path = requestPath(request);
    const document = find(path) ?? find(place.belowBase(path));
    if (document === undefined || choosesFromFeed(path, request)) return false;
    if (!place.isMeant(request)) refuse(answerMisdirected, document, request, response);
    else if (request.method === "GET" || request.method === "HEAD") sendDocument(document, request, response);
    else refuse(request.method === "OPTIONS" ? answerOptions : answerWrongMethod, document, request, response);
    return true;
  };
}

function refuse(answer: Answer, { tally }: PreparedDocument, request: IncomingMessage, response: ServerResponse): void {
  answer(request, response);
  countRare(tally, response.statusCode);
}
