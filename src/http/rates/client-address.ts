import type { IncomingMessage } from "node:http";
import { isIP, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import { createAddressSet, type AddressSet } from "../../lib/net/address-set.ts";

const MAX_REMEMBERED = 4096;
const MAX_LENGTH = 256;
const MAX_TOLD = 10;

const near = createAddressSet(["loopback", "private"]);

/**
 * Tells clients apart: by address, or by the /64 of an IPv6 address, which is what one client is given. Behind trusted
 * proxies the client is the right-most element of `X-Forwarded-For` that is no trusted proxy itself: everything to its
 * left can be made up. Written by hand, as Express's proxy-addr knows neither Unix sockets nor the ports that some proxies
 * write, and takes a word that is no address for one.
 */
export class ClientFinder {
  readonly #trusted: AddressSet;
  readonly #onUntrusted: (peer: string) => void;
  /** Clients by the address of their peer, and by header; empty for a trusted proxy, and for a header that names nobody. */
  readonly #ofPeers = new LRUCache<string, string>({ max: MAX_REMEMBERED });
  readonly #ofHeaders = new LRUCache<string, string>({ max: MAX_REMEMBERED });
  readonly #told = new Set<string>();

  /**
   * @param trustedProxies As `createAddressSet` takes them.
   * @param onUntrusted Told of peers that are no trusted proxy and say for whom they ask: of each in a private network,
   * which is a proxy most likely, and of the first of the internet, where anybody can say so.
   */
  constructor(trustedProxies: readonly string[], onUntrusted: (peer: string) => void = () => undefined) {
    this.#trusted = createAddressSet(trustedProxies);
    this.#onUntrusted = onUntrusted;
  }

  /** Undefined where the client is not known: a trusted proxy does not say, and a Unix socket is always a proxy's. */
  find(request: IncomingMessage): string | undefined {
    const peer = request.socket.remoteAddress;
    const header = request.headers["x-forwarded-for"];
    const direct = peer === undefined ? "" : recall(this.#ofPeers, peer, (text) => this.#ofPeer(text));
    if (direct !== "") {
      if (header !== undefined && peer !== undefined) this.#tell(plainAddress(peer));
      return direct;
    }
    if (typeof header !== "string") return undefined;
    const client =
      header.length > MAX_LENGTH
        ? this.#ofHeader(header)
        : recall(this.#ofHeaders, header, (text) => this.#ofHeader(text));
    return client === "" ? undefined : client;
  }

  #ofPeer(address: string): string {
    const plain = plainAddress(address);
    return this.#trusted.has(plain) ? "" : networkOf(plain);
  }

  #ofHeader(header: string): string {
    for (let end = header.length; end > 0;) {
      const comma = header.lastIndexOf(",", end - 1);
      const address = plainAddress(header.slice(comma + 1, end).trim());
      if (isIP(address) === 0) return "";
      if (!this.#trusted.has(address)) return networkOf(address);
      end = comma;
    }
    return "";
  }

  #tell(peer: string): void {
    const what = near.has(peer) ? peer : "the internet";
    if (this.#told.has(what) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(what);
    this.#onUntrusted(peer);
  }
}

function recall(known: LRUCache<string, string>, key: string, find: (key: string) => string): string {
  const value = known.get(key);
  if (value !== undefined) return value;
  const found = find(key);
  known.set(key, found);
  return found;
}

const bracketed = /^\[([^\]]+)\](?::\d+)?$/;
const withPort = /^([\d.]+):\d+$/;
const mapped = /^::ffff:(?=[\d.]+$)/i;

/** Without brackets and port, which some proxies write, and an IPv4 address as such. */
function plainAddress(text: string): string {
  const [, address = text] = bracketed.exec(text) ?? withPort.exec(text) ?? [];
  return address.replace(mapped, "");
}

/** The first 64 bits of an IPv6 address, spelled in one way. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${groups.map((group) => group.toString(16)).join(":")}::/64`;
}
