import { Element, isText, type AnyNode, type ChildNode, type ParentNode } from "domhandler";

/** Faster than domhandler's `isTag`, which compares names. */
export function isElement(node: AnyNode): node is Element {
  return node instanceof Element;
}

/** Children of anything that has some. */
export function childrenOf(node: AnyNode): readonly ChildNode[] {
  return "children" in node ? node.children : [];
}

/**
 * Visits all nodes below `root` in document order, without recursion. `enter` answers whether the node's children are
 * to be visited; if so, `leave` is called once they have been. The tree may not be changed meanwhile.
 */
export function walk(root: AnyNode, enter: (node: ChildNode) => boolean, leave?: (node: ChildNode) => void): void {
  let node = childrenOf(root)[0];
  while (node) {
    const within: boolean = enter(node);
    const child: ChildNode | undefined = within ? childrenOf(node)[0] : undefined;
    if (child) {
      node = child;
      continue;
    }
    if (within) leave?.(node);
    while (!node.next && node.parent && node.parent !== root) {
      // A parent that is not the root is a child of something itself.
      node = node.parent as ChildNode;
      leave?.(node);
    }
    node = node.next ?? undefined;
  }
}

/** All elements below `root`, or those of one tag, in document order. */
export function elementsOf(root: ParentNode, tag?: string): Element[] {
  // What `walk` does, without a call for each node: nothing is done as often.
  const found: Element[] = [];
  let node = root.children[0];
  while (node) {
    if (isElement(node)) {
      if (tag === undefined || node.name === tag) found.push(node);
      const child: ChildNode | undefined = node.children[0];
      if (child) {
        node = child;
        continue;
      }
    }
    // A parent that is not the root is a child of something itself.
    while (!node.next && node.parent && node.parent !== root) node = node.parent as ChildNode;
    node = node.next ?? undefined;
  }
  return found;
}

/** The nearest element of a tag that a node stands in. */
export function closest(node: AnyNode, tag: string): Element | undefined {
  for (let around = node.parent; around; around = around.parent)
    if (isElement(around) && around.name === tag) return around;
  return undefined;
}

/**
 * How deep elements below `root` lie within one another; and how many elements lie around each element and each
 * character, summed up: what it takes to look at all that is within each element.
 */
export function measureNesting(root: ParentNode): { readonly depth: number; readonly nesting: number } {
  let around = 0;
  let depth = 0;
  let nesting = 0;
  walk(
    root,
    (node) => {
      if (isText(node)) nesting += around * node.data.length;
      if (!isElement(node)) return false;
      nesting += around;
      depth = Math.max(depth, ++around);
      return true;
    },
    () => around--,
  );
  return { depth, nesting };
}
