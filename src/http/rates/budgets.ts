import type { IncomingMessage } from "node:http";
import { LRUCache } from "lru-cache";
import type { PreparedDocument } from "../documents/prepared-document.ts";
import { ClientFinder } from "./client-address.ts";
import { HandedOut } from "./handed-out.ts";

export interface RateSettings {
  /** For readers that send no validators: average seconds between two sendings of a feed. 0: no limit. */
  readonly full: number;
  /** Average bytes of feeds per second for one address. 0: no limit. */
  readonly bytes: number;
  /** Average seconds between two documents that are made for one address. 0: no limit. */
  readonly made: number;
  /** As `createAddressSet` takes them. */
  readonly trustedProxies: readonly string[];
}

/** The full budgets, after a long silence: sendings, seconds of bytes, made documents. */
const burstOf = { full: 10, bytes: 1000, made: 60 } as const;

/** All readers of one feed with one program behind one address. */
interface Visitors {
  readonly handedOut: HandedOut;
  /** The second at which their budget `full` is full again. */
  readonly due: number;
}

/** One client address. `…Due` are seconds like `due` of `Visitors`. */
interface Address {
  bytesDue: number;
  madeDue: number;
}

const MAX_VISITORS_BYTES = 16 * 1024 * 1024;
const MAX_ADDRESSES = 16_384;
const MAX_AGENT = 128;
const MAX_PATH = 256;

/**
 * Decides which clients ask too often. A client is an address and a `User-Agent`; many readers may share both. So only a
 * repeated request is charged (`HandedOut` decides), and each address has a budget of bytes. Asking whether a feed has
 * changed is free. A client without a known address is never refused: see `ClientFinder`. Waits are whole seconds; 0 means
 * no wait.
 */
export class RateBudgets {
  readonly #clock: () => number;
  readonly #onUntrusted: ((peer: string) => void) | undefined;
  readonly #visitors = new LRUCache<string, Visitors>({
    maxSize: MAX_VISITORS_BYTES,
    sizeCalculation: ({ handedOut }, key) => 2 * key.length + handedOut.bytes,
  });
  readonly #addresses = new LRUCache<string, Address>({ max: MAX_ADDRESSES });
  #settings: RateSettings;
  #clients: ClientFinder;

  /**
   * @param clock In seconds, monotonic.
   * @param onUntrusted As for `ClientFinder`.
   */
  constructor(settings: RateSettings, clock: () => number, onUntrusted?: (peer: string) => void) {
    this.#clock = clock;
    this.#settings = settings;
    this.#onUntrusted = onUntrusted;
    this.#clients = new ClientFinder(settings.trustedProxies, onUntrusted);
  }

  /** Notes that a client has the current version of a feed. */
  noteHeld(request: IncomingMessage, document: PreparedDocument): void {
    const client = this.#clients.find(request);
    if (client === undefined) return;
    this.#visitors.get(visitorsKey(client, request, document))?.handedOut.seen(document, this.#clock());
  }

  /** The wait for a feed of so many bytes. If it is 0, the bytes are charged. */
  feedWait(request: IncomingMessage, document: PreparedDocument, bytes: number): number {
    const client = this.#clients.find(request);
    if (client === undefined) return 0;
    const now = this.#clock();
    const address = this.#addressOf(client);
    const wait = Math.max(this.#bytesWait(address, now), this.#repeatWait(client, request, document, now));
    if (wait === 0) this.#charge(address, bytes, now);
    return wait;
  }

  /** Whether a client repeats a validator that it was not given again since. To be asked before `feedWait`. */
  isRepeat(request: IncomingMessage, document: PreparedDocument): boolean {
    const client = this.#clients.find(request);
    const key = client === undefined ? "" : visitorsKey(client, request, document);
    return this.#visitors.peek(key)?.handedOut.isRepeat(request) ?? false;
  }

  /** The client; undefined if its address is not known. */
  clientOf(request: IncomingMessage): string | undefined {
    return this.#clients.find(request);
  }

  /** The wait for a document that has to be made. */
  madeWait(request: IncomingMessage): number {
    const { made } = this.#settings;
    const client = made === 0 ? undefined : this.#clients.find(request);
    if (client === undefined) return 0;
    const address = this.#addressOf(client);
    const now = this.#clock();
    const wait = waitUntil(address.madeDue, now, made, burstOf.made);
    if (wait === 0) address.madeDue = Math.max(address.madeDue, now) + made;
    return wait;
  }

  /** Applies other settings. All budgets are full again. */
  change(settings: RateSettings): void {
    this.#settings = settings;
    this.#clients = new ClientFinder(settings.trustedProxies, this.#onUntrusted);
    this.#visitors.clear();
    this.#addresses.clear();
  }

  #repeatWait(client: string, request: IncomingMessage, document: PreparedDocument, now: number): number {
    const { full } = this.#settings;
    if (full === 0) return 0;
    const key = visitorsKey(client, request, document);
    const { handedOut, due } = this.#visitors.get(key) ?? { handedOut: new HandedOut(), due: 0 };
    const isCharged = !handedOut.bringBack(request, now);
    const wait = isCharged ? waitUntil(due, now, full, burstOf.full) : 0;
    if (wait > 0) return wait;
    handedOut.handOut(document, isCharged, now);
    // Set again, so that it is measured again.
    this.#visitors.set(key, { handedOut, due: isCharged ? Math.max(due, now) + full : due });
    return 0;
  }

  #bytesWait(address: Address, now: number): number {
    return this.#settings.bytes === 0 ? 0 : waitUntil(address.bytesDue, now, 1, burstOf.bytes);
  }

  #charge(address: Address, bytes: number, now: number): void {
    if (this.#settings.bytes > 0) address.bytesDue = Math.max(address.bytesDue, now) + bytes / this.#settings.bytes;
  }

  #addressOf(client: string): Address {
    const known = this.#addresses.get(client);
    if (known !== undefined) return known;
    const address = { bytesDue: 0, madeDue: 0 };
    this.#addresses.set(client, address);
    return address;
  }
}

function visitorsKey(client: string, request: IncomingMessage, { path }: PreparedDocument): string {
  return `${client} ${cut(request.headers["user-agent"] ?? "", MAX_AGENT)} ${cut(path, MAX_PATH)}`;
}

/** The wait for a bucket of size `burst` that gets one token every `interval` seconds (GCRA: ITU-T I.371, Annex A). */
function waitUntil(due: number, now: number, interval: number, burst: number): number {
  return interval === 0 ? 0 : Math.max(0, Math.ceil(due - now - interval * (burst - 1)));
}

function cut(text: string, length: number): string {
  return text.length > length ? text.slice(0, length) : text;
}
