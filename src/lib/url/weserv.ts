import { httpUrl } from "./http-url.ts";

const hosts: ReadonlySet<string> = new Set(["images.weserv.nl", "wsrv.nl"]);
const secureScheme = /^ssl:(?:\/\/)?/i;
const webScheme = /^https?:\/\//i;
const encodedSlash = /%2f/i;
const leadingSlashes = /^\/\//;
/** A proxy may be asked for what another one proxies; more than this is a loop. */
const maxNesting = 5;

/** Whether the address is one of the picture proxy at images.weserv.nl, also known as wsrv.nl. */
export function isWeserv(url: URL): boolean {
  return hosts.has(url.hostname);
}

/** The address of a picture as wide as a number of pixels, where the proxy has it and was not asked for a size yet. */
export function resizedByWeserv(address: string, width: number): string {
  const url = URL.parse(address);
  if (url === null || !isWeserv(url) || url.searchParams.has("w") || url.searchParams.has("h")) return address;
  return `${address}${url.search === "" ? "?" : "&"}w=${width}`;
}

/**
 * The picture's own address, where the proxy's parameter `url` says it: read as the proxy reads it (weserv/images,
 * `uri_parser.cpp`), except that an address without a scheme is taken as https. Undefined if there is none or it is no
 * address.
 */
export function unwrapWeserv(proxied: URL): URL | undefined {
  let url: URL | undefined = proxied;
  for (let level = 0; url && isWeserv(url); level++) {
    if (level === maxNesting) return undefined;
    const inner = innerAddress(url);
    url = inner === undefined ? undefined : httpUrl(inner);
  }
  if (!url) return undefined;
  url.hash = "";
  return url;
}

function innerAddress(proxied: URL): string | undefined {
  const parameter = proxied.search
    .slice(1)
    .split("&")
    .find((part) => part.startsWith("url="));
  if (!parameter) return undefined;
  let address = decode(parameter.slice("url=".length)).trim();
  // Encoded twice: before the first slash there is nothing that ends a host.
  if (!address.includes("/") && encodedSlash.test(address)) address = decode(address);
  address = address.replace(secureScheme, "https://");
  if (webScheme.test(address)) return address;
  const [host = ""] = address.replace(leadingSlashes, "").split("/", 1);
  return host.includes(".") ? `https://${address.replace(leadingSlashes, "")}` : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
