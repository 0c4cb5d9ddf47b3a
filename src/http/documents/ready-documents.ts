import type { IncomingMessage, ServerResponse } from "node:http";
import { parseAddress } from "../../model/addresses.ts";
import { answerMisdirected, answerOptions, answerReadOnly, type Answer } from "../error-answers.ts";
import { sendRedirect } from "../headers.ts";
import { requestTarget, splitTarget, type PublicSite } from "../public-site.ts";
import type { PreparedDocument } from "./prepared-document.ts";
import type { DocumentSender } from "./send-document.ts";

/** Answers requests for the documents that are kept ready. */
export class ReadyDocuments {
  readonly #find: (path: string) => PreparedDocument | undefined;
  readonly #site: PublicSite;
  readonly #sender: DocumentSender;

  constructor(find: (path: string) => PreparedDocument | undefined, site: PublicSite, sender: DocumentSender) {
    this.#find = find;
    this.#site = site;
    this.#sender = sender;
  }

  /**
   * Tells whether the request was for such a document, and answers it then. A path is looked up as it stands, never
   * joined to a directory, and the query changes nothing, unless it chooses from a feed.
   */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { path, query } = splitTarget(requestTarget(request));
    const document = this.#find(path) ?? this.#find(this.#site.belowBase(path));
    if (document === undefined) return false;
    if (query !== "" && choosesFromFeed(document.path, query)) return false;
    if (!this.#site.isAskedBy(request)) this.#answerElsewhere(document, request, response);
    else if (request.method === "GET" || request.method === "HEAD") this.#sender.send(document, request, response);
    else refuse(request.method === "OPTIONS" ? answerOptions : answerReadOnly, document, response);
    return true;
  }

  /** Leads on from a former address of the site, and refuses other hosts. */
  #answerElsewhere(document: PreparedDocument, request: IncomingMessage, response: ServerResponse): void {
    const movedTo = this.#site.movedTo(request);
    if (movedTo === undefined) return refuse(answerMisdirected, document, response);
    sendRedirect(response, movedTo);
    document.counts.countStatus(response.statusCode);
  }
}

/** Tells whether a query chooses from the feed at a path, so that the feed as it is would be wrong. */
function choosesFromFeed(path: string, query: string): boolean {
  const address = parseAddress(path, query, "zh-Hans");
  return address?.kind === "feed" && address.asked !== undefined;
}

function refuse(answer: Answer, { counts }: PreparedDocument, response: ServerResponse): void {
  answer(response);
  counts.countStatus(response.statusCode);
}
