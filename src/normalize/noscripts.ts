import { isText, type ChildNode, type Element } from "domhandler";
import { roleOf } from "../lib/html/tag-roles.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { subject, type Body } from "./body.ts";

const step = "noscripts";
const pictures: ReadonlySet<string> = new Set(["img", "amp-img"]);
/** What is worth having where scripts do not run; text alone asks to let them run. */
const contents: ReadonlySet<string> = new Set(["a", "amp-img", "audio", "embed", "iframe", "img", "object", "video"]);
/** They say themselves where they lead. */
const embeds: ReadonlySet<string> = new Set(["audio", "embed", "iframe", "object", "video"]);
const trackedPixel = /^[01](?:px)?$/;

/**
 * Takes out of each `noscript` what is part of the article. A picture there is the one that a script would load: it goes
 * in place of the placeholder beside it. A link goes where the script's work would be. Messages go.
 */
export function openNoscripts(body: Body): void {
  if (!body.features.has("noscript")) return;
  const edit = new TreeEdit();
  for (const noscript of elementsOf(body.root, "noscript")) {
    const held = elementsOf(noscript).filter((element) => contents.has(element.name) && !isPixel(element));
    const change = held.length === 0 ? "removed" : open(noscript, held, edit);
    if (change === "removed") edit.remove(noscript);
    body.trace?.({ step, change, rule: "<noscript>", subject: subject(noscript) });
  }
  edit.apply();
}

function open(
  noscript: Element,
  held: readonly Element[],
  edit: TreeEdit,
): "opened" | "removed" | "took placeholder's place" {
  const { parent } = noscript;
  if (parent && isElement(parent) && pictures.has(parent.name)) return "removed";
  const before = neighbor(noscript, "prev");
  if (held.some((element) => pictures.has(element.name))) {
    const placeholder = [before, neighbor(noscript, "next")].find((element) => element && isPlaceholder(element, held));
    if (placeholder) {
      edit.remove(placeholder);
      edit.replace(noscript, ...noscript.children);
      return "took placeholder's place";
    }
  }
  // The poster of a player, or the message that it needs scripts.
  if (before && embeds.has(before.name)) return "removed";
  edit.replace(noscript, ...noscript.children);
  return "opened";
}

/** The next element on one side, where nothing but white space and empty elements lies between. */
function neighbor(node: Element, side: "prev" | "next"): Element | undefined {
  for (let other: ChildNode | null = node[side]; other; other = other[side]) {
    if (isElement(other) && (roleOf(other) === "void" || other.children.length > 0 || !roleIsIdle(other))) return other;
    if (isText(other) && !isBlank(other.data)) return undefined;
  }
  return undefined;
}

function roleIsIdle(element: Element): boolean {
  const role = roleOf(element);
  return role === "container" || role === "inline" || role === "unwrap";
}

/** Whether an element holds nothing but the picture that the `noscript` has, or what is shown while it loads. */
function isPlaceholder(element: Element, held: readonly Element[]): boolean {
  const images = element.name === "img" ? [element] : elementsOf(element).filter(({ name }) => pictures.has(name));
  const [image] = images;
  if (!image || images.length > 1 || hasText(element)) return false;
  const addresses = new Set(held.flatMap(({ attribs }) => attribs["src"] ?? []));
  const values = Object.entries(image.attribs).filter(([name]) => name !== "alt" && name !== "class");
  const isSame = values.some(([, value]) => addresses.has(value));
  const src = image.attribs["src"];
  return (
    isSame ||
    src === undefined ||
    src === "" ||
    src.startsWith("data:") ||
    values.some(([name]) => /^data-.*src/.test(name))
  );
}

function hasText(element: Element): boolean {
  return element.children.some((child) => (isText(child) ? !isBlank(child.data) : isElement(child) && hasText(child)));
}

function isPixel({ name, attribs }: Element): boolean {
  if (name !== "img" && name !== "iframe") return false;
  return [attribs["width"], attribs["height"]].some((size) => size !== undefined && trackedPixel.test(size.trim()));
}
