import { element, escapeXml, textElement } from "../lib/xml/element.ts";
import type { Picture } from "../model/article.ts";

/** What is shown of an article: its lead picture first, once, then the body. */
export function entryHtml(picture: Picture | undefined, bodyHtml: string): string {
  return picture === undefined ? bodyHtml : leadFigure(picture) + bodyHtml;
}

function leadFigure({ url, alt = "", caption, credit, width, height }: Picture): string {
  const image = element("img", { src: url, alt, width, height, referrerpolicy: "no-referrer" });
  const lines = [
    ...(caption === undefined ? [] : [escapeXml(caption)]),
    ...(credit === undefined ? [] : [textElement("cite", credit)]),
  ];
  return element("figure", {}, image + (lines.length === 0 ? "" : element("figcaption", {}, lines.join(" "))));
}
