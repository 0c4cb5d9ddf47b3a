import type { IncomingMessage, ServerResponse } from "node:http";
import { createCodingChooser } from "./choose-coding.ts";
import { createErrorAnswer } from "./error-answer.ts";
import { isNotModified } from "./is-not-modified.ts";
import type { PreparedDocument } from "./prepare-document.ts";
import type { RequestCounts } from "./request-counts.ts";

/** Answers a GET or HEAD with a document, in the coding the client likes best, or with 304 where it has it already. */
export type DocumentSender = (document: PreparedDocument, request: IncomingMessage, response: ServerResponse) => void;

const answerNotAcceptable = createErrorAnswer({
  status: 406,
  title: "没有可接受的编码 · No acceptable coding",
  sentences: ["The Accept-Encoding of the request refuses every coding there is: identity, gzip, br and zstd."],
  headers: { Vary: "Accept-Encoding" },
});

export function createDocumentSender(counts?: RequestCounts): DocumentSender {
  const chooseCoding = createCodingChooser();
  return (document, request, response) => {
    if (isNotModified(request, document)) {
      response.writeHead(304, document.notModifiedHeaders).end();
      counts?.count(304);
      return;
    }
    const coding = chooseCoding(request.headers["accept-encoding"]);
    if (coding === undefined) {
      answerNotAcceptable(request, response);
      counts?.count(406);
      return;
    }
    const { headers, body } = document.variants[coding];
    response.writeHead(200, headers).end(body);
    counts?.count(200, coding);
  };
}
