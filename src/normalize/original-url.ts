import { findAll, shorten, type Body } from "./body.ts";
import { linkAddress } from "./links.ts";

/** The address of the article in its first language. The link that says it stays in the body. */
export function findOriginalUrl(body: Body): string | undefined {
  for (const selector of body.outlet.select.original) {
    for (const link of findAll(body, selector)) {
      const url = linkAddress(link.attribs["href"] ?? "", body.url, body.outlet.rewriteLinks);
      if (url === undefined || url === body.url.href) continue;
      body.trace?.({ step: "originalUrl", change: "found", rule: selector, subject: shorten(url) });
      return url;
    }
  }
  return undefined;
}
