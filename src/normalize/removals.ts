import { isText, type Element, type Text } from "domhandler";
import { breaksLine } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { isElement, walk } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { removalRule, type Removal } from "../model/outlet.ts";
import { tell, type Body } from "./body.ts";
import { findAll } from "./selectors.ts";

const step = "remove";
const space = /\s+/g;
const spaceCharacter = /\s/;
const gap = "{*}";

/** Strips what the outlet's profile says is no part of an article: whole elements, then lines, then literal texts. */
export function stripRemovals(body: Body): void {
  const { remove } = body.rules;
  for (const removal of remove) if ("css" in removal) stripElements(body, removal);
  stripLines(
    body,
    remove.flatMap((removal) => ("line" in removal ? [removal.line] : [])),
  );
  for (const removal of remove) if ("text" in removal) stripText(body, removal.text);
}

function stripElements(body: Body, { css, begins, onlyLinks }: Extract<Removal, { css: string }>): void {
  const [start = "", ...rest] = begins?.replace(space, "").split(gap) ?? [];
  const edit = new TreeEdit();
  for (const element of findAll(body, css)) {
    if (start !== "" && !startsWith(element, start)) continue;
    if (rest.length > 0 && !fits(textOf(element).replace(space, ""), [start, ...rest, ""])) continue;
    if (onlyLinks && !isBlank(textOf(element, (child) => child.name === "a"))) continue;
    edit.remove(element);
    tell(body, step, {
      change: "removed",
      rule: removalRule(css, begins),
      of: element,
    });
  }
  edit.apply();
}

/** Whether an element's text begins so, white space left out, told without reading the rest of it. */
function startsWith(element: Element, start: string): boolean {
  return startAfter(element, start) === "";
}

/** The rest of `start` after the text of an element; undefined if the text differs from `start`. */
function startAfter({ children }: Element, start: string): string | undefined {
  let left: string | undefined = start;
  for (const child of children) {
    if (left === undefined || left === "") break;
    if (isText(child)) left = startAfterText(child.data, left);
    else if (isElement(child)) left = startAfter(child, left);
  }
  return left;
}

function startAfterText(text: string, start: string): string | undefined {
  let said = 0;
  for (let index = 0; index < text.length && said < start.length; index++) {
    const unit = text.charAt(index);
    if (unit === start.charAt(said)) said++;
    else if (!spaceCharacter.test(unit)) return undefined;
  }
  return start.slice(said);
}

/** Removes lines that say this and nothing else; `{*}` stands for any words, and white space does not count. */
function stripLines(body: Body, templates: readonly string[]): void {
  if (templates.length === 0) return;
  const wanted = templates.map((template) => ({ template, parts: template.replace(space, "").split(gap) }));
  const edit = new TreeEdit();
  for (const { texts, end } of linesOf(body.root)) {
    const text = texts.map(({ data }) => data).join("");
    const first = text.trimStart().charAt(0);
    const possible = wanted.filter(({ parts: [start = ""] }) => start === "" || start.startsWith(first));
    if (possible.length === 0) continue;
    const solid = text.replace(space, "");
    const found = possible.find(({ parts }) => fits(solid, parts));
    if (!found) continue;
    for (const part of texts) part.data = "";
    if (end?.name === "br") edit.remove(end);
    tell(body, step, { change: "removed", rule: found.template, of: text });
  }
  edit.apply();
}

/** Whether a text is the parts in their order, with a gap of any length between one and the next. */
function fits(text: string, parts: readonly string[]): boolean {
  const last = parts.length - 1;
  let end = 0;
  for (const [index, part] of parts.entries()) {
    const at = index === last && index > 0 ? text.lastIndexOf(part) : text.indexOf(part, end);
    if (at < end || (index === 0 && at > 0)) return false;
    end = at + part.length;
  }
  return end === text.length;
}

interface Line {
  readonly texts: readonly Text[];
  /** The element at which the next line begins. */
  readonly end?: Element;
}

/** The texts below an element, those that a reader sees on one line together. */
function linesOf(root: Element): readonly Line[] {
  const lines: Line[] = [];
  let texts: Text[] = [];
  const endLine = (end: Element): void => {
    if (texts.length > 0) lines.push({ texts, end });
    texts = [];
  };
  walk(
    root,
    (node) => {
      if (isText(node)) texts.push(node);
      if (isElement(node) && breaksLine(node)) endLine(node);
      return isElement(node);
    },
    (node) => {
      if (isElement(node) && breaksLine(node)) endLine(node);
    },
  );
  return texts.length > 0 ? [...lines, { texts }] : lines;
}

/** Removes the text wherever it stands, even across elements; white space counts on neither side. */
function stripText(body: Body, literal: string): void {
  const wanted = literal.replace(space, "");
  const pieces = textPieces(body);
  const whole = pieces.map((piece) => piece.solid).join("");
  const found = occurrences(whole, wanted);
  if (found.length === 0) return;
  let start = 0;
  let next = 0;
  for (const { node, solid } of pieces) {
    const end = start + solid.length;
    const cuts: Range[] = [];
    for (let index = next; index < found.length; index++) {
      const range = found[index];
      if (!range || range.from >= end) break;
      cuts.push({ from: Math.max(range.from - start, 0), to: Math.min(range.to, end) - start });
      if (range.to <= end) next = index + 1;
    }
    if (cuts.length > 0) node.data = without(node.data, cuts);
    start = end;
  }
  tell(body, step, { change: `removed ${found.length}×`, rule: literal, of: literal });
}

/** Positions in text without its white space. */
interface Range {
  readonly from: number;
  readonly to: number;
}

function textPieces(body: Body): { readonly node: Text; readonly solid: string }[] {
  const pieces: { node: Text; solid: string }[] = [];
  walk(body.root, (node) => {
    if (isText(node)) pieces.push({ node, solid: node.data.replace(space, "") });
    return true;
  });
  return pieces;
}

function occurrences(whole: string, wanted: string): Range[] {
  const found: Range[] = [];
  if (wanted === "") return found;
  for (let from = whole.indexOf(wanted); from >= 0; from = whole.indexOf(wanted, from + wanted.length)) {
    found.push({ from, to: from + wanted.length });
  }
  return found;
}

function without(text: string, cuts: readonly Range[]): string {
  let kept = "";
  let position = 0;
  let next = 0;
  // By UTF-16 unit, as positions are; no unit of white space is half of a pair.
  for (let index = 0; index < text.length; index++) {
    const unit = text.charAt(index);
    const cut = cuts[next];
    if (spaceCharacter.test(unit)) {
      kept += unit;
      continue;
    }
    if (!cut || position < cut.from) kept += unit;
    position++;
    if (cut && position >= cut.to) next++;
  }
  return kept;
}
