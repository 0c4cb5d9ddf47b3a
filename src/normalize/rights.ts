import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { findFirst, subject, type Body } from "./body.ts";

/** Takes the copyright statement out of the body; without one, the outlet's own line holds. */
export function takeRights(body: Body): string | undefined {
  const found = findFirst(body, body.outlet.select.copyright);
  const rights = found?.elements
    .map((element) => plainText(textOf(element)))
    .filter((text) => text !== "")
    .join(" ");
  if (!found || !rights) return body.outlet.rights;
  const edit = new TreeEdit();
  for (const element of found.elements) {
    edit.remove(element);
    body.trace?.({ step: "rights", change: "moved to rights", rule: found.selector, subject: subject(element) });
  }
  edit.apply();
  return rights;
}
