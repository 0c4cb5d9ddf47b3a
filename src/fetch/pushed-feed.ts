import type { FetchedFeed } from "./read-feed.ts";

/** What a feed says of where it is pushed from (WebSub §4). */
export interface PushedFeed {
  readonly hub: string;
  /** The feed's own address, by which the hub knows it. */
  readonly topic: string;
}

/**
 * The hub that a feed names, in its header or its document, with its own address there (WebSub §4); undefined where it
 * names none. The first of several hubs is as good as any.
 *
 * @param linkHeader RFC 8288 §3.
 * @param url The document's address, to resolve relative ones.
 */
export function pushedFeed(
  { hubs, selfUrl }: Pick<FetchedFeed, "hubs" | "selfUrl">,
  linkHeader: string | undefined,
  url: string,
): PushedFeed | undefined {
  const hub = absolute(linkedIn(linkHeader, "hub") ?? hubs[0], url);
  const topic = absolute(linkedIn(linkHeader, "self") ?? selfUrl, url);
  return hub === undefined || topic === undefined ? undefined : { hub, topic };
}

const link = /<([^>]*)>([^<]*)/g;
const parameter = /;\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;,]+))/g;

function linkedIn(header: string | undefined, rel: string): string | undefined {
  for (const [, target, parameters = ""] of header?.matchAll(link) ?? []) {
    for (const [, name = "", quoted, bare = ""] of parameters.matchAll(parameter)) {
      const isRelation = name.toLowerCase() === "rel";
      if (isRelation && (quoted ?? bare).toLowerCase().split(/\s+/).includes(rel)) return target;
    }
  }
  return undefined;
}

function absolute(address: string | undefined, base: string): string | undefined {
  const resolved = address === undefined ? null : URL.parse(address, base);
  return resolved !== null && /^https?:$/.test(resolved.protocol) ? resolved.href : undefined;
}
