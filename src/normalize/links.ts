import { elementsOf } from "../lib/html/walk.ts";
import { httpUrl } from "../lib/url/http-url.ts";
import { stripTracking } from "../lib/url/strip-tracking.ts";
import type { LinkRewrite } from "../model/outlet.ts";
import { shorten, type Body } from "./body.ts";

/** Makes links absolute, strips their tracking, and has API addresses lead to pages for people. */
export function normalizeLinks(body: Body): void {
  for (const link of elementsOf(body.root, "a")) {
    const written = link.attribs["href"];
    const href = written === undefined ? undefined : linkAddress(written, body.url, body.rules.rewriteLinks);
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

const placeholder = /(\{n\}|\{\*\})/;
const leadingDigits = /^[0-9]+/;
const scheme = /^https?:/;
const queryAndFragment = /[?#].*$/s;

/**
 * The address that a template makes of one it matches as a whole, e.g. `https://api.example/{n}` →
 * `https://example/a-{n}`. What a placeholder stood for goes where the same placeholder comes next in `to`. Either scheme
 * is meant, and a query or fragment that the template does not speak of is left out.
 */
export function rewriteLink(address: string, rewrite: LinkRewrite): string | undefined {
  const from = rewrite.from.replace(scheme, "");
  const written = address.replace(scheme, "");
  const bare = written.replace(queryAndFragment, "");
  return matched(written, from, rewrite.to) ?? (bare === written ? undefined : matched(bare, from, rewrite.to));
}

function matched(address: string, from: string, to: string): string | undefined {
  const numbers: string[] = [];
  let rest: string | undefined;
  let position = 0;
  for (const part of from.split(placeholder)) {
    if (part === "{*}") {
      rest = address.slice(position);
      position = address.length;
      continue;
    }
    const found = part === "{n}" ? leadingDigits.exec(address.slice(position))?.[0] : part;
    if (found === undefined || !address.startsWith(found, position)) return undefined;
    if (part === "{n}") numbers.push(found);
    position += found.length;
  }
  if (position < address.length) return undefined;
  return to
    .split(placeholder)
    .map((part) => (part === "{n}" ? (numbers.shift() ?? "") : part === "{*}" ? (rest ?? "") : part))
    .join("");
}
