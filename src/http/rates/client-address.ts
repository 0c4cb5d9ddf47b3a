import type { IncomingMessage } from "node:http";
import { isIP, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { createRecentMap } from "../../lib/cache/recent-map.ts";
import { createAddressSet } from "../../lib/net/address-set.ts";

/** Finds the client of a request: an address, or the /64 of an IPv6 address, which is what one client is given. */
export type ClientFinder = (request: IncomingMessage) => string | undefined;

const remembered = 4096;
const rememberedLength = 256;

/**
 * Makes the function that tells clients apart. Behind trusted proxies the client is the right-most element of
 * `X-Forwarded-For` that is no trusted proxy itself: what stands to its left, anybody can have written. Undefined where
 * it is not known: a trusted proxy does not say, and a Unix socket is always a proxy's. Written by hand, as Express's
 * proxy-addr knows neither Unix sockets nor the ports that some proxies write, and takes a word that is no address for one.
 */
export function createClientFinder(trustedProxies: readonly string[]): ClientFinder {
  const trusted = createAddressSet(trustedProxies);
  const peers = createRecentMap<string>(remembered);
  const forwarded = createRecentMap<string>(remembered);

  /** The client by its peer's address; empty for a trusted proxy. */
  function clientOfPeer(address: string): string {
    const plain = plainAddress(address);
    return trusted.has(plain) ? "" : networkOf(plain);
  }

  /** Empty where nobody but trusted proxies is named, or something that is no address. */
  function clientOfHeader(header: string): string {
    for (let end = header.length; end > 0;) {
      const comma = header.lastIndexOf(",", end - 1);
      const address = plainAddress(header.slice(comma + 1, end).trim());
      if (isIP(address) === 0) return "";
      if (!trusted.has(address)) return networkOf(address);
      end = comma;
    }
    return "";
  }

  return (request) => {
    const peer = request.socket.remoteAddress;
    const direct = peer === undefined ? "" : recall(peers, peer, clientOfPeer);
    if (direct !== "") return direct;
    const header = request.headers["x-forwarded-for"];
    if (typeof header !== "string") return undefined;
    const client =
      header.length > rememberedLength ? clientOfHeader(header) : recall(forwarded, header, clientOfHeader);
    return client === "" ? undefined : client;
  };
}

function recall(known: ReturnType<typeof createRecentMap<string>>, key: string, find: (key: string) => string): string {
  let value = known.get(key);
  if (value === undefined) {
    value = find(key);
    known.set(key, value);
  }
  return value;
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
