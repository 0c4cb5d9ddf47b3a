import { isTag, isText, type AnyNode, type Element } from "domhandler";
import { breaksLine, roleOf } from "./tag-roles.ts";
import { walk } from "./walk.ts";

/**
 * The text a reader sees below a node, each block on a line of its own; white space is left as it is. Elements that
 * `omit` answers true for are left out.
 */
export function textOf(root: AnyNode, omit?: (element: Element) => boolean): string {
  let text = "";
  walk(
    root,
    (node) => {
      if (isText(node)) text += node.data;
      if (!isTag(node) || roleOf(node) === "drop" || omit?.(node)) return false;
      if (breaksLine(node)) text += "\n";
      return true;
    },
    (node) => {
      if (isTag(node) && breaksLine(node)) text += "\n";
    },
  );
  return text;
}
