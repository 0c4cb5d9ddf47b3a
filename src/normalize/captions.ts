import { isText, Text, type AnyNode, type ChildNode, type Element } from "domhandler";
import { roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { createElement, setChildren, TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement } from "../lib/html/walk.ts";
import { foldSpace, isBlank } from "../lib/text/fold-space.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { findCounted, tell, type Body } from "./body.ts";

/** A picture or recording with what belongs to it, as it stands in the body. */
export interface FoundPicture {
  readonly medium: Element;
  /** What holds it with its caption, else the outermost element that holds it alone: itself, a link, a paragraph. */
  readonly block: Element;
  /** Inside `block`, or in the element that follows it. */
  readonly caption?: Element;
  /** The words of the caption, without credits. */
  readonly words: readonly ChildNode[];
  /** Other words in what the profile says holds the picture. They are about it, too. */
  readonly others: readonly ChildNode[];
  /** Credits in `block`, and within or right after the caption. */
  readonly credits: readonly Element[];
  /** Elements after `block` that hold the caption and its credit, and nothing else. */
  readonly followers: readonly Element[];
}

/** What the profile takes for holders of pictures, captions and credits. */
export interface CaptionMarks {
  readonly holders: ReadonlySet<Element>;
  /** Each selector's elements, in the order of the selectors. */
  readonly captions: readonly ReadonlySet<Element>[];
  readonly credits: ReadonlySet<Element>;
}

const mediaTags: ReadonlySet<string> = new Set(["img", "audio", "video"]);
/** A longer text beside a picture is no caption, in UTF-16 units: what holds it is more than a picture. */
const longestCaption = 2_000;

export function findCaptionMarks(body: Body): CaptionMarks {
  const { picture, caption, credit } = body.rules.select;
  const holders = picture.flatMap((css) => findCounted(body, "picture", css));
  // An element that is or holds a picture is no words about it, and a credit within another is a part of that.
  const credits = new Set(credit.flatMap((css) => findCounted(body, "credit", css)).filter(hasNoMedia));
  return {
    holders: new Set(holders.filter((holder) => holdsMedia(holder) && textOf(holder).length <= longestCaption)),
    captions: caption.map((css) => new Set(findCounted(body, "caption", css).filter(hasNoMedia))),
    credits: new Set([...credits].filter((one) => !isWithinOne(one, credits))),
  };
}

/** The pictures and recordings below an element, in document order. */
export function mediaIn(root: Element): Element[] {
  return elementsOf(root).filter(isMedium);
}

export function isMedium(element: Element): boolean {
  return mediaTags.has(element.name);
}

function hasNoMedia(element: Element): boolean {
  return !isMedium(element) && !holdsMedia(element);
}

function holdsMedia(element: Element): boolean {
  return elementsOf(element).some(isMedium);
}

/** Finds what belongs to a picture or recording. A caption is in what holds it, or in the element that follows. */
export function findPicture(medium: Element, root: Element, marks: CaptionMarks): FoundPicture {
  const holder = holderOf(medium, marks);
  const block = holder ?? wrapperOf(medium, root);
  if (holder) {
    const credits = creditsIn(holder, marks);
    const caption = findCaption(holder, marks);
    const isMarked = marks.holders.has(holder);
    const words = caption ? wordsIn(caption, marks) : isMarked ? wordsIn(holder, marks) : [];
    const others = caption && isMarked ? wordsBeside(caption, holder, marks) : [];
    if (caption) return { medium, block, caption, words, others, credits, followers: [] };
    if (words.length > 0) return { medium, block, words, others, credits, followers: [] };
  }
  const credits = holder ? creditsIn(holder, marks) : [];
  const next = nextVisible(block);
  const caption = next && isElement(next) ? findCaption(next, marks) : undefined;
  if (!next || !isElement(next) || !caption || !holdsOnly(next, caption, marks)) {
    return { medium, block, words: [], others: [], credits, followers: [] };
  }
  const after = nextVisible(next);
  const followers = after && isElement(after) && marks.credits.has(after) ? [next, after] : [next];
  const credited = [...credits, ...followers.flatMap((element) => creditsIn(element, marks))];
  return { medium, block, caption, words: wordsIn(caption, marks), others: [], credits: credited, followers };
}

/** The outermost element that the profile says holds pictures, else the innermost figure; a figure around both, of one picture. */
export function holderOf(node: AnyNode, marks: CaptionMarks): Element | undefined {
  let figure: Element | undefined;
  let marked: Element | undefined;
  for (let around = node.parent; around && isElement(around); around = around.parent) {
    if (around.name === "figure") figure ??= around;
    if (marks.holders.has(around)) marked = around;
  }
  const isAround = figure && marked && isWithin(marked, figure) && mediaIn(figure).length === 1;
  return isAround ? figure : (marked ?? figure);
}

function wrapperOf(medium: Element, root: Element): Element {
  let block = medium;
  while (!nextVisible(block) && !previousVisible(block)) {
    const { parent } = block;
    if (!parent || parent === root || !isElement(parent) || roleOf(parent) === "part") break;
    block = parent;
  }
  return block;
}

function nextVisible(node: Element): AnyNode | undefined {
  let next: AnyNode | null = node.next;
  while (next && isInvisible(next)) next = next.next;
  return next ?? undefined;
}

function previousVisible(node: Element): AnyNode | undefined {
  let previous: AnyNode | null = node.prev;
  while (previous && isInvisible(previous)) previous = previous.prev;
  return previous ?? undefined;
}

/** Whether there is nothing to see in a node, told without looking below it. */
function isInvisible(node: AnyNode): boolean {
  if (isText(node)) return isBlank(node.data);
  if (!isElement(node) || node.name === "br") return true;
  return node.children.length === 0 && roleOf(node) !== "void" && !isMedium(node);
}

function findCaption(element: Element, marks: CaptionMarks): Element | undefined {
  const candidates = [element, ...elementsOf(element)];
  for (const captions of marks.captions) {
    const caption = candidates.find((candidate) => captions.has(candidate));
    if (caption) return caption;
  }
  return undefined;
}

function creditsIn(element: Element, marks: CaptionMarks): Element[] {
  return [element, ...elementsOf(element)].filter((candidate) => marks.credits.has(candidate));
}

function holdsOnly(element: Element, caption: Element, marks: CaptionMarks): boolean {
  if (holdsMedia(element)) return false;
  return element === caption || isBlank(textOf(element, (child) => child === caption || marks.credits.has(child)));
}

/** What is to be read in an element: its children, without pictures, credits and what lays them out. */
function wordsIn(element: Element, marks: CaptionMarks): ChildNode[] {
  if (marks.credits.has(element)) return [];
  const words = element.children.flatMap((child): ChildNode[] => {
    if (isText(child)) return [child];
    if (!isElement(child) || isMedium(child) || marks.credits.has(child) || child.name === "br") return [];
    return holdsMedia(child) || creditsIn(child, marks).length > 0 ? wordsIn(child, marks) : [child];
  });
  return words.every((node) => isBlank(textOf(node) + (isText(node) ? node.data : ""))) ? [] : words;
}

function wordsBeside(caption: Element, holder: Element, marks: CaptionMarks): ChildNode[] {
  return wordsIn(holder, { ...marks, credits: new Set([...marks.credits, caption]) });
}

/**
 * Makes each picture in the text that has a caption or a credit a `figure` with its `figcaption`, the credit in it a
 * `cite`. A caption that says the title again is dropped, an alternative text that says the caption is emptied.
 */
export function markCaptions(body: Body, title: string, marks: CaptionMarks): void {
  const changes: ((edit: TreeEdit) => void)[] = [];
  const done = new Set<Element>();
  for (const credit of marks.credits) stripLabel(credit);
  for (const medium of mediaIn(body.root)) {
    // The pictures of one figure share its caption. To look for it once for each would take the square of their number.
    const holder = holderOf(medium, marks);
    if (holder && done.has(holder)) continue;
    const found = findPicture(medium, body.root, marks);
    if (done.has(found.block)) continue;
    done.add(found.block);
    const hasWords = found.words.length > 0 && !isTitle(found.words, title);
    if (hasWords) tell(body, "caption", { change: "made figcaption", rule: "caption", of: textOfAll(found.words) });
    if (hasWords) quietCaption(found);
    if (marks.holders.has(found.block)) changes.push((edit) => rebuild(found, hasWords, edit));
    else if (found.followers.length > 0) changes.push((edit) => wrap(found, hasWords, edit));
    else if (found.caption) changes.push((edit) => markInPlace(found, hasWords, edit));
  }
  // All is found before anything is changed: a tree in the middle of a change cannot be walked.
  const edit = new TreeEdit();
  for (const change of changes) change(edit);
  edit.apply();
}

/** Drops a title that is the caption, and empties such an alternative text: both would be shown or read out again. */
function quietCaption({ block, words }: FoundPicture): void {
  const caption = plainText(textOfAll(words));
  for (const { attribs } of mediaIn(block)) {
    if (plainText(attribs["alt"] ?? "") === caption) attribs["alt"] = "";
    if (plainText(attribs["title"] ?? "") === caption) delete attribs["title"];
  }
}

/** Makes what holds a picture a figure of its media and its words: what laid them out is gone. */
function rebuild(found: FoundPicture, hasWords: boolean, edit: TreeEdit): void {
  const { block, followers } = found;
  for (const follower of followers) edit.remove(follower);
  const media = mediaIn(block).map((medium) => linkAround(medium) ?? medium);
  block.name = "figure";
  setChildren(block, [...new Set(media), ...figcaptionOf(found, hasWords)]);
}

/** The link that a picture alone stands in. */
function linkAround(medium: Element): Element | undefined {
  const { parent } = medium;
  const isLink = parent && isElement(parent) && parent.name === "a" && parent.children.every(isMediumOrSpace);
  return isLink ? parent : undefined;
}

function isMediumOrSpace(node: ChildNode): boolean {
  return isElement(node) ? isMedium(node) : !isText(node) || isBlank(node.data);
}

/** Brings a caption that follows its picture into a figure with it. */
function wrap(found: FoundPicture, hasWords: boolean, edit: TreeEdit): void {
  const { block, followers } = found;
  for (const follower of followers) edit.remove(follower);
  const captions = figcaptionOf(found, hasWords);
  if (block.name === "figure") setChildren(block, [...block.children, ...captions]);
  else if (captions.length > 0) {
    const figure = createElement("figure", []);
    edit.replace(block, figure);
    setChildren(figure, [block, ...captions]);
  }
}

function markInPlace({ caption, credits }: FoundPicture, hasWords: boolean, edit: TreeEdit): void {
  for (const credit of credits) credit.name = "cite";
  if (caption && !hasWords && credits.length === 0) edit.remove(caption);
  else if (caption) caption.name = "figcaption";
}

function figcaptionOf({ caption, words, others, credits, followers }: FoundPicture, hasWords: boolean): Element[] {
  const cited = credits.filter((credit) => !isBlank(textOf(credit)));
  for (const credit of cited) credit.name = "cite";
  const shown: readonly ChildNode[] = hasWords ? (caption?.children ?? words) : [];
  const apart = cited.filter((credit) => !hasWords || credit === caption || !caption || !isWithin(credit, caption));
  const children = [...shown, ...others, ...apart.flatMap((credit): ChildNode[] => [new Text(" "), credit])];
  if (children.length === 0) return [];
  takeOut(children.filter((node) => !followers.some((follower) => follower === node)));
  return [createElement("figcaption", children)];
}

/** Takes nodes out of where they stand: nothing may be in two places of a tree. */
function takeOut(nodes: readonly ChildNode[]): void {
  const taken = new Set(nodes);
  const parents = new Set(nodes.flatMap(({ parent }) => parent ?? []));
  for (const parent of parents)
    setChildren(
      parent,
      parent.children.filter((child) => !taken.has(child)),
    );
}

function isWithin(element: Element, ancestor: Element): boolean {
  let node = element.parent;
  while (node && node !== ancestor) node = node.parent;
  return node === ancestor;
}

function isWithinOne(element: Element, ancestors: ReadonlySet<Element>): boolean {
  for (let node = element.parent; node; node = node.parent) if (isElement(node) && ancestors.has(node)) return true;
  return false;
}

export function isTitle(words: readonly ChildNode[], title: string): boolean {
  return words.length > 0 && foldSpace(textOfAll(words)) === foldSpace(title);
}

export function textOfAll(nodes: readonly ChildNode[]): string {
  return nodes.map((node) => (isText(node) ? node.data : textOf(node))).join("");
}

const creditLabel =
  /^\s*(?:图片版权|圖片版權|图像来源|圖像來源|图片来源|圖片來源|image (?:source|copyright)|photo credit)[\s:：,，]*/i;

/** A credit without the words that say that it is one. */
export function withoutLabel(credit: string): string {
  return credit.replace(creditLabel, "");
}

function stripLabel(credit: Element): void {
  const first = credit.children.find((child) => isText(child) && !isBlank(child.data));
  if (first && isText(first)) first.data = withoutLabel(first.data);
}
