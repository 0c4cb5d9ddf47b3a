import type { IncomingMessage } from "node:http";
import { basePath, selectingQuery, startPagePath } from "../model/addresses.ts";

export interface SiteAddresses {
  /** Absolute; absent where the operator has not configured one. */
  readonly publicUrl?: string;
  /** Public URLs that the site had before. */
  readonly formerly?: readonly string[];
}

/** An address that the site has or had. */
interface Place {
  readonly hostname: string | undefined;
  /** Empty, or `/news` without final slash. */
  readonly basePath: string;
}

/**
 * The site as the public finds it. Without a public URL every host is ours: nothing in an answer depends on it. With
 * one, another host is refused, so that no cache can be made to keep our answers under its name. Ports are not compared,
 * since proxies and port mappings change them, and HTTP/1.0 clients may name no host. What lies below the base path is
 * served there and, for proxies that take the base path away, without it.
 */
export class PublicSite {
  /** Stands before every path in an answer; empty, or `/news` without final slash. */
  readonly basePath: string;
  readonly #publicUrl: string;
  readonly #hostname: string | undefined;
  readonly #formerly: readonly Place[];
  /** A `Host` field that was ours: most requests have the same. */
  #knownHost: string | undefined;

  constructor({ publicUrl, formerly = [] }: SiteAddresses = {}) {
    const present = publicUrl === undefined ? { hostname: undefined, basePath: "" } : placeOf(publicUrl);
    this.basePath = present.basePath;
    this.#publicUrl = publicUrl ?? "";
    this.#hostname = present.hostname;
    // On the host of today, paths without a base path may come from a proxy that takes it away.
    const isElsewhere = (place: Place): boolean => place.hostname !== present.hostname || place.basePath !== "";
    this.#formerly = publicUrl === undefined ? [] : formerly.map(placeOf).filter(isElsewhere);
  }

  /** Tells whether a request is meant for this server. */
  isAskedBy(request: IncomingMessage): boolean {
    if (this.#hostname === undefined) return true;
    const host = requestHost(request);
    if (host === undefined || host === this.#knownHost) return true;
    const isOurs = hostName(host) === this.#hostname;
    if (isOurs) this.#knownHost = host;
    return isOurs;
  }

  /** The present address of what a request asks for at a former address of the site; undefined for any other request. */
  movedTo(request: IncomingMessage): string | undefined {
    if (this.#formerly.length === 0) return undefined;
    const hostname = hostName(requestHost(request) ?? "");
    const { path, query } = splitTarget(requestTarget(request));
    for (const former of this.#formerly) {
      if (former.hostname !== hostname) continue;
      const place = pathBelow(former.basePath, path);
      const isOld = hostname === this.#hostname ? place !== undefined && this.belowBase(path) === path : true;
      if (isOld) return this.#publicUrl + (place ?? path) + selectingQuery(query);
    }
    return undefined;
  }

  /** A path, or path and query, without the base path; as it is where it does not begin with it. */
  belowBase(target: string): string {
    const base = this.basePath;
    return base !== "" && target.startsWith(base) && target[base.length] === "/" ? target.slice(base.length) : target;
  }
}

function placeOf(url: string): Place {
  return { hostname: hostName(new URL(url).host), basePath: basePath(url) };
}

/** The rest of a path that is a base path or begins with it. */
function pathBelow(base: string, path: string): string | undefined {
  if (path === base) return startPagePath;
  return path.startsWith(`${base}/`) ? path.slice(base.length) : undefined;
}

const hostPattern = /^(.+?)\.?(?::(\d{0,5}))?$/;
const MAX_PORT = 65_535;

/** The name in a `Host` field, in lower case, without the final dot of a full name and the port; undefined for a bad port. */
export function hostName(host: string): string | undefined {
  const [, name, port = ""] = hostPattern.exec(host) ?? [];
  return Number(port) > MAX_PORT ? undefined : name?.toLowerCase();
}

/** Path and query of a request, from a target in origin form or absolute form (RFC 9112 §3.2). */
export function requestTarget(request: IncomingMessage): string {
  const target = request.url ?? "/";
  if (target.startsWith("/")) return target;
  const url = URL.parse(target);
  return url === null ? target : url.pathname + url.search;
}

/** A target's path and its query, which begins with a question mark where there is one. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const queryAt = target.indexOf("?");
  return queryAt === -1
    ? { path: target, query: "" }
    : { path: target.slice(0, queryAt), query: target.slice(queryAt) };
}

/** In absolute form the host of the target counts, and the `Host` field is ignored. */
function requestHost(request: IncomingMessage): string | undefined {
  const target = request.url ?? "/";
  return target.startsWith("/") ? request.headers.host : (URL.parse(target)?.host ?? request.headers.host);
}
