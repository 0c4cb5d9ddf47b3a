import { isText, Text, type ChildNode, type Element } from "domhandler";
import { roleOf } from "../lib/html/tag-roles.ts";
import { createElement, setChildren, TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement, walk } from "../lib/html/walk.ts";
import { subject, type Body } from "./body.ts";

const step = "code";
const codeTags = ["pre", "code", "table", "listing", "xmp", "plaintext"];
const rawTexts: ReadonlySet<string> = new Set(["listing", "xmp", "plaintext"]);
const gutter =
  /(?:^|\s)(?:gutter|line-?numbers?|lineno|linenos|linenodiv|blob-num|hljs-ln-numbers|rouge-gutter|ln)(?:\s|$)/i;
const block = /display\s*:\s*(?:block|flex|grid|table-row)/i;
const lineClass = /(?:^|\s)(?:line|code-line|cl|view-line|token-line|hljs-ln-line)(?:\s|$)/;
const preformatted = /white-space\s*:\s*pre/i;

/** Keeps the lines of code lines, whatever they are marked up with, and leaves out their numbers. */
export function keepCodeLines(body: Body): void {
  if (!codeTags.some((tag) => body.features.has(tag))) return;
  const edit = new TreeEdit();
  walk(body.root, (node) => {
    if (!isElement(node)) return false;
    if (node.name === "table" && isListing(node)) {
      edit.replace(node, preOf(linesIn(node)));
      body.trace?.({ step, change: "made pre", rule: "table of code", subject: subject(node) });
      return false;
    }
    if (rawTexts.has(node.name)) node.name = "pre";
    if (node.name === "pre") keepLines(node, body);
    else if (node.name === "code" && preformatted.test(node.attribs["style"] ?? "") && hasLines(node)) {
      edit.replace(node, preOf(linesIn(node)));
    }
    return node.name !== "pre" && node.name !== "code";
  });
  edit.apply();
}

function keepLines(pre: Element, body: Body): void {
  const inside = elementsOf(pre);
  const codes = pre.children.filter((child) => isElement(child) && child.name === "code");
  if (codes.length < 2 && !inside.some((element) => isLine(element) || isGutter(element))) return;
  setChildren(pre, [createElement("code", [new Text(linesIn(pre))])]);
  body.trace?.({ step, change: "lines kept", rule: "pre", subject: subject(pre) });
}

function preOf(code: string): Element {
  return createElement("pre", [createElement("code", [new Text(code)])]);
}

/** A table whose columns are the numbers of lines, and the lines. */
function isListing(table: Element): boolean {
  const isCode = elementsOf(table, "pre").length > 0 || elementsOf(table, "code").length > 0;
  const cells = elementsOf(table, "td");
  return (
    cells.some(isGutter) &&
    (isCode ||
      cells.some(({ attribs }) => /(?:^|\s)(?:blob-code|hljs-ln-code|code)(?:\s|$)/.test(attribs["class"] ?? "")))
  );
}

function isGutter({ attribs }: Element): boolean {
  return gutter.test(attribs["class"] ?? "") || attribs["data-line-number"] !== undefined;
}

function isLine(element: Element): boolean {
  const { name, attribs } = element;
  const role = roleOf(element);
  const isBlock = role === "block" || role === "container" || role === "item" || name === "tr";
  return isBlock || block.test(attribs["style"] ?? "") || lineClass.test(attribs["class"] ?? "");
}

function hasLines(element: Element): boolean {
  return (
    elementsOf(element).some(isLine) || element.children.some((child) => isText(child) && child.data.includes("\n"))
  );
}

/** The text, with a line break where an element begins or ends a line and the text has none. */
function linesIn(root: Element): string {
  const pieces: string[] = [];
  let isAtStart = true;
  let isDue = false;
  const write = (text: string): void => {
    if (text === "") return;
    if (isDue && !isAtStart && !text.startsWith("\n")) pieces.push("\n");
    pieces.push(text);
    isAtStart = text.endsWith("\n");
    isDue = false;
  };
  const endLine = (node: ChildNode): void => {
    if (isElement(node) && (isLine(node) || (node.name === "code" && node.parent === root))) isDue = true;
  };
  walk(
    root,
    (node) => {
      if (isText(node)) write(node.data);
      if (!isElement(node) || isGutter(node)) return false;
      if (node.name === "br") {
        pieces.push("\n");
        isAtStart = true;
        isDue = false;
      }
      endLine(node);
      return true;
    },
    endLine,
  );
  return pieces.join("").replace(/^\n+|\s+$/g, "");
}
