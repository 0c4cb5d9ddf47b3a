import type { Request, RequestHandler, Response } from "express";
import { parseAddress, type DocumentAddress } from "../../model/addresses.ts";
import { searchFeedName } from "../../model/feed.ts";
import type { Locale } from "../../model/locale.ts";
import type { Made } from "../../model/document.ts";
import type { SiteAnswers } from "../error-answers.ts";
import { splitTarget } from "../public-site.ts";
import type { PreparedDocument } from "./prepared-document.ts";

export interface MadeDocumentsDeps {
  /** A document that was made before and is still right: it costs nothing to send. */
  readonly kept: (address: DocumentAddress) => PreparedDocument | undefined;
  /** `client` names who asks. Once `signal` is aborted, nobody waits for the answer. */
  readonly make: (address: DocumentAddress, client: string, signal: AbortSignal) => Promise<Made<PreparedDocument>>;
  /** A document that is kept ready, by its path. */
  readonly find: (path: string) => PreparedDocument | undefined;
  readonly send: (document: PreparedDocument, request: Request, response: Response) => void;
  readonly answers: SiteAnswers;
  readonly clientOf: (request: Request) => string;
  /** Refuses a client that has too much made, and tells whether it did. */
  readonly refuses: (request: Request, response: Response) => boolean;
  /** The language of pages whose address names none. */
  readonly defaultLocale: () => Locale;
}

/** Answers with documents that are made when asked for: pages, history, searches. All else goes on. */
export function madeDocuments(deps: MadeDocumentsDeps): RequestHandler {
  const { answers } = deps;
  return async (request, response, next) => {
    const { path, query } = splitTarget(request.url);
    const address = parseAddress(path, query, deps.defaultLocale());
    if (address === undefined || isFeedAsDefined(address)) return next();
    const kept = deps.kept(address);
    if (kept !== undefined) return deps.send(kept, request, response);
    if (deps.refuses(request, response)) return;
    const left = new AbortController();
    response.once("close", () => left.abort());
    const made = await deps.make(address, deps.clientOf(request), left.signal);
    switch (made.kind) {
      case "document":
        return deps.send(made.document, request, response);
      case "ready": {
        const document = deps.find(made.path);
        return document === undefined ? answers.notYet(response) : deps.send(document, request, response);
      }
      case "mistake":
        return answers.mistake(made.message, made.shown, response);
      case "gone":
        return answers.gone(response);
      case "not-yet":
        return answers.notYet(response);
      case "too-broad":
        return answers.tooBroad(response);
      case "busy":
        return answers.busy(response);
      case "none":
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
