import type { IncomingMessage } from "node:http";
import { basePath } from "../model/addresses.ts";

/** Where the public finds this server, as its `publicUrl` says. */
export interface PublicPlace {
  /** Stands before every path in an answer; empty, or `/news` without final slash. */
  readonly basePath: string;
  /** Whether a request is meant for this server: always, where no public URL is configured. */
  isMeant(request: IncomingMessage): boolean;
  /** A path, or path and query, without the base path; as it is where it does not begin with it. */
  belowBase(target: string): string;
}

/**
 * Without `publicUrl` every host is ours: nothing in an answer depends on it. With one, another host is refused, so
 * that no cache can be made to keep our answers under its name. Ports are not compared, since proxies and port mappings
 * change them, and HTTP/1.0 clients may name no host. What lies below the base path is served there and, for proxies
 * that take the base path away, without it.
 */
export function createPublicPlace(publicUrl?: string): PublicPlace {
  if (publicUrl === undefined) return { basePath: "", isMeant: () => true, belowBase: (target) => target };
  const { host, hostname } = new URL(publicUrl);
  let lastMeant = host;
  const base = basePath(publicUrl);
  const prefix = `${base}/`;
  return {
    basePath: base,
    isMeant(request) {
      const asked = requestHost(request);
      if (asked === undefined || asked === lastMeant) return true;
      const isMeant = asked.toLowerCase().replace(portPattern, "") === hostname;
      if (isMeant) lastMeant = asked;
      return isMeant;
    },
    belowBase: (target) => (base !== "" && target.startsWith(prefix) ? target.slice(base.length) : target),
  };
}

const portPattern = /:\d*$/;

/** Path and query of a request, from a target in origin form or absolute form (RFC 9112 §3.2). */
export function requestTarget(request: IncomingMessage): string {
  const target = request.url ?? "/";
  if (target.startsWith("/")) return target;
  const url = URL.parse(target);
  return url === null ? target : url.pathname + url.search;
}

/** The path alone: the query changes nothing of a document. */
export function requestPath(request: IncomingMessage): string {
  const target = requestTarget(request);
  const query = target.indexOf("?");
  return query === -1 ? target : target.slice(0, query);
}

/** In absolute form the host of the target counts, and the `Host` field is ignored. */
function requestHost(request: IncomingMessage): string | undefined {
  const target = request.url ?? "/";
  return target.startsWith("/") ? request.headers.host : (URL.parse(target)?.host ?? request.headers.host);
}
