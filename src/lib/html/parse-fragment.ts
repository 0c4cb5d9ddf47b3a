import type { Element, ParentNode } from "domhandler";
import { html as names, Parser, Tokenizer, type TreeAdapter } from "parse5";
import { adapter, type Htmlparser2TreeAdapterMap } from "parse5-htmlparser2-tree-adapter";
import { isElement, measureNesting } from "./walk.ts";

/** Bounds on markup, as counts: every machine decides alike, however fast it is. */
export interface MarkupLimits {
  readonly elements: number;
  /** Elements within one another. */
  readonly depth: number;
  /** Attributes of one tag. */
  readonly attributes: number;
  /** See `measureNesting`. Unlimited when absent. */
  readonly nesting?: number;
}

export type ParsedFragment =
  /** The element that holds the markup: the `html` of a document that has nothing else. */
  | { readonly root: Element }
  /** Which limit the markup is beyond. */
  | { readonly exceeded: keyof MarkupLimits };

/**
 * Parses HTML as a browser without scripts does when it is assigned to the `innerHTML` of a `div` (HTML Standard §13.4),
 * into a tree that cheerio can query: what stands in a `noscript` is markup. Takes time linear in the markup, whatever it is: parsing stops at a limit.
 */
export function parseFragment(html: string, limits: MarkupLimits): ParsedFragment {
  try {
    const root = parse(html, limits);
    const { depth, nesting } = measureNesting(root);
    if (depth > limits.depth) return { exceeded: "depth" };
    return nesting > (limits.nesting ?? Infinity) ? { exceeded: "nesting" } : { root };
  } catch (error) {
    if (error instanceof LimitExceeded) return { exceeded: error.limit };
    throw error;
  }
}

/**
 * The tokenizer looks through all attributes of a tag for each further one. It is therefore fed in pieces, and the
 * tag it stands in is counted between them.
 */
const pieceLength = 16_384;

function parse(html: string, limits: MarkupLimits): Element {
  const treeAdapter = boundedAdapter(limits);
  const context = adapter.createElement("div", names.NS.HTML, []);
  const parser = Parser.getFragmentParser<Htmlparser2TreeAdapterMap>(context, { treeAdapter, scriptingEnabled: false });
  const tokenizer = new FragmentTokenizer(parser.options, parser);
  parser.tokenizer = tokenizer;
  let start = 0;
  do {
    const end = start + pieceLength;
    tokenizer.write(html.slice(start, end), end >= html.length);
    if (tokenizer.attributeCount() > limits.attributes) throw new LimitExceeded("attributes");
    start = end;
  } while (start < html.length);
  // The parser's own `getFragment` moves the nodes one by one, each time shifting all that follow.
  const [root] = parser.document.children;
  if (!root || !isElement(root)) throw new TypeError("The parser made no root.");
  return root;
}

/** Characters of text that mean nothing but themselves, in whatever element they stand. */
const plainText = /[^\s\0<&\ud800-\udfff]+/y;
/** The same of a value in double quotes. */
const plainValue = /[^\r\n\0"&\ud800-\udfff]+/y;

class FragmentTokenizer extends Tokenizer {
  attributeCount(): number {
    const token = this.currentToken;
    return token && "attrs" in token ? token.attrs.length : 0;
  }

  /** Text is taken in runs: the tokenizer would add it to its token character by character. */
  protected override _stateData(codePoint: number): void {
    const run = this.#take(plainText);
    if (run === undefined) super._stateData(codePoint);
    else this._emitChars(run);
  }

  protected override _stateAttributeValueDoubleQuoted(codePoint: number): void {
    const run = this.#take(plainValue);
    if (run === undefined) super._stateAttributeValueDoubleQuoted(codePoint);
    else this.currentAttr.value += run;
  }

  /** Takes the characters that a sticky pattern matches, from the one on that the tokenizer stands at. */
  #take(pattern: RegExp): string | undefined {
    const { preprocessor } = this;
    pattern.lastIndex = preprocessor.pos;
    const run = pattern.exec(preprocessor.html)?.[0];
    if (run !== undefined) preprocessor.pos += run.length - 1;
    return run;
  }
}

class LimitExceeded extends Error {
  readonly limit: keyof MarkupLimits;

  constructor(limit: keyof MarkupLimits) {
    super(`more ${limit} than allowed`);
    this.limit = limit;
  }
}

/** Counts what the parser makes, and finds a child's place from the end, where it nearly always is. */
function boundedAdapter(limits: MarkupLimits): TreeAdapter<Htmlparser2TreeAdapterMap> {
  // The parser makes two elements of its own, and keeps one of them on its stack.
  let elements = -2;
  let depth = -1;
  return {
    ...adapter,
    createElement(tagName, namespace, attributes) {
      if (++elements > limits.elements) throw new LimitExceeded("elements");
      if (attributes.length > limits.attributes) throw new LimitExceeded("attributes");
      return adapter.createElement(tagName, namespace, attributes);
    },
    onItemPush() {
      if (++depth > limits.depth) throw new LimitExceeded("depth");
    },
    onItemPop() {
      depth--;
    },
    insertBefore(parent, node, reference) {
      const { prev } = reference;
      if (prev) prev.next = node;
      node.prev = prev;
      node.next = reference;
      reference.prev = node;
      parent.children.splice(parent.children.lastIndexOf(reference), 0, node);
      node.parent = parent;
    },
    insertTextBefore(parent: ParentNode, text, reference) {
      const { prev } = reference;
      if (prev && adapter.isTextNode(prev)) prev.data += text;
      else this.insertBefore(parent, adapter.createTextNode(text), reference);
    },
    detachNode(node) {
      const { parent, prev, next } = node;
      if (!parent) return;
      if (prev) prev.next = next;
      if (next) next.prev = prev;
      parent.children.splice(parent.children.lastIndexOf(node), 1);
      node.prev = node.next = node.parent = null;
    },
  };
}
