import { Element, type ChildNode, type ParentNode } from "domhandler";
import { html as names } from "parse5";

/**
 * Changes to a tree, decided one by one and applied together: however many there are, each parent's children are gone
 * through once. Until `apply`, the tree is as it was. What gives way to nodes below it leaves them as they are changed
 * themselves.
 */
export class TreeEdit {
  /** Nodes by what is to stand in their places, and whose children they are. */
  readonly #replacements = new Map<ChildNode, { readonly parent: ParentNode; readonly by: readonly ChildNode[] }>();

  remove(node: ChildNode): void {
    this.#put(node, []);
  }

  /** The replacement may take the node in afterwards, as a wrapper does. */
  replace(node: ChildNode, ...by: readonly ChildNode[]): void {
    this.#put(node, by);
  }

  apply(): void {
    if (this.#replacements.size === 0) return;
    const replacements = [...this.#replacements];
    const moved = new Set(replacements.flatMap(([node, { by }]) => by.filter((one) => one !== node)));
    const changed = Array.from(new Set(replacements.map(([, { parent }]) => parent)), (parent) => ({
      parent,
      children: parent.children.flatMap((child) => (moved.has(child) ? [] : this.#inPlaceOf(child))),
    }));
    for (const [node, { parent }] of replacements) if (node.parent === parent) node.parent = null;
    for (const { parent, children } of changed) setChildren(parent, children);
  }

  /** Ends, as a node gives way to itself, to new ones and to those below it. */
  #inPlaceOf(node: ChildNode): readonly ChildNode[] {
    const { by } = this.#replacements.get(node) ?? {};
    return by?.flatMap((one) => (one === node ? [one] : this.#inPlaceOf(one))) ?? [node];
  }

  #put(node: ChildNode, by: readonly ChildNode[]): void {
    if (node.parent) this.#replacements.set(node, { parent: node.parent, by });
  }
}

/** Makes `children` the children of `parent`, in this order. */
export function setChildren(parent: ParentNode, children: ChildNode[]): void {
  parent.children = children;
  for (const [index, child] of children.entries()) {
    child.parent = parent;
    child.prev = children[index - 1] ?? null;
    child.next = children[index + 1] ?? null;
  }
}

/** An HTML element that holds `children`. */
export function createElement(tag: string, children: ChildNode[]): Element {
  const element = new Element(tag, {});
  element.namespace = names.NS.HTML;
  setChildren(element, children);
  return element;
}
