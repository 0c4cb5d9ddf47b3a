import { isIP } from "node:net";
import { isPublicAddress } from "../lib/net/public-address.ts";
import { HubRefusal } from "./hub-refusal.ts";

export interface CallbackRules {
  /** Public URLs of this site, the former ones too. */
  readonly ownUrls: readonly string[];
  /** Addresses besides those of the public internet that may be called. */
  readonly isAllowed: (address: string) => boolean;
}

/** Ports that belong to web servers; the other ones below 1024 belong to services that are none. */
const lowPorts: ReadonlySet<string> = new Set(["", "80", "443"]);
const FIRST_FREE_PORT = 1024;

/**
 * Checks an address that a subscriber wants to be called at, as far as that goes without the network: a name is checked
 * when it is connected to. Throws a `HubRefusal`.
 */
export function checkCallback(callback: string, { ownUrls, isAllowed }: CallbackRules): URL {
  const url = URL.parse(callback);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new HubRefusal(400, "hub.callback must be an http or https address.");
  }
  if (url.username !== "" || url.password !== "") throw new HubRefusal(400, "hub.callback holds credentials.");
  if (url.hash !== "") throw new HubRefusal(400, "hub.callback has a fragment, which nobody is sent.");
  if (!lowPorts.has(url.port) && Number(url.port) < FIRST_FREE_PORT) {
    throw new HubRefusal(403, "hub.callback has a port below 1024 other than 80 and 443.");
  }
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isPublicAddress(literal) && !isAllowed(literal)) {
    throw new HubRefusal(403, "hub.callback is no address of the public internet.");
  }
  if (ownUrls.some((own) => isBelow(url, new URL(own)))) throw new HubRefusal(403, "hub.callback is this server.");
  return url;
}

/** Ports do not count: a proxy in front has others. */
function isBelow({ hostname, pathname }: URL, site: URL): boolean {
  const base = `${site.pathname.replace(/\/$/, "")}/`;
  return withoutFinalDot(hostname) === withoutFinalDot(site.hostname) && `${pathname}/`.startsWith(base);
}

function withoutFinalDot(hostname: string): string {
  return hostname.replace(/\.$/, "");
}
