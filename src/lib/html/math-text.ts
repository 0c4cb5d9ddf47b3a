import { isText, type AnyNode, type Element } from "domhandler";
import { roleOf } from "./tag-roles.ts";
import { isElement } from "./walk.ts";

/** A term that needs no parentheses where it stands under a fraction or as an exponent. */
const simple = /^(?:[\p{L}\p{N}.,′'∞%]+|\(.*\)|\p{L})?$/u;
const spaces = /\s+/g;
/** Written as signs: multiplication, function application, separator and addition that only programs read. */
const invisible = /[\u2061-\u2064]/g;

/** Writes a formula (a MathML element) in one line, as people type it: `e^(kt)`, `3/4`, `√(x+1)`. */
export function mathText(element: Element): string {
  return written(element).replace(spaces, " ").trim();
}

const layouts: Readonly<Record<string, (parts: readonly string[]) => string>> = {
  mfrac: ([over = "", under = ""]) => `${grouped(over)}/${grouped(under)}`,
  msup: ([base = "", raised = ""]) => base + scripted("^", raised),
  msub: ([base = "", lowered = ""]) => base + scripted("_", lowered),
  msubsup: ([base = "", lowered = "", raised = ""]) => base + scripted("_", lowered) + scripted("^", raised),
  mover: ([base = "", over = ""]) => (over.length === 1 ? base + over : base + scripted("^", over)),
  munder: ([base = "", under = ""]) => base + scripted("_", under),
  munderover: ([base = "", under = "", over = ""]) => base + scripted("_", under) + scripted("^", over),
  mroot: ([base = "", degree = ""]) => `${degree}√${grouped(base)}`,
  msqrt: (parts) => `√${grouped(parts.join(""))}`,
  mtable: (parts) => parts.join("; "),
  mtr: (parts) => parts.join(", "),
};

/** Recursion is bounded: a body is nested 256 deep at most. */
function written(node: AnyNode): string {
  if (isText(node)) return node.data.replace(invisible, "");
  if (!isElement(node) || roleOf(node) === "drop") return "";
  const parts = node.children.filter((child) => isElement(child) || !isIdleSpace(child, node)).map(written);
  const layout = layouts[node.name];
  return layout === undefined ? parts.join("") : layout(parts.map((part) => part.trim()));
}

/** White space between the parts of a formula is there for people who read the markup. */
function isIdleSpace(node: AnyNode, parent: Element): boolean {
  return parent.name !== "mtext" && isText(node) && node.data.trim() === "";
}

function grouped(term: string): string {
  return simple.test(term) ? term : `(${term})`;
}

/** A script of one sign stands alone. */
function scripted(mark: "^" | "_", term: string): string {
  if (term === "") return "";
  return mark + (term.length === 1 || /^\p{N}+$/u.test(term) ? term : `(${term})`);
}
