import { isText, Text, type ChildNode, type Element } from "domhandler";
import { html as names } from "parse5";
import { textOf } from "../lib/html/text-of.ts";
import { createElement, TreeEdit } from "../lib/html/tree-edit.ts";
import { closest, elementsOf, isElement, walk } from "../lib/html/walk.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { shorten, subject, type Body } from "./body.ts";
import { inItsPlace, shownAddress } from "./placement.ts";

const step = "drawings";
/** Pixels, on the longer side; what is smaller stands beside words or for a button. */
const largestIcon = 64;
const longestLabels = 1_000;
const size = /^\s*([\d.]+)(?:px)?\s*$/;
const viewBox = /^\s*[\d.-]+[\s,]+[\d.-]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*$/;

/**
 * Puts words in the place of drawings, which readers do not show: the title and labels of an SVG, what stands in a
 * canvas; where there are none, a link to the article. A picture within a drawing stays a picture. Icons go.
 */
export function describeDrawings(body: Body): void {
  if (!body.features.has("svg") && !body.features.has("canvas")) return;
  const edit = new TreeEdit();
  walk(body.root, (node) => {
    if (!isElement(node)) return false;
    if (node.name !== "svg" && node.name !== "canvas") return true;
    const put = node.name === "svg" ? readDrawing(node, body) : readCanvas(node, body);
    const change = put.length === 0 ? "removed" : "put into words";
    const words = put.map((one) => textOf(one)).join(" ");
    body.trace?.({ step, change, rule: `<${node.name}>`, subject: words === "" ? subject(node) : shorten(words) });
    edit.replace(node, ...put);
    return false;
  });
  edit.apply();
}

function readDrawing(drawing: Element, body: Body): ChildNode[] {
  const isInFigure = closest(drawing, "figure") !== undefined;
  const extent = extentOf(drawing.attribs);
  if (!isInFigure && extent !== undefined && extent <= largestIcon) return [];
  const pictures = elementsOf(drawing, "image").flatMap(pictureIn);
  const words = wordsIn(drawing);
  const said = words === "" || drawing.attribs["aria-hidden"] === "true" ? [] : inItsPlace(drawing, new Text(words));
  if (pictures.length > 0) body.features.add("img");
  if (pictures.length > 0 || said.length > 0) return [...pictures, ...said];
  return isInFigure || (extent ?? 0) > 2 * largestIcon ? linkToArticle(drawing, body) : [];
}

function readCanvas(canvas: Element, body: Body): ChildNode[] {
  if (plainText(textOf(canvas)) !== "" || elementsOf(canvas, "img").length > 0) return canvas.children;
  return closest(canvas, "figure") ? linkToArticle(canvas, body) : [];
}

function linkToArticle(element: Element, body: Body): ChildNode[] {
  const link = createElement("a", [new Text(shownAddress(body.url))]);
  link.attribs["href"] = body.url.href;
  body.unquoted.add(link);
  return inItsPlace(element, link);
}

/** Pixels on the longer side, as far as the drawing says. */
function extentOf(attribs: Readonly<Record<string, string>>): number | undefined {
  const [, boxWidth, boxHeight] = viewBox.exec(attribs["viewBox"] ?? "") ?? [];
  const [, width] = size.exec(attribs["width"] ?? "") ?? [];
  const [, height] = size.exec(attribs["height"] ?? "") ?? [];
  const sides = [width ?? boxWidth, height ?? boxHeight].filter((side) => side !== undefined).map(Number);
  return sides.length === 0 ? undefined : Math.max(...sides);
}

/** Title, description and labels, in the order of the drawing, each once. */
function wordsIn(drawing: Element): string {
  const named = ["title", "desc"].flatMap((tag) => elementsOf(drawing, tag).slice(0, 1));
  const labels = elementsOf(drawing).filter(({ name }) => name === "text" || name === "foreignObject");
  const said = [...new Set([drawing.attribs["aria-label"] ?? "", ...[...named, ...labels].map(inLine)].map(plainText))];
  const words = said.filter((text) => text !== "");
  const [first = "", ...rest] = words;
  const all = [first, ...rest].join(rest.length > 1 ? " · " : ": ");
  return all.length > longestLabels ? first : all;
}

/** What `textOf` does not read: text of a drawing. */
function inLine(element: Element): string {
  const texts: string[] = [];
  walk(element, (node) => {
    if (isText(node)) texts.push(node.data);
    else if (isElement(node) && (node.name === "tspan" || node.namespace === names.NS.HTML)) texts.push(" ");
    return isElement(node) && node.name !== "style" && node.name !== "script";
  });
  return texts.join("");
}

function pictureIn({ attribs }: Element): Element[] {
  const src = attribs["href"] ?? attribs["xlink:href"] ?? "";
  if (src === "" || src.startsWith("data:")) return [];
  const image = createElement("img", []);
  image.attribs["src"] = src;
  return [image];
}
