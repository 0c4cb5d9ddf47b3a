import { isTag, isText, type AnyNode, type Element } from "domhandler";
import { breaksLine, roleOf, type TagRole } from "./tag-roles.ts";
import { walk } from "./walk.ts";

/** What stands in a recording is for programs that cannot play it. */
const unseen: ReadonlySet<TagRole> = new Set(["drop", "media"]);

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
      if (!isTag(node) || unseen.has(roleOf(node)) || omit?.(node)) return false;
      if (breaksLine(node)) text += "\n";
      return true;
    },
    (node) => {
      if (isTag(node) && breaksLine(node)) text += "\n";
    },
  );
  return text;
}
