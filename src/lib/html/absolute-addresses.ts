import type { Element } from "domhandler";
import { serialize } from "parse5";
import { adapter } from "parse5-htmlparser2-tree-adapter";
import { readSrcset } from "./srcset.ts";
import { elementsOf } from "./walk.ts";

/** Attributes that hold an address; pages that load pictures late keep it in one like `data-src`. */
const addressName = /^(?:data-.*)?(?:href|src|poster)$/;
const setName = /^(?:data-.*)?srcset$/;

/**
 * Resolves the relative addresses below an element against `base`, in place, and returns the markup there. What is no
 * address stays.
 */
export function withAbsoluteAddresses(root: Element, base: string): string {
  const absolute = (address: string): string => URL.parse(address, base)?.href ?? address;
  for (const { attribs } of elementsOf(root)) {
    for (const [name, value] of Object.entries(attribs)) {
      if (addressName.test(name)) attribs[name] = absolute(value);
      else if (setName.test(name)) attribs[name] = absoluteSet(value, absolute);
    }
  }
  return serialize(root, { treeAdapter: adapter });
}

function absoluteSet(srcset: string, absolute: (address: string) => string): string {
  return readSrcset(srcset)
    .map(({ address, descriptor }) => `${absolute(address)} ${descriptor}`.trim())
    .join(", ");
}
