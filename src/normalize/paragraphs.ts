import { isText, type ChildNode, type Element } from "domhandler";
import { roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { createElement, setChildren, TreeEdit } from "../lib/html/tree-edit.ts";
import { isElement, walk } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { subject, type Body } from "./body.ts";

/** What may hold several paragraphs. A `p` becomes several. In other blocks, line breaks in a row become one. */
const mayHoldParagraphs: ReadonlySet<string> = new Set(
  "address article aside blockquote center dd details div fieldset footer form header html li main p section td th".split(
    " ",
  ),
);
const media: ReadonlySet<string> = new Set(["img", "audio", "video", "math"]);
/** How Chinese paragraphs begin: two full-width spaces, or as many as come to that. */
const indent = /^[\n\r\t ]*(?:\u3000{2}|\u2003{2}|(?:\u00a0[ ]?){4})/;
const bold: ReadonlySet<string> = new Set(["b", "strong"]);
/** Bold words before a line break are a subhead, unless they are a sentence that the next line answers. */
const endsSentence = /[。！？!?.,，、；：:;…]["”’」』）)]*$/;
const longestSubhead = 60;

/**
 * Makes paragraphs of text whose paragraphs are parted by two line breaks, or by one before an indented line. Bold words
 * that have a line of their own there become a paragraph, so that they can be told for a subhead.
 */
export function partParagraphs(body: Body): void {
  if (!body.features.has("br")) return;
  const edit = new TreeEdit();
  for (const block of blocksWithBreaks(body.root)) {
    const lines = block.children.flatMap(inLine);
    const groups = mayHoldParagraphs.has(block.name) ? paragraphsOf(lines) : [withoutRuns(lines)];
    if (groups.length < 2) {
      setChildren(block, groups[0] ?? []);
      continue;
    }
    const made = groups.filter((group) => !group.some(isBlock)).length;
    if (made > 0) {
      body.trace?.({ step: "paragraphs", change: `made ${made}`, rule: "line breaks", subject: subject(block) });
    }
    const blocks = groups.flatMap((group) => (group.some(isBlock) ? group : [createElement("p", group)]));
    if (block.name === "p" && block.parent) edit.replace(block, ...blocks);
    else setChildren(block, blocks);
  }
  edit.apply();
}

/** The elements that line breaks stand in, through nothing but elements in a line. */
function blocksWithBreaks(root: Element): ReadonlySet<Element> {
  const found = new Set<Element>();
  const around: Element[] = [root];
  walk(
    root,
    (node) => {
      if (!isElement(node)) return false;
      const block = around.at(-1);
      if (node.name === "br" && block) found.add(block);
      if (isBlock(node)) around.push(node);
      return node.name !== "pre";
    },
    (node) => {
      if (node === around.at(-1)) around.pop();
    },
  );
  return found;
}

function isBlock(node: ChildNode): boolean {
  if (!isElement(node)) return false;
  const role = roleOf(node);
  return role === "block" || role === "container" || role === "item" || role === "part" || node.name === "hr";
}

/**
 * The node as it stands in a line of its block: line breaks at its edges come out of it, and it is parted where there are
 * two in a row. What is no tag of HTML, or presentation alone, gives way to what it holds.
 */
function inLine(node: ChildNode): ChildNode[] {
  if (!isElement(node) || isBlock(node)) return [node];
  const role = roleOf(node);
  if ((role !== "inline" && role !== "unwrap") || !holds(node, isBreak) || holds(node, isBlock)) return [node];
  const inner = node.children.flatMap(inLine);
  if (role === "unwrap") return inner;
  const first = inner.findIndex(isSeen);
  if (first < 0) return inner;
  const end = inner.findLastIndex(isSeen) + 1;
  const parts = partedAtRuns(inner.slice(first, end)).map((part) => copyOf(node, part));
  const parted = parts.flatMap((part, index) => (index === 0 ? [part] : [newBreak(), newBreak(), part]));
  return [...inner.slice(0, first), ...parted, ...inner.slice(end)];
}

function copyOf(element: Element, children: ChildNode[]): Element {
  const copy = createElement(element.name, children);
  Object.assign(copy.attribs, element.attribs);
  return copy;
}

function newBreak(): Element {
  return createElement("br", []);
}

/** Parts what stands in a line where there are two line breaks in a row, or one before an indented line. */
function partedAtRuns(line: readonly ChildNode[]): ChildNode[][] {
  const groups: ChildNode[][] = [[]];
  let waiting: ChildNode[] = [];
  for (const node of line) {
    if (!isSeen(node)) {
      waiting.push(node);
      continue;
    }
    const breaks = waiting.filter(isBreak).length;
    const isIndented = isText(node) && indent.test(node.data);
    if (breaks > 1 || (breaks === 1 && isIndented)) groups.push([]);
    else groups.at(-1)?.push(...waiting);
    groups.at(-1)?.push(node);
    waiting = [];
  }
  return groups;
}

/** Paragraphs, and blocks on their own, without line breaks and white space at their edges. */
function paragraphsOf(line: readonly ChildNode[]): ChildNode[][] {
  const groups: ChildNode[][] = [];
  let start = 0;
  for (let end = 0; end <= line.length; end++) {
    const node = line[end];
    if (node && !isBlock(node)) continue;
    groups.push(...partedAtRuns(line.slice(start, end)));
    if (node) groups.push([node]);
    start = end + 1;
  }
  const parted = groups.length > 1 ? groups.flatMap(withSubheadApart) : groups;
  return parted.map(trimmed).filter((group) => group.length > 0);
}

/** Bold words on a line of their own, above the lines they head. */
function withSubheadApart(group: ChildNode[]): ChildNode[][] {
  const first = group.findIndex(isSeen);
  const head = group[first];
  const end = group.findIndex((node, index) => index > first && isBreak(node));
  if (!head || end < 0 || !isElement(head) || !bold.has(head.name)) return [group];
  const words = textOf(head).trim();
  const isAlone = !group.slice(first + 1, end).some(isSeen) && group.slice(end).some(isSeen);
  const isSubhead = isAlone && words.length <= longestSubhead && !endsSentence.test(words);
  return isSubhead ? [group.slice(0, end), group.slice(end + 1)] : [group];
}

function trimmed(group: ChildNode[]): ChildNode[] {
  const first = group.findIndex(isShown);
  if (first < 0) return [];
  const kept = group.slice(first, group.findLastIndex(isShown) + 1);
  const [start] = kept;
  if (start && isText(start)) start.data = start.data.trimStart();
  return kept;
}

/** Where paragraphs cannot be, as in a caption, one line break stands for several. */
function withoutRuns(line: readonly ChildNode[]): ChildNode[] {
  return partedAtRuns(line)
    .map(trimmed)
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 || group.some(isBlock) ? group : [newBreak(), ...group]));
}

function isBreak(node: ChildNode): boolean {
  return isElement(node) && node.name === "br";
}

/** Whether there is anything but white space in what stands in a line. */
function isSeen(node: ChildNode): boolean {
  if (isText(node)) return !isBlank(node.data);
  if (!isElement(node) || node.name === "br") return false;
  const role = roleOf(node);
  if (role === "drop") return false;
  return isBlock(node) || media.has(node.name) || node.children.some(isSeen);
}

function holds({ children }: Element, matches: (node: ChildNode) => boolean): boolean {
  return children.some((child) => matches(child) || (isElement(child) && holds(child, matches)));
}

function isShown(node: ChildNode): boolean {
  return isBlock(node) || isSeen(node);
}
