import { Text, type ChildNode } from "domhandler";
import { expect, test } from "vitest";
import { createElement, setChildren, TreeEdit } from "./tree-edit.ts";
import { textOf } from "./text-of.ts";

function letters(text: string): { parent: ReturnType<typeof createElement>; children: Text[] } {
  const children = text.split("").map((letter) => new Text(letter));
  return { parent: createElement("p", children), children };
}

function linked(children: readonly ChildNode[]): boolean {
  return children.every(
    (child, index) => child.prev === (children[index - 1] ?? null) && child.next === (children[index + 1] ?? null),
  );
}

test("removals and replacements wait until they are applied, and leave the children linked", () => {
  const { parent, children } = letters("abcd");
  const [a, , c] = children;
  const edit = new TreeEdit();
  if (a) edit.remove(a);
  if (c) edit.replace(c, new Text("x"));
  expect(textOf(parent)).toBe("abcd");
  edit.apply();
  expect(textOf(parent)).toBe("bxd");
  expect(linked(parent.children)).toBe(true);
  expect(a?.parent).toBeNull();
});

test("a replacement may take in what it replaces", () => {
  const { parent, children } = letters("ab");
  const edit = new TreeEdit();
  const wrapper = createElement("b", []);
  for (const child of children.slice(1)) {
    edit.replace(child, wrapper);
    setChildren(wrapper, [child]);
  }
  edit.apply();
  expect(parent.children.map((child) => textOf(child))).toEqual(["", "b"]);
  expect(children[1]?.parent).toBe(wrapper);
});

test("what gives way to its children leaves them as other changes make them", () => {
  const { parent: inner, children } = letters("ab");
  const [a, b] = children;
  const c = new Text("c");
  const outer = createElement("div", [inner, c]);
  const root = createElement("section", [outer]);
  const edit = new TreeEdit();
  edit.replace(outer, ...outer.children);
  edit.replace(inner, ...inner.children);
  if (a) edit.remove(a);
  edit.apply();
  expect(root.children).toEqual([b, c]);
  expect(linked(root.children)).toBe(true);
  expect(root.children.map(({ parent }) => parent === root)).toEqual([true, true]);
});

test("100,000 removals from one parent take one pass", () => {
  const { parent, children } = letters("a".repeat(100_000));
  const edit = new TreeEdit();
  for (const child of children) edit.remove(child);
  edit.apply();
  expect(parent.children).toEqual([]);
});
