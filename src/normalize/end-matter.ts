import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { tell, type Body } from "./body.ts";
import { linkAddress } from "./links.ts";
import { findAll, findFirst } from "./selectors.ts";

/** Takes the copyright statement out of the body; without one, the outlet's own line holds. */
export function takeRights(body: Body): string | undefined {
  const found = findFirst(body, body.rules.select.copyright);
  const rights = found?.elements
    .map((element) => plainText(textOf(element)))
    .filter((text) => text !== "")
    .join(" ");
  if (!found || !rights) return body.outlet.rights;
  const edit = new TreeEdit();
  for (const element of found.elements) {
    edit.remove(element);
    tell(body, "copyright", { change: "moved to rights", rule: found.selector, of: element });
  }
  edit.apply();
  return rights;
}

/** The address of the article in its first language. The link that says it stays in the body. */
export function findOriginalUrl(body: Body): string | undefined {
  for (const selector of body.rules.select.original) {
    for (const link of findAll(body, selector)) {
      const url = linkAddress(link.attribs["href"] ?? "", body.url, body.rules.rewriteLinks);
      if (url === undefined || url === body.url.href) continue;
      tell(body, "original", { change: "found", rule: selector, of: url });
      return url;
    }
  }
  return undefined;
}
