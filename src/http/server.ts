import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { Server as NetServer, type AddressInfo, type Socket } from "node:net";
import { answerTwoHosts } from "./error-answers.ts";
import { listen, type ListenOptions, type ListenTarget } from "./listen.ts";

export interface ServerOptions {
  /** Connections beyond it are closed at once. Unlimited when absent. */
  readonly maxConnections?: number;
  readonly timeouts?: Partial<ServerTimeouts>;
}

/** The time that a client may take, in milliseconds. */
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

const usualTimeouts: ServerTimeouts = {
  // Longer than proxies keep their side (nginx and most load balancers: 60 s), so that they never meet a closed one.
  keepAlive: 75_000,
  headers: 10_000,
  request: 30_000,
  stall: 120_000,
  check: 5_000,
};
const MAX_HEADER_BYTES = 16_384;
/** Answers of one connection. Each takes some 2 kB while it waits, and a client may ask 1,500 times in one packet. */
const MAX_WAITING_ANSWERS = 100;
const DRAIN_INTERVAL_MS = 50;
/** A request may be on its way over a connection that looks idle: for this long it is answered, as the last one there. */
const IDLE_GRACE_MS = 500;

/** An HTTP server that loses patience with clients that are late or stand still, and closes without losing an answer. */
export class HttpServer {
  readonly #answer: RequestListener;
  readonly #server: Server;
  readonly #stallMs: number;
  /** Answers of each connection whose turn has not come. */
  readonly #waiting = new WeakMap<Socket, number>();
  #isClosing = false;

  constructor(answer: RequestListener, { maxConnections, timeouts }: ServerOptions = {}) {
    this.#answer = answer;
    const { keepAlive, headers, request, stall, check } = { ...usualTimeouts, ...timeouts };
    this.#stallMs = stall;
    const onRequest: RequestListener = (asked, response) => this.#answerInTime(asked, response);
    this.#server = createServer(
      {
        keepAliveTimeout: keepAlive,
        headersTimeout: headers,
        requestTimeout: request,
        connectionsCheckingInterval: check,
        maxHeaderSize: MAX_HEADER_BYTES,
      },
      onRequest,
    );
    // An expectation nobody knows may be ignored (RFC 9110 §10.1.1). Node would refuse it past budgets, counts and timers.
    this.#server.on("checkExpectation", onRequest);
    if (maxConnections !== undefined) this.#server.maxConnections = maxConnections;
  }

  /** Resolves once connections are accepted, with the address they are accepted at; see `listen` for what it throws. */
  listen(target: ListenTarget, options?: ListenOptions): Promise<AddressInfo | string> {
    return listen(this.#server, target, options);
  }

  /** Accepts no more connections, finishes what was asked, and resolves when the last connection is closed. */
  close(): Promise<void> {
    this.#isClosing = true;
    // A connection whose answer was under way when closing began goes idle later.
    let sweep = setTimeout(() => {
      sweep = setInterval(() => this.#server.closeIdleConnections(), DRAIN_INTERVAL_MS);
    }, IDLE_GRACE_MS);
    return new Promise((resolve, reject) => {
      // An HTTP server's own `close` ends idle connections at once.
      NetServer.prototype.close.call(this.#server, (error) => {
        clearInterval(sweep);
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  }

  /** Closes every connection at once, finished or not. */
  force(): void {
    this.#server.closeAllConnections();
  }

  #answerInTime(request: IncomingMessage, response: ServerResponse): void {
    if (hasTwoHosts(request)) {
      answerTwoHosts(response);
    } else {
      if (this.#isClosing) response.setHeader("Connection", "close");
      this.#answer(request, response);
    }
    // Most answers have left by now; a timer for each would take a twentieth of the time of a 304.
    if (!hasLeft(response)) this.#bearWith(request.socket, response);
  }

  #bearWith(socket: Socket, response: ServerResponse): void {
    socket.setTimeout(this.#stallMs);
    // One whose turn has not come has no socket yet.
    if (response.socket === null) this.#countWaiting(socket, response);
  }

  #countWaiting(socket: Socket, response: ServerResponse): void {
    const count = (this.#waiting.get(socket) ?? 0) + 1;
    if (count > MAX_WAITING_ANSWERS) return void socket.destroy();
    this.#waiting.set(socket, count);
    response.once("close", () => this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1));
  }
}

/** True once the system has taken all of an answer. Node calls it finished only afterwards. */
function hasLeft({ writableEnded, writableLength }: ServerResponse): boolean {
  return writableEnded && writableLength === 0;
}

function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts > 1;
}
