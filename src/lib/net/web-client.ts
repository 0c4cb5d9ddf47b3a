import { lookup } from "node:dns/promises";
import { Agent, buildConnector, fetch, type Response } from "undici";
import { isPublicAddress } from "./public-address.ts";
import { messageOf } from "../message-of.ts";

export interface WebClientOptions {
  /** Sent as `User-Agent`: says who asks, and where to complain. */
  readonly userAgent: string;
  /** Addresses besides those of the public internet that may be connected to. */
  readonly isAllowed?: (address: string) => boolean;
  /** Resolves a host's name to its addresses. Default: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
  /** For one request with all its redirects, from the first look-up to the last byte. Default: 30 s. */
  readonly timeoutMs?: number;
  /** False: an answer that leads elsewhere is an answer like any other. Default: true. */
  readonly followsRedirects?: boolean;
  /** To one host at once. Default: 1. */
  readonly connections?: number;
  /** The most bytes of a body after decoding. Default: 10 MB. */
  readonly maxBytes?: number;
}

export interface WebRequest {
  /** Names in lower case. They are sent to the origin of the first address alone, not to where a redirect leads. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST, which is led nowhere else; without it the request is a GET. */
  readonly body?: Uint8Array<ArrayBuffer> | string;
  /** True where only the status counts: a body is not read, whatever it is. */
  readonly wantsNoBody?: boolean;
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

/** RFC 9110 §15.3. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A request that came to no answer. The message is a sentence for the operator. */
export class WebError extends Error {}

/** A host is at an address that is not of the internet, and is not allowed. */
export class PrivateAddressError extends WebError {}

const MAX_REDIRECTS = 5;
const MAX_BYTES = 10_000_000;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const permanentStatuses: ReadonlySet<number> = new Set([301, 308]);

/**
 * Makes requests to the web and to no private place: the address that is connected to is the one that was checked,
 * whatever a name resolves to the next time, and after every redirect. No cookies, no cache, no credentials across origins.
 */
export class WebClient {
  readonly #options: WebClientOptions;
  readonly #agent: Agent;

  constructor(options: WebClientOptions) {
    this.#options = options;
    const { connections = 1 } = options;
    this.#agent = new Agent({ connections, pipelining: 1, connect: this.#connector() });
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
      const location = this.#leadsOn(request, response) ? response.headers.get("location") : null;
      if (location === null) {
        const header = (name: string): string | undefined => response.headers.get(name) ?? undefined;
        const body = await this.#read(request, response);
        return { status: response.status, header, body, url: url.href, ...(movedTo !== undefined && { movedTo }) };
      }
      await response.body?.cancel();
      if (redirects === MAX_REDIRECTS) throw new WebError(`It redirects more than ${MAX_REDIRECTS} times.`);
      url = webAddress(location, url);
      isPermanent &&= permanentStatuses.has(response.status);
      if (isPermanent) movedTo = url.href;
    }
  }

  #leadsOn({ body }: WebRequest, { status }: Response): boolean {
    const { followsRedirects = true } = this.#options;
    return followsRedirects && body === undefined && redirectStatuses.has(status);
  }

  #send(url: URL, { headers = {}, body }: WebRequest, origin: string, signal: AbortSignal): Promise<Response> {
    return fetch(url, {
      ...(body !== undefined && { method: "POST", body }),
      headers: { "user-agent": this.#options.userAgent, ...(url.origin === origin && headers) },
      redirect: "manual",
      dispatcher: this.#agent,
      signal,
    });
  }

  /** A body that says less than it is, or decodes to more than it says, ends at the limit all the same. */
  async #read({ wantsNoBody = false }: WebRequest, response: Response): Promise<Uint8Array> {
    const { maxBytes = MAX_BYTES } = this.#options;
    if (wantsNoBody) {
      await response.body?.cancel();
      return new Uint8Array();
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength;
      if (length > maxBytes) throw new WebError(`The answer has more than ${maxBytes} bytes.`);
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
    if (refused === undefined) throw new WebError(`The name ${hostname} has no address.`);
    throw new PrivateAddressError(`${hostname} is at ${refused}, which is no public address.`);
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
  return new WebError(`The request failed: ${messageOf(cause)}.`, {
    cause: error,
  });
}
