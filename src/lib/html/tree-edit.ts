import { Element, type ChildNode, type ParentNode } from "domhandler";
import { html as names } from "parse5";

/**
 * Changes to a tree, decided one by one and applied together: however many there are, each parent's children are gone
 * through once. Until `apply`, the tree is as it was.
 */
export class TreeEdit {
  readonly #replacements = new Map<ParentNode, Map<ChildNode, readonly ChildNode[]>>();

  remove(node: ChildNode): void {
    this.#put(node, []);
  }

  /** The replacement may take the node in afterwards, as a wrapper does. */
  replace(node: ChildNode, ...by: readonly ChildNode[]): void {
    this.#put(node, by);
  }

  apply(): void {
    for (const [parent, replacements] of this.#replacements) {
      for (const node of replacements.keys()) if (node.parent === parent) node.parent = null;
      setChildren(
        parent,
        parent.children.flatMap((child) => replacements.get(child) ?? [child]),
      );
    }
  }

  #put(node: ChildNode, by: readonly ChildNode[]): void {
    if (!node.parent) return;
    const replacements = this.#replacements.get(node.parent) ?? new Map<ChildNode, readonly ChildNode[]>();
    this.#replacements.set(node.parent, replacements.set(node, by));
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
