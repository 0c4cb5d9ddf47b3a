import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Server as NetServer, type AddressInfo, type Socket } from "node:net";
import type { DocumentAnswerer } from "./answer-document.ts";
import { createErrorAnswer } from "./error-answer.ts";
import { listen, type ListenOptions, type ListenTarget } from "./listen.ts";

export interface ServerDeps {
  readonly answerDocument: DocumentAnswerer;
  /** What answers all other requests: the Express app. */
  readonly app: RequestListener;
  /** Connections beyond it are closed at once. Unlimited when absent. */
  readonly maxConnections?: number;
  readonly timeouts?: Partial<ServerTimeouts>;
}

/** How long a client may take, in milliseconds. */
export interface ServerTimeouts {
  /** Between two requests of one connection. */
  readonly keepAlive: number;
  /** From the first byte of a request to the end of its headers; and to its own end, which may not be less. */
  readonly headers: number;
  readonly request: number;
  /** While a connection stands still in the middle of an answer. */
  readonly stall: number;
  /** Between two looks at who is late. */
  readonly check: number;
}

export interface FeedServer {
  /** Resolves once connections are accepted, with the address they are accepted at; see `listen` for what it throws. */
  listen(target: ListenTarget, options?: ListenOptions): Promise<AddressInfo | string>;
  /** Accepts no more connections, finishes what was asked, and resolves when the last connection is closed. */
  close(): Promise<void>;
  /** Closes every connection at once, finished or not. */
  force(): void;
}

const usualTimeouts: ServerTimeouts = {
  // Longer than proxies keep their side (nginx and most load balancers: 60 s), so that they never meet a closed one.
  keepAlive: 75_000,
  headers: 10_000,
  request: 30_000,
  stall: 120_000,
  check: 5_000,
};
const maxHeaderBytes = 16_384;
/** Of one connection. Each takes some 2 kB while it waits, of whoever asks 1,500 times in one packet and reads nothing. */
const maxWaitingAnswers = 100;
const drainIntervalMs = 50;
/** A request may be on its way over a connection that looks idle: for this long it is answered, as the last one there. */
const idleGraceMs = 500;

/** The HTTP server: documents are answered before Express sees the request, everything else by the app. */
export function createServer({ answerDocument, app, maxConnections, timeouts }: ServerDeps): FeedServer {
  const { keepAlive, headers, request: whole, stall, check } = { ...usualTimeouts, ...timeouts };
  let isClosing = false;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (hasTwoHosts(request)) return answerTwoHosts(request, response);
    if (isClosing) response.setHeader("Connection", "close");
    if (!answerDocument(request, response)) app(request, response);
  }

  function answerInTime(request: IncomingMessage, response: ServerResponse): void {
    answer(request, response);
    // Most answers have left by now; a timer for each would take a twentieth of the time of a 304.
    if (!hasLeft(response)) bearWith(request.socket, response);
  }

  function bearWith(socket: Socket, response: ServerResponse): void {
    socket.setTimeout(stall);
    // One whose turn has not come has no socket yet.
    if (response.socket === null) countWaiting(socket, response);
  }

  const waiting = new WeakMap<Socket, number>();
  function countWaiting(socket: Socket, response: ServerResponse): void {
    const count = (waiting.get(socket) ?? 0) + 1;
    if (count > maxWaitingAnswers) return void socket.destroy();
    waiting.set(socket, count);
    response.once("close", () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
  }

  const server = createHttpServer(
    {
      keepAliveTimeout: keepAlive,
      headersTimeout: headers,
      requestTimeout: whole,
      connectionsCheckingInterval: check,
      maxHeaderSize: maxHeaderBytes,
    },
    answerInTime,
  );
  // An expectation nobody knows may be ignored (RFC 9110 §10.1.1). Node would refuse it past budgets, counts and timers.
  server.on("checkExpectation", answerInTime);
  if (maxConnections !== undefined) server.maxConnections = maxConnections;

  return {
    listen: (target, options) => listen(server, target, options),
    close: () => {
      isClosing = true;
      const closedAt = performance.now();
      // A connection whose answer was under way when closing began goes idle later.
      const sweep = setInterval(() => {
        if (performance.now() - closedAt >= idleGraceMs) server.closeIdleConnections();
      }, drainIntervalMs);
      return new Promise((resolve, reject) => {
        // An HTTP server's own `close` ends idle connections at once.
        NetServer.prototype.close.call(server, (error) => {
          clearInterval(sweep);
          if (error === undefined) resolve();
          else reject(error);
        });
      });
    },
    force: () => server.closeAllConnections(),
  };
}

/** Whether the system has taken all of an answer. Node calls it finished only afterwards. */
function hasLeft({ writableEnded, writableLength }: ServerResponse): boolean {
  return writableEnded && writableLength === 0;
}

/** Who stands in front may have gone by the other one (RFC 9112 §3.2). */
const answerTwoHosts = createErrorAnswer({
  status: 400,
  title: "请求有误 · Bad request",
  sentences: ["The request names more than one host."],
  headers: { Connection: "close" },
});

function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts > 1;
}
