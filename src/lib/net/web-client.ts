import { lookup } from "node:dns/promises";
import { Agent, buildConnector, fetch, type Response } from "undici";
import { isPublicAddress } from "./public-address.ts";

export interface WebClientOptions {
  /** Sent as `User-Agent`: says who asks, and where to complain. */
  readonly userAgent: string;
  /** Addresses besides those of the public internet that may be connected to. */
  readonly isAllowed?: (address: string) => boolean;
  /** Resolves a host's name to its addresses. Default: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
  /** For one request with all its redirects, from the first look-up to the last byte. Default: 30 s. */
  readonly timeoutMs?: number;
}

export interface WebRequest {
  /** Names in lower case. They are sent to the origin of the first address alone, not to where a redirect leads. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface WebAnswer {
  readonly status: number;
  /** A response header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Decoded from its content coding. */
  readonly body: Uint8Array;
  /** Where the answer came from, after all redirects. */
  readonly url: string;
  /** Where permanent redirects (301, 308) led, up to the first that was not; absent without any. */
  readonly movedTo?: string;
}

/** A request that came to no answer. The message is a sentence for the operator. */
export class WebError extends Error {}

const MAX_REDIRECTS = 5;
/** Of a body after decoding. */
const MAX_BYTES = 10_000_000;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const permanentStatuses: ReadonlySet<number> = new Set([301, 308]);

/**
 * Makes requests to the web and to no private place: the address that is connected to is the one that was checked,
 * whatever a name resolves to the next time, and after every redirect. One connection a host; no cookies, no cache, no
 * credentials across origins.
 */
export class WebClient {
  readonly #options: WebClientOptions;
  readonly #agent: Agent;

  constructor(options: WebClientOptions) {
    this.#options = options;
    this.#agent = new Agent({ connections: 1, pipelining: 1, connect: this.#connector() });
  }

  /**
   * Requests an address and follows its redirects. Rejects with a `WebError` where there is no answer: a private
   * address, a failed connection, too many redirects, too many bytes, too long a time; and with the signal's reason.
   *
   * @param address Absolute, http or https, without credentials.
   */
  async request(address: string, request: WebRequest = {}): Promise<WebAnswer> {
    const { timeoutMs = 30_000 } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
    try {
      return await this.#follow(address, request, signal);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (timeout.aborted) throw new WebError(`There was no whole answer within ${timeoutMs / 1000} s.`);
      throw asWebError(error);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #follow(address: string, request: WebRequest, signal: AbortSignal): Promise<WebAnswer> {
    let url = webAddress(address);
    const { origin } = url;
    let isPermanent = true;
    let movedTo: string | undefined;
    for (let redirects = 0; ; redirects++) {
      const response = await this.#send(url, request, origin, signal);
      const location = redirectStatuses.has(response.status) ? response.headers.get("location") : null;
      if (location === null) {
        const header = (name: string): string | undefined => response.headers.get(name) ?? undefined;
        const body = await this.#read(response);
        return { status: response.status, header, body, url: url.href, ...(movedTo !== undefined && { movedTo }) };
      }
      await response.body?.cancel();
      if (redirects === MAX_REDIRECTS) throw new WebError(`It redirects more than ${MAX_REDIRECTS} times.`);
      url = webAddress(location, url);
      isPermanent &&= permanentStatuses.has(response.status);
      if (isPermanent) movedTo = url.href;
    }
  }

  #send(url: URL, { headers = {} }: WebRequest, origin: string, signal: AbortSignal): Promise<Response> {
    return fetch(url, {
      headers: { "user-agent": this.#options.userAgent, ...(url.origin === origin && headers) },
      redirect: "manual",
      dispatcher: this.#agent,
      signal,
    });
  }

  /** A body that says less than it is, or decodes to more than it says, ends at the limit all the same. */
  async #read(response: Response): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength;
      if (length > MAX_BYTES) throw new WebError(`The answer has more than ${MAX_BYTES} bytes.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** Resolves a name once, checks what it came to, and connects there: a hook on look-ups alone misses literal addresses. */
  #connector(): buildConnector.connector {
    const connect = buildConnector({ timeout: 10_000 });
    return (options, callback) => {
      this.#checkedAddress(options.hostname.replace(/^\[|\]$/g, "")).then(
        (hostname) => connect({ ...options, hostname, servername: options.servername ?? options.hostname }, callback),
        // oxlint-disable-next-line promise/no-callback-in-promise -- undici's connectors take a callback
        (error: unknown) => callback(asWebError(error), null),
      );
    };
  }

  async #checkedAddress(hostname: string): Promise<string> {
    const { resolve = resolveBySystem, isAllowed = () => false } = this.#options;
    const addresses = await resolve(hostname);
    const address = addresses.find((each) => isPublicAddress(each) || isAllowed(each));
    if (address !== undefined) return address;
    const [refused] = addresses;
    throw new WebError(
      refused === undefined
        ? `The name ${hostname} has no address.`
        : `${hostname} is at ${refused}, which is no public address.`,
    );
  }
}

async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address }) => address);
}

function webAddress(address: string, base?: URL): URL {
  const url = URL.parse(address, base);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new WebError(`${address.slice(0, 200)} is no http or https address.`);
  }
  if (url.username !== "" || url.password !== "") throw new WebError(`The address at ${url.host} holds credentials.`);
  return url;
}

/** The innermost cause says what happened; what is around it says only that a fetch failed. */
function asWebError(error: unknown): WebError {
  let cause = error;
  while (cause instanceof Error && !(cause instanceof WebError) && cause.cause instanceof Error) cause = cause.cause;
  if (cause instanceof WebError) return cause;
  return new WebError(`The request failed: ${cause instanceof Error ? cause.message : String(cause)}.`, {
    cause: error,
  });
}
