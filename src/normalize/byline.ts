import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { findFirst, subject, type Body } from "./body.ts";

/** A longer text is no line of names; it stays where it is. */
const maxLength = 500;

/** Takes the printed credit out of the body, as text; several are joined with commas. */
export function takeByline(body: Body): string | undefined {
  const found = findFirst(body, body.outlet.select.byline);
  const byline = found?.elements
    .map((element) => plainText(textOf(element)))
    .filter((text) => text !== "")
    .join(", ");
  if (!found || !byline || byline.length > maxLength) return undefined;
  const edit = new TreeEdit();
  for (const element of found.elements) {
    edit.remove(element);
    body.trace?.({ step: "byline", change: "moved to authors", rule: found.selector, subject: subject(element) });
  }
  edit.apply();
  return byline;
}
