import type { ServerResponse } from "node:http";
import { isIP } from "node:net";
import type { Express, RequestHandler } from "express";
import { stylesheetPath } from "../../model/addresses.ts";
import type { FileFlaw } from "../../model/flaw.ts";
import type { FileProblem } from "../../model/problem.ts";
import type { SourceStatus } from "../../model/source.ts";
import type { Takedown } from "../../model/takedown.ts";
import {
  renderFlawsPage,
  renderOperatorNotice,
  renderOutletsPage,
  renderProblemsPage,
  renderSourcesPage,
  renderStatusPage,
  renderSubscriptionsPage,
  renderTakedownsPage,
  type OperatorReport,
  type OperatorRequest,
} from "../../pages/operator/operator-pages.ts";
import { operatorWords } from "../../pages/words/operator.ts";
import { answerFailure, createExpressApp } from "../express-app.ts";
import { flatHeaders, sendText } from "../headers.ts";
import { hostName } from "../public-site.ts";

export interface OperatorAppDeps {
  /** Sent as JSON, and shown. */
  readonly status: () => Promise<OperatorReport>;
  /** With the content type of its format. */
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
  readonly problems: () => Promise<readonly FileProblem[]>;
  readonly flaws: () => Promise<readonly FileFlaw[]>;
  readonly takedowns: () => Promise<readonly Takedown[]>;
  /** The feeds that are fetched for this archive. */
  readonly sources: () => readonly SourceStatus[];
  /** The site's address, which pages lead to. */
  readonly publicUrl: string;
  /** The style of the pages; undefined while there is none. */
  readonly stylesheet: () => Promise<Uint8Array | undefined>;
  /** Names this server may be asked for by, besides addresses and localhost; undefined where any will do. */
  readonly hosts?: readonly string[];
  readonly onError: (error: unknown) => void;
}

/**
 * Everything the operator alone may see. It has no password: it listens where only the operator gets, and a name that it
 * does not know is refused, so that no page of a stranger can have a browser ask for it under a name of its own (DNS
 * rebinding). An address cannot be rebound.
 */
export function createOperatorApp(deps: OperatorAppDeps): Express {
  const app = createExpressApp();
  const { publicUrl } = deps;
  app.use(refuseOtherHosts(deps.hosts));
  app.use(refuseOtherMethods);
  app.get("/healthz", (_request, response) => sendText(response, 200, "ok\n"));
  app.get("/status.json", async (_request, response) => {
    sendText(response, 200, `${JSON.stringify(await deps.status(), null, 2)}\n`, "application/json");
  });
  app.get("/metrics", async (_request, response) => {
    const { text, contentType } = await deps.metrics();
    sendBody(response, text, contentType);
  });
  const pages: Readonly<Record<string, (request: OperatorRequest) => Promise<string>>> = {
    "/": async (request) => renderStatusPage(await deps.status(), request),
    "/problems": async (request) => renderProblemsPage(await deps.problems(), request),
    "/flaws": async (request) => renderFlawsPage(await deps.flaws(), request),
    "/outlets": async (request) => renderOutletsPage(await deps.status(), request),
    "/sources": async (request) => renderSourcesPage(deps.sources(), request),
    "/subscriptions": async (request) => renderSubscriptionsPage((await deps.status()).push?.topics ?? [], request),
    "/takedowns": async (request) => renderTakedownsPage(await deps.takedowns(), request),
  };
  for (const [path, render] of Object.entries(pages)) {
    app.get(path, async ({ query: { sort } }, response) => {
      const page = await render({ publicUrl, ...(typeof sort === "string" && { sort }) });
      sendBody(response, page, htmlType);
    });
  }
  app.get(stylesheetPath, async (_request, response, next) => {
    const css = await deps.stylesheet();
    if (css === undefined) next();
    else sendBody(response, css, "text/css; charset=utf-8");
  });
  app.use((_request, response) => {
    sendBody(response, renderOperatorNotice(operatorWords.notFound, { publicUrl }), htmlType, 404);
  });
  const answerServerError = (response: ServerResponse): void =>
    sendBody(response, renderOperatorNotice(operatorWords.serverError, { publicUrl }), htmlType, 500);
  app.use(answerFailure(deps.onError, answerServerError));
  return app;
}

const htmlType = "text/html; charset=utf-8";

function refuseOtherHosts(hosts: readonly string[] | undefined): RequestHandler {
  if (hosts === undefined) return (_request, _response, next) => next();
  const names = new Set(["localhost", ...hosts.map((host) => host.toLowerCase())]);
  return (request, response, next) => {
    const name = hostName(request.headers.host ?? "") ?? "";
    const isAddress = isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
    if (isAddress || names.has(name)) return next();
    const sentences = "This listener is not known by that name. The setting admin.hosts says by which it is.\n";
    sendText(response, 421, sentences);
  };
}

const refuseOtherMethods: RequestHandler = (request, response, next) => {
  if (request.method === "GET" || request.method === "HEAD") return next();
  response.setHeader("Allow", "GET, HEAD");
  sendText(response, 405, "This listener can be read with GET or HEAD.\n");
};

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function sendBody(response: ServerResponse, content: string | Uint8Array, contentType: string, status = 200): void {
  const body = typeof content === "string" ? Buffer.from(content) : content;
  const headers = flatHeaders({
    "Content-Type": contentType,
    "Content-Length": String(body.length),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": contentSecurityPolicy,
  });
  response.writeHead(status, headers).end(body);
}
