import type { ServerResponse } from "node:http";
import { isIP } from "node:net";
import type { Express, RequestHandler, Response } from "express";
import { stylesheetPath } from "../../model/addresses.ts";
import type { Locale } from "../../model/locale.ts";
import type { SourceStatus } from "../../model/source.ts";
import { renderProblemsPage, type ProblemsReport } from "../../pages/problems-page.ts";
import { renderSourcesPage } from "../../pages/sources-page.ts";
import { answerFailure, createExpressApp } from "../express-app.ts";
import { flatHeaders, sendText } from "../headers.ts";
import { hostName } from "../public-site.ts";

export interface OperatorAppDeps {
  /** Sent as JSON. */
  readonly status: () => Promise<object>;
  /** With the content type of its format. */
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
  readonly problems: () => Promise<ProblemsReport>;
  /** The feeds that are fetched for this archive. */
  readonly sources: () => readonly SourceStatus[];
  /** The language of the pages. */
  readonly locale: Locale;
  /** Their style; absent while there is none. */
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
  app.get("/problems", async (_request, response) => {
    sendBody(response, renderProblemsPage(await deps.problems(), deps.locale), "text/html; charset=utf-8");
  });
  app.get("/sources", (_request, response) => {
    sendBody(response, renderSourcesPage(deps.sources(), deps.locale), "text/html; charset=utf-8");
  });
  app.get(stylesheetPath, async (_request, response, next) => {
    const css = await deps.stylesheet();
    if (css === undefined) next();
    else sendBody(response, css, "text/css; charset=utf-8");
  });
  app.use((_request, response) => {
    sendText(response, 404, "There are /status.json, /metrics, /problems, /sources and /healthz.\n");
  });
  app.use(answerFailure(deps.onError, answerServerError));
  return app;
}

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

function sendBody(response: Response, content: string | Uint8Array, contentType: string): void {
  const body = typeof content === "string" ? Buffer.from(content) : content;
  const headers = flatHeaders({
    "Content-Type": contentType,
    "Content-Length": String(body.length),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": contentSecurityPolicy,
  });
  response.writeHead(200, headers).end(body);
}

function answerServerError(response: ServerResponse): void {
  sendText(response, 500, "Something went wrong here. The log says what.\n");
}
