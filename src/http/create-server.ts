import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DocumentAnswerer } from "./answer-document.ts";
import { listen, type ListenOptions, type ListenTarget } from "./listen.ts";

export interface ServerDeps {
  readonly answerDocument: DocumentAnswerer;
  /** What answers all other requests: the Express app. */
  readonly app: RequestListener;
  /** Called once an answer has been handed to the network, for an access log. Absent, it costs nothing. */
  readonly onAnswered?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Connections beyond it are closed at once. Unlimited when absent. */
  readonly maxConnections?: number;
}

export interface FeedServer {
  /** Resolves once connections are accepted, with the address they are accepted at; see `listen` for what it throws. */
  listen(target: ListenTarget, options?: ListenOptions): Promise<AddressInfo | string>;
  /** Accepts no more connections, finishes what was asked, and resolves when the last connection is closed. */
  close(): Promise<void>;
  /** Closes every connection at once, finished or not. */
  force(): void;
}

/** Longer than proxies keep their side (nginx and most load balancers: 60 s), so that they never meet a closed one. */
const keepAliveTimeoutMs = 75_000;
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
/** How long a connection may stand still in the middle of an answer. */
const stallTimeoutMs = 120_000;
const timeoutCheckIntervalMs = 5_000;
const maxHeaderBytes = 16_384;
const drainIntervalMs = 50;

/** The HTTP server: documents are answered before Express sees the request, everything else by the app. */
export function createServer({ answerDocument, app, onAnswered, maxConnections }: ServerDeps): FeedServer {
  let isClosing = false;
  const server = createHttpServer(
    {
      keepAliveTimeout: keepAliveTimeoutMs,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: timeoutCheckIntervalMs,
      maxHeaderSize: maxHeaderBytes,
    },
    (request, response) => {
      if (isClosing) response.setHeader("Connection", "close");
      if (onAnswered !== undefined) response.once("finish", () => onAnswered(request, response));
      if (!answerDocument(request, response)) app(request, response);
    },
  );
  server.timeout = stallTimeoutMs;
  if (maxConnections !== undefined) server.maxConnections = maxConnections;

  return {
    listen: (target, options) => listen(server, target, options),
    close: () => {
      isClosing = true;
      // A connection whose answer was under way when closing began goes idle later.
      const sweep = setInterval(() => server.closeIdleConnections(), drainIntervalMs);
      return new Promise((resolve, reject) => {
        server.close((error) => {
          clearInterval(sweep);
          if (error === undefined) resolve();
          else reject(error);
        });
      });
    },
    force: () => server.closeAllConnections(),
  };
}
