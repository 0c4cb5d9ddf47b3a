import { isIP } from "node:net";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { stylesheetPath } from "../model/addresses.ts";
import { flatHeaders } from "./flat-headers.ts";
import { sendText } from "./send-text.ts";

export interface AdminAppDeps {
  /** Sent as JSON. */
  readonly status: () => object;
  /** With the content type of its format. */
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
  /** A whole HTML page. */
  readonly problemsPage: () => string;
  /** Of that page; absent while there is none. */
  readonly stylesheet: () => Uint8Array | undefined;
  /** Names this server may be asked for by, besides addresses and localhost; undefined where any will do. */
  readonly hosts?: readonly string[];
  readonly onError: (error: unknown) => void;
}

/**
 * What only the operator may see. It has no password: it listens where only the operator gets, and a name that it does not
 * know is refused, so that no page of a stranger can have a browser ask for it under a name of its own (DNS rebinding).
 * An address cannot be rebound.
 */
export function createAdminApp({ status, metrics, problemsPage, stylesheet, hosts, onError }: AdminAppDeps): Express {
  const app = express();
  app.disable("x-powered-by").disable("etag").enable("case sensitive routing").enable("strict routing");
  if (hosts !== undefined)
    app.use(refuseOtherHosts(new Set(["localhost", ...hosts.map((host) => host.toLowerCase())])));
  app.use((request, response, next) => {
    if (request.method === "GET" || request.method === "HEAD") return next();
    response.setHeader("Allow", "GET, HEAD");
    sendText(response, 405, "This listener can be read with GET or HEAD.\n");
  });
  app.get("/healthz", (_request, response) => sendText(response, 200, "ok\n"));
  app.get("/status.json", (_request, response) => {
    sendText(response, 200, `${JSON.stringify(status(), null, 2)}\n`, "application/json");
  });
  app.get("/metrics", async (_request, response) => {
    const { text, contentType } = await metrics();
    sendBody(response, text, contentType);
  });
  app.get("/problems", (_request, response) => sendBody(response, problemsPage(), "text/html; charset=utf-8"));
  app.get(stylesheetPath, (_request, response, next) => {
    const css = stylesheet();
    if (css === undefined) next();
    else sendBody(response, css, "text/css; charset=utf-8");
  });
  app.use((_request, response) => sendText(response, 404, index));
  app.use(answerFailure(onError));
  return app;
}

const index = "There are /status.json, /metrics, /problems and /healthz.\n";

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function sendBody(response: Parameters<typeof sendText>[0], content: string | Uint8Array, contentType: string): void {
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

function refuseOtherHosts(names: ReadonlySet<string>): RequestHandler {
  return (request, response, next) => {
    const name = (request.headers.host ?? "").toLowerCase().replace(/:\d*$/, "");
    if (names.has(name) || isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0) next();
    else
      sendText(
        response,
        421,
        "This listener is not known by that name. The setting admin.hosts says by which it is.\n",
      );
  };
}

/** Express knows an error handler by its four parameters. */
function answerFailure(onError: AdminAppDeps["onError"]): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    onError(error);
    if (response.headersSent) response.destroy();
    else sendText(response, 500, "Something went wrong here. The log says what.\n");
  };
}
