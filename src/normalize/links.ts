import { elementsOf } from "../lib/html/walk.ts";
import { httpUrl } from "../lib/url/http-url.ts";
import { stripTracking } from "../lib/url/strip-tracking.ts";
import type { LinkRewrite } from "../model/outlet.ts";
import { shorten, type Body } from "./body.ts";
import { rewriteLink } from "./rewrite-link.ts";

/** Makes links absolute, strips their tracking, and has API addresses lead to pages for people. */
export function normalizeLinks(body: Body): void {
  for (const link of elementsOf(body.root, "a")) {
    const written = link.attribs["href"];
    const href = written === undefined ? undefined : linkAddress(written, body.url, body.outlet.rewriteLinks);
    if (written === undefined || href === undefined || href === written) continue;
    link.attribs["href"] = href;
    body.trace?.({ step: "links", change: `rewritten to ${shorten(href)}`, rule: "links", subject: shorten(written) });
  }
}

/** The address a link is to lead to; undefined for what is no http or https address. */
export function linkAddress(written: string, base: URL, rewrites: readonly LinkRewrite[]): string | undefined {
  const url = httpUrl(written, base);
  if (!url) return undefined;
  const { href } = stripTracking(url);
  for (const rewrite of rewrites) {
    const rewritten = rewriteLink(href, rewrite);
    if (rewritten !== undefined) return rewritten;
  }
  return href;
}
