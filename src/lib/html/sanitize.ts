import { isText, type ChildNode, type Element, type ParentNode } from "domhandler";
import { isBlank } from "../text/fold-space.ts";
import { allowedAttributes, startTag } from "./allowed-attributes.ts";
import { escapeText } from "./escape-html.ts";
import { imageTag } from "./image-tag.ts";
import { mathText } from "./math-text.ts";
import { headingTags, roleOf, type TagRole } from "./tag-roles.ts";
import { isElement, walk } from "./walk.ts";

/**
 * Writes what is below `root` as HTML that is safe to publish: only what the allow-lists name is ever written, and all
 * of it is escaped. Addresses are made absolute against `base`. Elements with nothing to see in them are left out. The
 * markup is well-formed, and parsing it gives the tree it was written from: sanitizing it again changes nothing.
 * `dropped` is told of elements that go with their content.
 */
export function sanitize(root: ParentNode, base: URL, dropped?: (element: Element) => void): string {
  const writer = new Writer(base, dropped);
  walk(
    root,
    (node) => writer.enter(node),
    (node) => writer.leave(node),
  );
  return writer.html();
}

/** What never has anything written in it. */
type LeafRole = "void" | "media" | "drop" | "unwrap";

/** An element being written. What it holds decides, once it ends, whether and how it is kept. */
interface Frame {
  readonly node?: ChildNode;
  readonly tag: string;
  readonly kind: "inline" | "block" | "container" | "part" | "ruby-part" | "formula";
  /** Where its start tag stands among the pieces. */
  readonly start: number;
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether it holds text, pictures or the like, and whether it holds blocks. */
  inline: boolean;
  block: boolean;
}

const noAttributes: ReadonlyMap<string, string> = new Map();
const formulaTexts: ReadonlySet<string> = new Set(["mi", "mn", "mo", "ms", "mtext"]);
const leadingLineFeeds = /^\n+/;
const renamed: ReadonlyMap<string, string> = new Map([["strike", "s"]]);
const listsOf: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["li", new Set(["ol", "ul"])],
  ["dt", new Set(["dl"])],
  ["dd", new Set(["dl"])],
]);

class Writer {
  readonly #base: URL;
  readonly #dropped: ((element: Element) => void) | undefined;
  readonly #pieces: string[] = [];
  #top: Frame = { tag: "", kind: "block", start: 0, attributes: noAttributes, inline: false, block: false };
  readonly #outer: Frame[] = [];

  constructor(base: URL, dropped: ((element: Element) => void) | undefined) {
    this.#base = base;
    this.#dropped = dropped;
  }

  html(): string {
    return this.#pieces.join("");
  }

  /** Begins a node and says whether its children are to follow. */
  enter(node: ChildNode): boolean {
    if (isText(node)) this.#text(node.data);
    if (!isElement(node)) return false;
    const role = this.#roleHere(node);
    if (role === "drop") this.#dropped?.(node);
    if (role === "drop" || role === "unwrap") return role === "unwrap";
    const attributes = allowedAttributes(node, this.#base);
    if (role === "void") this.#void(node, attributes);
    else if (role === "media") this.#media(node, attributes);
    else if (node.name === "math") this.#open(node, role, this.#formulaAttributes(node, attributes));
    // A link that leads nowhere is no link.
    else if (node.name !== "a" || attributes.has("href")) this.#open(node, role, attributes);
    return role !== "void" && role !== "media";
  }

  /** A formula says in a line what it is, for readers and programs that show no other. */
  #formulaAttributes(math: Element, attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    return attributes.has("alttext") ? attributes : new Map([["alttext", mathText(math)], ...attributes]);
  }

  leave(node: ChildNode): void {
    if (this.#top.node === node) this.#close();
  }

  /** The element's role in this place: one that would parse to another tree where it stands loses its tag. */
  #roleHere(element: Element): TagRole {
    const { name } = element;
    const role = roleOf(element);
    if (role === "formula" || this.#top.kind === "formula") return this.#roleInFormula(element, role);
    if (role === "item" && !listsOf.get(name)?.has(this.#list()?.tag ?? "")) return "container";
    if (role === "ruby-part" && this.#top.tag !== "ruby") return "unwrap";
    if (headingTags.has(name) && this.#isWithin((frame) => headingTags.has(frame.tag))) return "container";
    if (name === "a" && this.#isWithin((frame) => frame.tag === "a")) return "unwrap";
    return role;
  }

  /**
   * In a formula there are elements of formulas, and text. In those that hold text, a parser would take any other for
   * HTML (HTML Standard §13.2.6); outside of `math` it would take them all for that.
   */
  #roleInFormula({ name }: Element, role: TagRole): TagRole {
    if (role === "drop" || role === "unwrap") return role;
    const isWithin = this.#top.kind === "formula";
    const fits = role === "formula" && isWithin === (name !== "math") && !formulaTexts.has(this.#top.tag);
    return fits ? role : isWithin && (role === "void" || role === "media") ? "drop" : "unwrap";
  }

  /** The nearest element around that is sure to be written. */
  #list(): Frame | undefined {
    return this.#top.kind === "container" ? this.#outer.findLast((frame) => frame.kind !== "container") : this.#top;
  }

  #isWithin(matches: (frame: Frame) => boolean): boolean {
    return matches(this.#top) || this.#outer.some(matches);
  }

  #text(data: string): void {
    let text = escapeText(data);
    // A parser skips a line feed there (HTML Standard §13.2.6.4.7), so it would not survive.
    if (text.startsWith("\n") && this.#isAtStartOfPre()) text = text.replace(leadingLineFeeds, "");
    this.#pieces.push(text);
    if (!isBlank(text)) this.#top.inline = true;
  }

  #isAtStartOfPre(): boolean {
    return this.#pieces.findLast((piece) => piece !== "")?.startsWith("<pre") ?? false;
  }

  #void({ name }: Element, allowed: ReadonlyMap<string, string>): void {
    if (name === "img") this.#image(allowed);
    else this.#pieces.push(startTag(name, allowed));
    if (name === "hr") this.#top.block = true;
  }

  #image(allowed: ReadonlyMap<string, string>): void {
    if (!allowed.has("src")) return;
    this.#pieces.push(imageTag(allowed));
    this.#top.inline = true;
  }

  #media(element: Element, allowed: ReadonlyMap<string, string>): void {
    const sources = element.children
      .filter((child): child is Element => isElement(child) && child.name === "source")
      .map((child) => allowedAttributes(child, this.#base))
      .filter((source) => source.has("src"));
    if (!allowed.has("src") && sources.length === 0) return;
    const attributes = new Map(allowed).set("controls", "").set("preload", "none");
    const tags = sources.map((source) => startTag("source", source)).join("");
    this.#pieces.push(startTag(element.name, attributes), tags, `</${element.name}>`);
    this.#top.inline = true;
  }

  #open(node: Element, role: Exclude<TagRole, LeafRole>, attributes: ReadonlyMap<string, string>): void {
    const kind = role === "item" ? "block" : role;
    const tag = renamed.get(node.name) ?? node.name;
    this.#outer.push(this.#top);
    this.#top = { node, tag, kind, start: this.#pieces.length, attributes, inline: false, block: false };
    // A container's tag is known when it ends.
    this.#pieces.push(kind === "container" ? "" : startTag(tag, attributes));
  }

  #close(): void {
    const frame = this.#top;
    const parent = this.#outer.pop();
    if (!parent) return;
    this.#top = parent;
    const isEmpty = !frame.inline && !frame.block;
    if (isEmpty && !this.#staysEmpty(frame, parent)) return this.#leaveOut(frame, parent);
    let { tag } = frame;
    if (frame.kind === "container") {
      tag = frame.block ? (frame.inline ? "div" : "") : "p";
      this.#pieces[frame.start] = tag === "" ? "" : startTag(tag, frame.attributes);
    }
    if (tag !== "") this.#pieces.push(`</${tag}>`);
    if (frame.kind === "block" || frame.kind === "container") parent.block = true;
    else {
      parent.block ||= frame.block;
      parent.inline ||= frame.inline;
    }
  }

  /** A cell, or the part of a formula, says something by its place alone. */
  #staysEmpty(frame: Frame, parent: Frame): boolean {
    return frame.kind === "part" || (frame.kind === "formula" && parent.kind === "formula");
  }

  /** An empty element goes; the white space it held, or the line it ended, still parts the words around it. */
  #leaveOut(frame: Frame, parent: Frame): void {
    if (frame.kind === "inline" || frame.kind === "ruby-part") {
      this.#pieces[frame.start] = "";
      return;
    }
    if (frame.kind === "formula") {
      this.#pieces.length = frame.start;
      return;
    }
    this.#pieces.length = frame.start;
    if (parent.inline) this.#pieces.push(" ");
  }
}
