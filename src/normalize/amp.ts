import { TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement } from "../lib/html/walk.ts";
import type { Body } from "./body.ts";

/** AMP's elements for what HTML has its own for (amp.dev/documentation/components). */
const htmlNames: ReadonlyMap<string, string> = new Map([
  ["amp-anim", "img"],
  ["amp-audio", "audio"],
  ["amp-img", "img"],
  ["amp-video", "video"],
]);

/** Reads AMP's pictures and recordings as those of HTML, and drops what is shown until, or unless, they are loaded. */
export function readAmp(body: Body): void {
  if (![...body.features].some((tag) => tag.startsWith("amp-"))) return;
  const edit = new TreeEdit();
  for (const element of elementsOf(body.root)) {
    if (!element.name.startsWith("amp-")) continue;
    for (const child of element.children) {
      if (isElement(child) && ["placeholder", "fallback", "overflow"].some((name) => name in child.attribs))
        edit.remove(child);
    }
    const name = htmlNames.get(element.name);
    if (name === undefined) continue;
    element.name = name;
    body.features.add(name);
    if (name === "img") for (const child of element.children) edit.remove(child);
    body.trace?.({ step: "amp", change: `read as ${name}`, rule: "AMP", subject: element.attribs["src"] ?? "" });
  }
  edit.apply();
}
