import { isText, type Text } from "domhandler";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { walk } from "../lib/html/walk.ts";
import { findAll, shorten, subject, type Body } from "./body.ts";

const step = "removals";
const space = /\s+/g;
const spaceCharacter = /\s/;

/** Strips what the outlet's profile says is no part of an article: whole elements, or a literal text. */
export function stripRemovals(body: Body): void {
  for (const removal of body.outlet.remove) {
    if ("css" in removal) stripElements(body, removal.css);
    else stripText(body, removal.text);
  }
}

function stripElements(body: Body, css: string): void {
  const edit = new TreeEdit();
  for (const element of findAll(body, css)) {
    edit.remove(element);
    body.trace?.({ step, change: "removed", rule: css, subject: subject(element) });
  }
  edit.apply();
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
  body.trace?.({ step, change: `removed ${found.length}×`, rule: literal, subject: shorten(literal) });
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
