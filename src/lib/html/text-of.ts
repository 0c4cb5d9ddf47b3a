import { isText, type AnyNode, type Element } from "domhandler";
import { mathText } from "./math-text.ts";
import { scriptText } from "./raised-text.ts";
import { breaksLine, roleOf, tagBreaksLine, type TagRole } from "./tag-roles.ts";
import { isElement, walk } from "./walk.ts";

/** What stands in a recording is for programs that cannot play it. */
const unseen: ReadonlySet<TagRole> = new Set(["drop", "media"]);

/**
 * The text a reader sees below a node, each block on a line of its own; white space is left as it is. What is raised,
 * lowered or stands above other text keeps its meaning (see `scriptText`): `<ruby>漢<rt>かん</rt></ruby>` is 漢（かん）. A
 * formula is its `alttext`, or else written in a line. Elements that `omit` answers true for are left out.
 */
export function textOf(root: AnyNode, omit?: (element: Element) => boolean): string {
  if (isElement(root) && root.name === "math") return formulaText(root);
  const writer = new TextWriter();
  walk(
    root,
    (node) => {
      if (isText(node)) writer.text(node.data);
      if (!isElement(node)) return false;
      const role = roleOf(node);
      if (unseen.has(role) || omit?.(node)) return false;
      if (node.name === "math") writer.text(formulaText(node));
      if (isFormulaPicture(node.attribs)) writer.text(node.attribs["alt"] ?? "");
      if (role === "formula") return false;
      writer.open(node.name, breaksLine(node));
      return true;
    },
    (node) => {
      if (isElement(node)) writer.close(node.name, breaksLine(node));
    },
  );
  return writer.finish();
}

function formulaText(math: Element): string {
  return math.attribs["alttext"] ?? mathText(math);
}

function isFormulaPicture(attribs: Readonly<Record<string, string>>): boolean {
  return attribs["role"] === "math" && attribs["src"] !== undefined;
}

/** Sanitized markup holds no other: every angle bracket that is not a tag's is escaped. */
const piece = /<math(?: [^>]*?)? alttext="([^"]*)"[^>]*>.*?<\/math>|<(\/?)([a-z\d]+)([^>]*)>|[^<]+/gs;
const tagOrReference = /<\/?([a-z\d]+)[^>]*>|&(amp|lt|gt);/g;
const hasMeaningfulMarkup = /<(?:su[bp]|ruby|math)[ >]| role="math"/;
const formulaPicture = / alt="([^"]*)".* role="math"/;
const reference = /&(amp|lt|gt|quot);/g;
const referenced: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/**
 * The text of what `sanitize` wrote, each block on a line of its own: but for white space, that of `textOf`. It takes a
 * hundredth of the time that parsing would.
 */
export function textOfSanitized(html: string): string {
  if (!hasMeaningfulMarkup.test(html)) return linesOf(html);
  const writer = new TextWriter();
  for (const [text, formula, slash, tag, attributes] of html.matchAll(piece)) {
    if (formula !== undefined) writer.text(unescape(formula));
    else if (tag === undefined) writer.text(unescape(text));
    else if (slash === "/") writer.close(tag, tagBreaksLine(tag));
    else {
      writer.open(tag, tagBreaksLine(tag));
      const [, alt] = (tag === "img" && formulaPicture.exec(attributes ?? "")) || [];
      if (alt !== undefined) writer.text(unescape(alt));
    }
  }
  return writer.finish();
}

/** The text of markup in which blocks alone matter. */
function linesOf(html: string): string {
  return html.replaceAll(tagOrReference, (_found, tag?: string, name?: string) => {
    if (name !== undefined) return referenced[name] ?? "";
    return tag !== undefined && tagBreaksLine(tag) ? "\n" : "";
  });
}

function unescape(text: string): string {
  return text.includes("&") ? text.replaceAll(reference, (_found, name: string) => referenced[name] ?? "") : text;
}

/** Joins what is read on the way through markup. */
class TextWriter {
  readonly #pieces: string[] = [];
  /** Where what stands in each open `sup`, `sub` and `rt` begins among the pieces. */
  readonly #starts: number[] = [];
  /** Whether an `rp` has said how the annotation after it is set apart. */
  #isSetApart = false;

  text(data: string): void {
    this.#pieces.push(data);
  }

  open(tag: string, isLine: boolean): void {
    if (isLine) this.#pieces.push("\n");
    if (tag === "sup" || tag === "sub" || tag === "rt") this.#starts.push(this.#pieces.length);
    else if (tag === "ruby") this.#isSetApart = false;
  }

  close(tag: string, isLine: boolean): void {
    if (isLine) this.#pieces.push("\n");
    if (tag === "rp") this.#isSetApart = true;
    if (tag !== "sup" && tag !== "sub" && tag !== "rt") return;
    const held = this.#pieces.splice(this.#starts.pop() ?? this.#pieces.length).join("");
    if (tag !== "rt") this.#pieces.push(scriptText(tag, held, this.#pieces.at(-1) ?? ""));
    else this.#pieces.push(this.#isSetApart || held.trim() === "" ? held : `（${held}）`);
  }

  finish(): string {
    return this.#pieces.join("");
  }
}
