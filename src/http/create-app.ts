import type { ServerResponse } from "node:http";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { createAliasHandler } from "./aliases.ts";
import type { DocumentAnswerer } from "./answer-document.ts";
import { createErrorAnswer } from "./error-answer.ts";
import { createFallback, type FeedState } from "./fallback.ts";
import { createMadeDocumentHandler, type MadeDocumentsDeps } from "./made-documents.ts";
import { answerMisdirected, answerOptions, answerWrongMethod } from "./method-answers.ts";
import { createMovedFeedHandler } from "./moved-feeds.ts";
import { createPublicPlace, requestTarget, type PublicPlace } from "./public-place.ts";
import type { RateBudgets } from "./rate-budgets.ts";
import type { DocumentSender } from "./send-document.ts";
import { sendText } from "./send-text.ts";
import { countRare, type Tally } from "./tally.ts";
import { createTooManyRequestsAnswer } from "./too-many-requests.ts";

export interface AppDeps extends Omit<MadeDocumentsDeps, "refuse"> {
  readonly answerDocument: DocumentAnswerer;
  readonly readiness: () => Readiness;
  readonly feedState: (name: string) => FeedState;
  /** Absolute; absent where the operator has not configured one. */
  readonly publicUrl?: string;
  /** Counts what is no document. */
  readonly elsewhere?: Tally;
  /** Without it, everybody may have as much made as they like. */
  readonly budgets?: RateBudgets;
  /** Told of what went wrong in answering. Whoever asked is told nothing of it. */
  readonly onError?: (error: unknown) => void;
}

/** Sent as it is by `/readyz`. */
export interface Readiness {
  /** Whether feeds are served. */
  readonly ready: boolean;
  /** Why what is served is not what it should be, in a sentence. */
  readonly degraded?: string;
  readonly [detail: string]: string | number | boolean | undefined;
}

/**
 * Everything the server answers, as a function that listens to nothing. Documents come first, by the same function that
 * is called before Express; then health, documents that are made when asked for, aliases, and the answers to what is
 * not there.
 */
export function createApp(deps: AppDeps): Express {
  const { elsewhere, budgets } = deps;
  const place = createPublicPlace(deps.publicUrl);
  const app = express();
  app.disable("x-powered-by").disable("etag").enable("case sensitive routing").enable("strict routing");

  // Documents are counted where they are sent.
  const documentAnswers = new WeakSet<ServerResponse>();
  const answerDocument: DocumentAnswerer = (request, response) => {
    const isDocument = deps.answerDocument(request, response);
    if (isDocument) documentAnswers.add(response);
    return isDocument;
  };
  const sendDocument: DocumentSender = (document, request, response) => {
    documentAnswers.add(response);
    deps.sendDocument(document, request, response);
  };

  app.use((request, response, next) => {
    if (!deps.answerDocument(request, response)) next();
  });
  if (elsewhere !== undefined) {
    app.use((_request, response, next) => {
      response.once("finish", () => {
        if (!documentAnswers.has(response)) countRare(elsewhere, response.statusCode);
      });
      next();
    });
  }
  app.use(refuseOtherHosts(place));
  app.use(refuseOtherMethods);
  app.get("/healthz", (_request, response) => sendText(response, 200, "ok\n"));
  app.get("/readyz", (_request, response) => {
    const readiness = deps.readiness();
    sendText(response, readiness.ready ? 200 : 503, `${JSON.stringify(readiness)}\n`, "application/json");
  });
  app.get("/robots.txt", (_request, response) => sendText(response, 200, robots));
  app.use(createMovedFeedHandler(deps.feedState, place.basePath));
  app.use(createMadeDocumentHandler({ ...deps, sendDocument, refuse: refuseTooMany(budgets, place) }));
  app.use(createAliasHandler(answerDocument, deps.feedState, place.basePath));
  app.use(createFallback(deps.feedState, place.basePath));
  app.use(answerFailure(deps.onError));
  return app;
}

/**
 * Crawlers may look at everything but searches, of which there is no end: where they must not index, the answer says
 * so, and they have to see that. Feeds of searches stay open to readers that obey this file.
 */
const robots = "User-agent: *\nDisallow: /search?\nDisallow: /*/search?\n";

function refuseTooMany(budgets: RateBudgets | undefined, { basePath }: PublicPlace): MadeDocumentsDeps["refuse"] {
  const answerTooMany = createTooManyRequestsAnswer(basePath);
  return (request, response) => {
    const waitSeconds = budgets?.madeWait(request) ?? 0;
    if (waitSeconds > 0) answerTooMany(response, waitSeconds);
    return waitSeconds > 0;
  };
}

const refuseOtherMethods: RequestHandler = (request, response, next) => {
  if (request.method === "GET" || request.method === "HEAD") next();
  else if (request.method === "OPTIONS") answerOptions(request, response);
  else answerWrongMethod(request, response);
};

/** Whoever watches over the process may ask for its health by any name. */
const exemptFromHost: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/** From here on `request.url` has neither host nor base path. */
function refuseOtherHosts(place: PublicPlace): RequestHandler {
  return (request, response, next) => {
    const isMeant = place.isMeant(request);
    request.url = place.belowBase(requestTarget(request));
    if (isMeant || exemptFromHost.has(request.path)) next();
    else answerMisdirected(request, response);
  };
}

const answerServerError = createErrorAnswer({
  status: 500,
  title: "服务器出错 · Server error",
  sentences: ["Something went wrong here. Please try again later."],
});

/** Express knows an error handler by its four parameters. */
function answerFailure(onError: AppDeps["onError"]): ErrorRequestHandler {
  return (error, request, response, _next) => {
    onError?.(error);
    if (response.headersSent) response.destroy();
    else answerServerError(request, response);
  };
}
