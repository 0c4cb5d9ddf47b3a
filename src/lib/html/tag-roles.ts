import type { Element } from "domhandler";

/**
 * What becomes of an element when markup is sanitized.
 *
 * - `inline`, `block`: kept. `item` (of a list) and `ruby-part`: kept where their list or ruby is around them.
 * - `part`: kept as part of a table, even if empty.
 * - `void`: kept, has no content. `media`: kept if it has an address.
 * - `container`: a division. It becomes a paragraph, or goes if all it holds is blocks.
 * - `formula`: kept within `math`, with nothing but text and its like in it.
 * - `unwrap`: its content stays. `drop`: it goes with its content.
 */
export type TagRole =
  | "inline"
  | "block"
  | "item"
  | "ruby-part"
  | "part"
  | "void"
  | "media"
  | "container"
  | "formula"
  | "unwrap"
  | "drop";

/**
 * The tags that Miniflux (`sanitizer.go`) and FreshRSS (`lib_rss.php`) both keep, less `iframe`, `picture` and what
 * has no use outside its page. Dropping the rest with content follows a second rule: where the parser lets a paragraph,
 * a link or a heading stand in another one of its kind, because a `button`, `object` or the like lies between, that
 * element must not be unwrapped, or the markup would parse to another tree.
 */
const tagsByRole: readonly (readonly [TagRole, string])[] = [
  ["inline", "a abbr b cite code del dfn em i ins kbd q ruby s samp small strike strong sub sup time u var"],
  ["block", "aside blockquote dl figcaption figure h1 h2 h3 h4 h5 h6 ol pre table ul"],
  ["item", "dd dt li"],
  ["ruby-part", "rp rt"],
  ["part", "caption tbody td tfoot th thead tr"],
  ["void", "br hr img wbr"],
  ["media", "audio video"],
  [
    "container",
    "address article body center details dialog dir div fieldset footer form header hgroup html legend listing main " +
      "menu nav p search section summary",
  ],
  [
    "drop",
    "applet area base basefont bgsound button canvas col colgroup datalist embed frame frameset head iframe input " +
      "keygen link marquee meta noembed noframes noscript object optgroup option param plaintext script select " +
      "source style template textarea title track xmp",
  ],
];

const roles = new Map(tagsByRole.flatMap(([role, tags]) => tags.split(" ").map((tag) => [tag, role] as const)));

/** MathML Core, less what links, scripts and embeds. What is not listed, as `semantics`, gives way to what it holds. */
const formulaRoles: ReadonlyMap<string, TagRole> = new Map([
  ...(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt " +
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none"
  )
    .split(" ")
    .map((tag) => [tag, "formula"] as const),
  ...["annotation", "annotation-xml", "script", "style"].map((tag) => [tag, "drop"] as const),
]);

/** Namespaces as parse5 calls them. It is not loaded for their names: those who read texts of sanitized markup parse nothing. */
const html = "http://www.w3.org/1999/xhtml";
const mathMl = "http://www.w3.org/1998/Math/MathML";

/** The element's role. Drawings (SVG) are dropped; a tag of HTML that nobody knows is unwrapped. */
export function roleOf(element: Element): TagRole {
  if (element.namespace === mathMl) return formulaRoles.get(element.name) ?? "unwrap";
  return element.namespace === html ? (roles.get(element.name) ?? "unwrap") : "drop";
}

/** The tags of headings. */
export const headingTags: ReadonlySet<string> = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);

const lineBreaking: ReadonlySet<TagRole> = new Set(["block", "container", "item", "part"]);

/** Whether a reader sees the element begin on a line of its own. */
export function breaksLine(element: Element): boolean {
  return lineBreaking.has(roleOf(element)) || element.name === "br" || element.name === "hr";
}

/** The same of a tag that sanitizing has left. */
export function tagBreaksLine(tag: string): boolean {
  return lineBreaking.has(roles.get(tag) ?? "unwrap") || tag === "br" || tag === "hr";
}
