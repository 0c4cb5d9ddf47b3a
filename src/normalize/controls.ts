import { isText, Text, type Element } from "domhandler";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement } from "../lib/html/walk.ts";
import type { Body } from "./body.ts";

const signs = { checkbox: ["☐", "☑"], radio: ["○", "◉"] } as const;
/** Around a box that is part of a text; others open menus. */
const textTags: ReadonlySet<string> = new Set(["dd", "li", "p", "td"]);

/** Writes boxes that are ticked or not as signs, and opens buttons that are there to enlarge a picture. */
export function writeControls(body: Body): void {
  if (!body.features.has("input") && !body.features.has("button")) return;
  const edit = new TreeEdit();
  for (const input of elementsOf(body.root, "input")) {
    const kind = input.attribs["type"]?.toLowerCase();
    if ((kind !== "checkbox" && kind !== "radio") || !isInText(input)) continue;
    const sign = signs[kind][input.attribs["checked"] === undefined ? 0 : 1];
    const isApart = input.next && isText(input.next) && /^\s/.test(input.next.data);
    edit.replace(input, new Text(isApart ? sign : `${sign} `));
    body.trace?.({ step: "controls", change: `made ${sign}`, rule: `input[type=${kind}]`, subject: "" });
  }
  for (const button of elementsOf(body.root, "button")) {
    if (elementsOf(button).some(({ name }) => name === "img" || name === "video"))
      edit.replace(button, ...button.children);
  }
  edit.apply();
}

function isInText(input: Element): boolean {
  for (let around = input.parent; around && isElement(around); around = around.parent)
    if (textTags.has(around.name)) return true;
  return false;
}
