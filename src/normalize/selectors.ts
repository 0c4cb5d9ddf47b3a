import { load } from "cheerio/slim";
import { compile } from "css-select";
import type { AnyNode, Element } from "domhandler";
import { elementsOf, isElement, walk } from "../lib/html/walk.ts";

/** Where selectors look. */
export interface Searched {
  readonly root: Element;
  /** What there is to find below the root; without it, every selector is tried. */
  readonly features?: ReadonlySet<string>;
}

/** One for all bodies: making a `$` takes longer than querying an article with it. */
const $ = load("", null, false);

/** The elements that a CSS selector finds, in document order. A tag's name needs no selector engine. */
export function findAll({ root, features }: Searched, css: string): Element[] {
  const { wanted, own, compiled, matches } = prepared.getOrInsertComputed(css, prepare);
  if (features && !wanted.every((feature) => features.has(feature))) return [];
  if (own !== undefined) {
    const elements = isTagName.test(own) ? elementsOf(root, own) : elementsOf(root).filter((one) => has(one, own));
    return own === css ? elements : filtered(elements, { compiled, matches });
  }
  if (matches) return elementsOf(root).filter(matches);
  // Cheerio compares all children of what it starts from with one another. The root is the only child of its parent.
  return $(root.parent ?? root)
    .find(compiled)
    .toArray()
    .filter((element) => element !== root);
}

/** Those of some elements of a body that a CSS selector finds. */
export function findAmong(elements: readonly Element[], { features }: Searched, css: string): Element[] {
  const { wanted, ...selector } = prepared.getOrInsertComputed(css, prepare);
  return features && !wanted.every((feature) => features.has(feature)) ? [] : filtered([...elements], selector);
}

function filtered(elements: Element[], { compiled, matches }: Pick<Prepared, "compiled" | "matches">): Element[] {
  if (elements.length === 0) return elements;
  return matches ? elements.filter(matches) : $(elements).filter(compiled).toArray();
}

/** What the first of the selectors that finds something finds, and that selector. */
export function findFirst(
  where: Searched,
  selectors: readonly string[],
): { elements: Element[]; selector: string } | undefined {
  for (const selector of selectors) {
    const elements = findAll(where, selector);
    if (elements.length > 0) return { elements, selector };
  }
  return undefined;
}

const space = /\s+/;

/**
 * What selectors speak of that stands below an element: tags, `.classes`, `#ids` and `[attributes`. Most selectors of a
 * profile speak of what is in few bodies, and need not be tried on the others.
 */
export function featuresOf(root: Element): Set<string> {
  const features = new Set<string>();
  walk(root, (node) => {
    if (!isElement(node)) return false;
    features.add(node.name);
    for (const name in node.attribs) features.add(`[${name}`);
    const { id, class: classes } = node.attribs;
    if (id !== undefined) features.add(`#${id}`);
    if (classes !== undefined) for (const one of classes.split(space)) features.add(`.${one}`);
    return true;
  });
  return features;
}

interface Prepared {
  /** Features without which the selector finds nothing. */
  readonly wanted: readonly string[];
  /** A feature that what it finds has itself: the tag, where it says one. */
  readonly own: string | undefined;
  readonly compiled: string;
  /** The selector as a function, if that keeps nothing of one tree for the next: to compile it takes longer than to ask. */
  readonly matches: ((element: Element) => boolean) | undefined;
}

/** Profiles are few, and so are their selectors. */
const prepared = new Map<string, Prepared>();

const nthChild = /:nth-child\(\s*(\d+)\s*\)/g;
const strings = /"[^"]*"|'[^']*'/g;
const attributeValue = /\s*[~|^$*]?=[^\]]*(?=\])/g;
const ruledOut = /:(?:not|is|where|contains|icontains)\([^()]*\)/g;
const notPlain = /[,\\]|:(?:not|is|where|contains|icontains)\(/;
const pseudoClass = /:[\w-]+/g;
const feature = /[.#][\w-]+|\[[\w-]+|(?<![\w.#[:-])[a-z][\w-]*/gi;
const lastPart = /(?:^|[\s>+])([a-z][a-z0-9]*)(?:[.#[:][^\s>+()]*)*(?:\([^()]*\))?$/;
/** The first class, id or attribute of a last part that names no tag. */
const lastFeature = /(?:^|[\s>+~])([.#][\w-]+|\[[\w-]+)[^\s>+~()]*$/;
const isCaseSensitive = /^[.#]/;
const isTagName = /^\w/;
const aroundCombinators = /\s*([>+,])\s*/g;
/** Two combinators of descendants: the engine takes the square of the time, unless it remembers what it found. */
const remembers = /\s\S+\s/;

function prepare(css: string): Prepared {
  const compiled = css.replaceAll(nthChild, nthByNeighbors);
  const bare = compiled.replaceAll(strings, "").replaceAll(aroundCombinators, "$1");
  const matches = remembers.test(bare.trim())
    ? undefined
    : compile<AnyNode, Element>(compiled, { cacheResults: false });
  const plain = withoutConditions(css);
  if (notPlain.test(plain)) return { wanted: [], own: undefined, compiled, matches };
  const names = plain.replaceAll(pseudoClass, "").match(feature) ?? [];
  const wanted = names.map((name) => (isCaseSensitive.test(name) ? name : name.toLowerCase()));
  return { wanted, own: lastPart.exec(plain)?.[1] ?? lastFeature.exec(plain)?.[1], compiled, matches };
}

function has({ attribs }: Element, own: string): boolean {
  const name = own.slice(1);
  if (own.startsWith("[")) return Object.hasOwn(attribs, name.toLowerCase());
  if (own.startsWith("#")) return attribs["id"] === name;
  const classes = attribs["class"];
  return classes?.includes(name) === true && classes.split(space).includes(name);
}

/** The engine counts all siblings for each of them; going back from one to the next takes linear time. */
function nthByNeighbors(_written: string, position: string): string {
  return `:is(:first-child${" + *".repeat(Number(position) - 1)})`;
}

/** A selector without values of attributes, and without what it says of texts or of other kinds of elements. */
function withoutConditions(css: string): string {
  let plain = css.replaceAll(strings, "").replaceAll(attributeValue, "").replaceAll(nthChild, "");
  for (let before = ""; before !== plain;) {
    before = plain;
    plain = plain.replaceAll(ruledOut, "");
  }
  return plain;
}
