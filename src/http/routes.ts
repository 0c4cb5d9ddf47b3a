import type { RequestListener } from "node:http";
import type { RequestHandler, Response } from "express";
import {
  combinedFeedAliases,
  everyFeedAliases,
  importListAliases,
  robotsPath,
  definedFeedAt,
  everyFeedPath,
  feedNameIn,
  feedPagePath,
  feedPath,
  hubPath,
  opmlPath,
  selectingQuery,
  siteImages,
  startPagePath,
  stylesheetPath,
  underFeedName,
} from "../model/addresses.ts";
import { combinedFeedName, feedFormats, type FeedFormat, type Site } from "../model/feed.ts";
import type { AskHub } from "../model/hub.ts";
import { madeDocuments, type MadeDocumentsDeps } from "./documents/made-documents.ts";
import type { PreparedDocument } from "./documents/prepared-document.ts";
import { ReadyDocuments } from "./documents/ready-documents.ts";
import { DocumentSender, type SenderDeps } from "./documents/send-document.ts";
import { answerBadAddress, answerMisdirected, answerOptions, answerReadOnly, SiteAnswers } from "./error-answers.ts";
import { answerFailure, createExpressApp } from "./express-app.ts";
import { sendRedirect, sendText } from "./headers.ts";
import { hubHandler } from "./hub.ts";
import { PublicSite, requestTarget, splitTarget, type SiteAddresses } from "./public-site.ts";
import type { RateBudgets } from "./rates/budgets.ts";
import type { AnswerCounts } from "./answer-counts.ts";

export interface RoutesDeps
  extends SiteAddresses, Pick<SenderDeps, "makeDelta">, Pick<MadeDocumentsDeps, "kept" | "make" | "defaultLocale"> {
  /** A document that is kept ready, by its path. */
  readonly find: (path: string) => PreparedDocument | undefined;
  readonly feedState: (name: string) => FeedState;
  readonly readiness: () => Readiness;
  /** The site that answers without a document lead on to; undefined before it is known. */
  readonly siteShown: () => Site | undefined;
  /** Without it, everybody may ask as often as they like. */
  readonly budgets?: RateBudgets;
  /** Takes subscriptions; absent where there is no hub here. */
  readonly askHub?: AskHub;
  /** Counts answers that are no document. */
  readonly elsewhere: AnswerCounts;
  /** Told of errors in answering. The client is told nothing of them. */
  readonly onError: (error: unknown) => void;
}

/** `pending`: one of this name is configured, or may be for all we know yet. */
export type FeedState = "unknown" | "pending" | "gone" | { readonly renamedTo: string };

/** Sent as it is by `/readyz`. */
export interface Readiness {
  /** True while feeds are served. */
  readonly ready: boolean;
  /** Why what is served is not what it should be, in a sentence. */
  readonly degraded?: string;
  /** Sentences on what may be wrong outside. */
  readonly warnings?: readonly string[];
  readonly [detail: string]: string | number | boolean | readonly string[] | undefined;
}

/** Everything the public can ask for, as a function that listens to nothing. What is asked for most comes first. */
export function createRoutes(deps: RoutesDeps): RequestListener {
  const site = new PublicSite(deps);
  const { basePath } = site;
  const answers = new SiteAnswers(deps.siteShown);
  const sender = new DocumentSender({ ...deps, answers });
  const ready = new ReadyDocuments(deps.find, site, sender);
  const app = createExpressApp();

  app.use(countElsewhere(deps.elsewhere));
  app.use(refuseOtherHosts(site));
  if (deps.askHub !== undefined) app.all(hubPath, hubHandler(deps.askHub, deps.budgets));
  app.use(refuseOtherMethods);

  app.get("/healthz", (_request, response) => sendText(response, 200, "ok\n"));
  app.get("/readyz", (_request, response) => sendReadiness(deps.readiness(), response));
  app.get(robotsPath, (_request, response) => sendText(response, 200, robots));

  const send = sendAsDocument(sender);
  const sendList =
    (path: string): RequestHandler =>
    (request, response) => {
      const list = deps.find(path);
      if (list === undefined) answers.notYet(response);
      else send(list, request, response);
    };
  // Conventions look for lists of feeds at these addresses.
  app.get([...importListAliases], sendList(opmlPath));
  app.get([...everyFeedAliases], sendList(everyFeedPath));
  // People and readers guess these. Readers keep the address they were given: the redirects are for ever.
  for (const format of feedFormats) app.get([...combinedFeedAliases[format]], toCombinedFeed(format, basePath));
  app.get(["/feeds", "/feeds/", "/index.html"], (_request, response) =>
    sendRedirect(response, basePath + startPagePath),
  );
  app.get("/favicon.ico", (_request, response) => sendRedirect(response, basePath + siteImages.favicon.path));
  // BASE-PATH and /feeds/NAME
  app.use(addMissingSlash(deps.feedState, basePath));

  // /feeds/FORMER-NAME/…
  app.use(followRenamedFeeds(deps.feedState, basePath, answers));
  // Documents that are made when asked for: / /search /policy/ /articles/ID/ /feeds/NAME/… /en/… /search/rss.xml …
  const clientOf: MadeDocumentsDeps["clientOf"] = (request) => deps.budgets?.clientOf(request) ?? "";
  app.use(madeDocuments({ ...deps, answers, send, clientOf, refuses: refuseMakers(deps.budgets, answers) }));
  app.use(answerMissing(deps.feedState, answers));
  app.use(answerFailure(deps.onError, answers.serverError));

  // Documents that are kept ready are nearly all that is asked for. They are answered before Express.
  return (request, response) => {
    if (!ready.answer(request, response)) app(request, response);
  };
}

function countElsewhere(elsewhere: AnswerCounts): RequestHandler {
  return (_request, response, next) => {
    response.once("finish", () => {
      if (!isDocument(response)) elsewhere.countStatus(response.statusCode);
    });
    next();
  };
}

/** Documents are counted where they are sent. */
function sendAsDocument(sender: DocumentSender): MadeDocumentsDeps["send"] {
  return (document, request, response) => {
    response.locals["isDocument"] = true;
    sender.send(document, request, response);
  };
}

function isDocument(response: Response): boolean {
  return response.locals["isDocument"] === true;
}

/** Those who watch over the process may ask for its health by any name. */
const exemptFromHost: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/** Leads on from a former address of the site. From here on `request.url` has neither host nor base path. */
function refuseOtherHosts(site: PublicSite): RequestHandler {
  return (request, response, next) => {
    const isOurs = site.isAskedBy(request);
    const movedTo = site.movedTo(request);
    request.url = site.belowBase(requestTarget(request));
    if (exemptFromHost.has(request.path)) next();
    else if (movedTo !== undefined) sendRedirect(response, movedTo);
    else if (isOurs) next();
    else answerMisdirected(response);
  };
}

const refuseOtherMethods: RequestHandler = (request, response, next) => {
  if (request.method === "GET" || request.method === "HEAD") next();
  else if (request.method === "OPTIONS") answerOptions(response);
  else answerReadOnly(response);
};

function sendReadiness(readiness: Readiness, response: Response): void {
  sendText(response, readiness.ready ? 200 : 503, `${JSON.stringify(readiness)}\n`, "application/json");
}

/**
 * Crawlers may look at everything but searches, of which there is no end: where they must not index, the answer says
 * so, and they have to see that. Feeds of searches stay open to readers that obey this file.
 */
const robots = "User-agent: *\nDisallow: /search?\nDisallow: /*/search?\n";

function toCombinedFeed(format: FeedFormat, basePath: string): RequestHandler {
  return (_request, response) => sendRedirect(response, basePath + feedPath(combinedFeedName, format));
}

function addMissingSlash(feedState: RoutesDeps["feedState"], basePath: string): RequestHandler {
  return ({ path }, response, next) => {
    if (path === basePath) return sendRedirect(response, basePath + startPagePath);
    const page = `${path}/`;
    const name = feedNameIn(page);
    if (name === undefined || page !== feedPagePath(name) || feedState(name) === "unknown") return next();
    sendRedirect(response, basePath + page);
  };
}

/** Leads from a feed's former name to its present one, and tells readers of a feed that is no more to stop asking. */
function followRenamedFeeds(
  feedState: RoutesDeps["feedState"],
  basePath: string,
  answers: SiteAnswers,
): RequestHandler {
  return (request, response, next) => {
    const { path, query } = splitTarget(request.url);
    const name = feedNameIn(path);
    const state = name === undefined ? "unknown" : feedState(name);
    if (state === "gone") return answers.gone(response);
    if (typeof state === "string") return next();
    sendRedirect(response, basePath + underFeedName(path, state.renamedTo) + selectingQuery(query));
  };
}

function refuseMakers(budgets: RateBudgets | undefined, answers: SiteAnswers): MadeDocumentsDeps["refuses"] {
  return (request, response) => {
    const waitSeconds = budgets?.madeWait(request) ?? 0;
    if (waitSeconds > 0) answers.tooMany(response, waitSeconds);
    return waitSeconds > 0;
  };
}

const alwaysPublished: ReadonlySet<string> = new Set([
  startPagePath,
  opmlPath,
  everyFeedPath,
  stylesheetPath,
  ...Object.values(siteImages).map(({ path }) => path),
]);

/**
 * Answers what nothing else did: 503 for what is to be published here but is not yet, so that readers keep the address
 * and come again; 404 for the rest.
 */
function answerMissing(feedState: RoutesDeps["feedState"], answers: SiteAnswers): RequestHandler {
  const isPendingFeed = (path: string): boolean => {
    const name = feedNameIn(path);
    if (name === undefined || feedState(name) !== "pending") return false;
    return path === feedPagePath(name) || definedFeedAt(path) !== undefined;
  };
  return (request, response) => {
    const { path } = request;
    if (!isWellFormed(path) || request.url.includes("#")) answerBadAddress(response);
    else if (alwaysPublished.has(path) || isPendingFeed(path)) answers.notYet(response);
    else answers.notFound(response);
  };
}

function isWellFormed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
