import { parse, SelectorType, type Selector } from "css-what";

/** Ways to satisfy a selector, one for each of its alternatives. */
export function alternativesOf(css: string): readonly (readonly Selector[])[] {
  return parse(css);
}

const voidTags: ReadonlySet<string> = new Set(["img", "br", "hr", "input", "wbr"]);

interface Shape {
  tag: string;
  readonly attributes: Map<string, string>;
  /** What stands before the content. */
  inside: string;
  /** Whether a neighbor stands after the element, and how many stand before it. */
  isFollowed: boolean;
  before: number;
}

/**
 * Markup in which one way to satisfy a selector finds an element that holds some content.
 */
export function markupFor(selector: readonly Selector[], content: string): string {
  const shape: Shape = { tag: "div", attributes: new Map(), inside: "", isFollowed: false, before: 0 };
  const last = selector.findLastIndex(
    ({ type }) => type === SelectorType.Child || type === SelectorType.Descendant || type === SelectorType.Adjacent,
  );
  for (const token of selector.slice(last + 1)) give(shape, token);
  const element = write(shape, content);
  if (last < 0) return element;
  const around = selector.slice(0, last);
  if (selector[last]?.type === SelectorType.Adjacent) return markupFor(around, "") + element;
  return around.length === 0 ? element : markupFor(around, element);
}

function give(shape: Shape, token: Selector): void {
  if (token.type === SelectorType.Tag) shape.tag = token.name;
  if (token.type === SelectorType.Attribute) {
    const before = shape.attributes.get(token.name);
    const isClass = token.name === "class" && before !== undefined;
    shape.attributes.set(token.name, isClass ? `${before} ${token.value}` : token.value);
  }
  if (token.type !== SelectorType.Pseudo) return;
  const { name, data } = token;
  if (typeof data === "string") {
    if (name === "contains" || name === "icontains") shape.inside = data + shape.inside;
    if (name === "nth-child") shape.before = Number(data) - 1;
    return;
  }
  const [first = []] = data ?? [];
  if (name === "not")
    shape.isFollowed = first.some((one) => one.type === SelectorType.Pseudo && one.name === "last-child");
  if (name === "has") shape.inside += markupFor(first, "");
  if (name === "is" || name === "where") for (const one of first) give(shape, one);
}

/** Without these a tag means nothing. */
const needed: Readonly<Record<string, readonly (readonly [name: string, value: string])[]>> = {
  a: [["href", "/linked"]],
  img: [["src", "/picture.jpg"]],
};

function write({ tag, attributes, inside, isFollowed, before }: Shape, content: string): string {
  const all = new Map([...(needed[tag] ?? []), ...attributes]);
  const written = Array.from(all, ([name, value]) => ` ${name}="${value}"`).join("");
  const element = `<${tag}${written}>${inside}${content}${voidTags.has(tag) ? "" : `</${tag}>`}`;
  const neighbor = `<${tag}></${tag}>`;
  return neighbor.repeat(before) + element + (isFollowed ? neighbor : "");
}
