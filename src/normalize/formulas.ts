import { isText, Text, type Element } from "domhandler";
import { mathText } from "../lib/html/math-text.ts";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { textOf } from "../lib/html/text-of.ts";
import { createElement, TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement, walk } from "../lib/html/walk.ts";
import { httpUrl } from "../lib/url/http-url.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { shorten, type Body } from "./body.ts";

const step = "formulas";

/** Elements around all that one formula is written as: for the eye, for screen readers, as a picture. */
const wrapper =
  /(?:^|\s)(?:katex|katex-display|MathJax|MathJax_Display|MathJax_SVG|MathJax_CHTML|MathJax_MathML|mwe-math-element)(?:\s|$)/;
/** What MathJax shows until it has set the formula in the script that follows. */
const preview = /(?:^|\s)MathJax(?:_Preview|_Display|_SVG|_CHTML|_Processing|_Processed)?(?:\s|$)/;
const mathScript = /^math\/(tex|mml|asciimath)/i;
const formulaImage =
  /(?:^|\s)(?:latex|tex|math|mathml|mathtex|math-inline|math-display|equation|formula|Wirisformula|ql-img-(?:inline|displayed)-formula|mwe-math-fallback-image-(?:inline|display))(?:\s|$)/;
/** Services that make a picture of a formula in their address; the group is the parameter that holds it. */
const formulaServices: readonly (readonly [address: RegExp, parameter: string])[] = [
  [/^https?:\/\/(?:www\.)?zhihu\.com\/equation\?/i, "tex"],
  [/^https?:\/\/[a-z0-9.]+\.wp\.com\/latex\.php\?/i, "latex"],
  [/^https?:\/\/chart\.(?:apis\.google|googleapis)\.com\/chart\?.*cht=tx/i, "chl"],
  [/^https?:\/\/(?:latex|math)\.codecogs\.com\//i, ""],
  [/^https?:\/\/wikimedia\.org\/api\/rest_v1\/media\/math\//i, ""],
  [/\/(?:mathtex|mimetex|latex)\.(?:cgi|php)\?/i, ""],
  [/^https?:\/\/math\.now\.sh/i, "from"],
];
const delimiters = /^\s*(?:\\[([]|\$\$?)|(?:\\[)\]]|\$\$?)\s*$/g;
const limits = { elements: 2_000, depth: 100, attributes: 100 };

/**
 * Leaves each formula once: as MathML where the page has it, else as its source in `code`, else as a picture with the
 * source as its alternative. It comes before hidden things go: MathML often stands hidden beside what is seen.
 */
export function readFormulas(body: Body): void {
  const edit = new TreeEdit();
  walk(body.root, (node) => {
    if (!isElement(node)) return false;
    const formula = readFormula(node, edit);
    if (formula === undefined || formula === node) return formula === undefined;
    body.trace?.({ step, change: "made a formula", rule: `<${node.name}>`, subject: shorten(textOf(formula)) });
    edit.replace(node, formula);
    return false;
  });
  edit.apply();
}

/** What the element is as a formula: itself, or what goes in its place. */
function readFormula(element: Element, edit: TreeEdit): Element | undefined {
  const { name, attribs } = element;
  if (name === "math") return presented(element);
  if (name === "img") return readImage(element);
  if (name === "script") return readScript(element, edit);
  if (name === "amp-mathml") return source(attribs["data-formula"] ?? "");
  if (name !== "mjx-container" && !wrapper.test(attribs["class"] ?? "")) return undefined;
  const math = elementsOf(element, "math")[0] ?? parsedMath(attribs["data-mathml"]);
  if (math) return withDisplay(presented(math), element);
  const label = attribs["aria-label"] ?? "";
  return label === "" ? undefined : createElement("span", [new Text(label)]);
}

/** The formula itself, if it has anything to show; where it holds no more than its source, that. */
function presented(math: Element): Element {
  if (!isBlank(mathText(math))) return math;
  const annotation = elementsOf(math).find((element) => element.name === "annotation");
  return source(math.attribs["alttext"] ?? (annotation ? plain(annotation) : "")) ?? math;
}

function withDisplay(formula: Element, around: Element): Element {
  const isBlock = /display/i.test(around.attribs["class"] ?? "") || around.attribs["display"] === "true";
  if (isBlock && formula.name === "math") formula.attribs["display"] = "block";
  return formula;
}

/** A formula in a script, which MathJax would set; what it has set already goes. */
function readScript(script: Element, edit: TreeEdit): Element | undefined {
  const kind = mathScript.exec(script.attribs["type"] ?? "")?.[1]?.toLowerCase();
  if (kind === undefined) return undefined;
  for (
    let before = script.prev;
    before && isElement(before) && preview.test(before.attribs["class"] ?? "");
    before = before.prev
  ) {
    if (before.attribs["data-mathml"] !== undefined || elementsOf(before, "math").length > 0) return undefined;
    edit.remove(before);
  }
  const written = plain(script);
  return kind === "mml" ? parsedMath(written) : source(written);
}

function readImage(image: Element): Element | undefined {
  const { attribs } = image;
  const src = attribs["data-src"] ?? attribs["src"] ?? "";
  const service = formulaServices.find(([address]) => address.test(src));
  if (!service && !formulaImage.test(attribs["class"] ?? "") && attribs["role"] !== "math") return undefined;
  const said = [attribs["alt"], attribs["data-formula"], attribs["data-tex"], inAddress(src, service?.[1])];
  const alt = said.find((text) => text !== undefined && !isBlank(text));
  if (alt === undefined) return undefined;
  attribs["alt"] = alt.replace(delimiters, "").trim();
  attribs["role"] = "math";
  return image;
}

function inAddress(src: string, parameter: string | undefined): string | undefined {
  const url = parameter === undefined ? undefined : httpUrl(src);
  if (!url || parameter === undefined) return undefined;
  if (parameter !== "") return url.searchParams.get(parameter) ?? undefined;
  try {
    return decodeURIComponent(url.search.slice(1).replaceAll("+", "%20"));
  } catch {
    return undefined;
  }
}

/** The source of a formula as people see it written, in TeX or the like. */
function source(written: string): Element | undefined {
  const text = written.replace(delimiters, "").trim();
  return text === "" ? undefined : createElement("code", [new Text(text)]);
}

function parsedMath(markup: string | undefined): Element | undefined {
  if (markup === undefined || !markup.includes("<math")) return undefined;
  const parsed = parseFragment(markup, limits);
  return "root" in parsed ? elementsOf(parsed.root, "math")[0] : undefined;
}

function plain(element: Element): string {
  return element.children.map((child) => (isText(child) ? child.data : "")).join("");
}
