import { escapeAttribute, escapeText } from "../lib/html/escape-html.ts";
import { imageTag } from "../lib/html/image-tag.ts";
import type { Picture } from "../model/article.ts";

/** What is shown of an article: its lead picture first, once, then the body. The body shows a poster itself. */
export function entryHtml(picture: Picture | undefined, bodyHtml: string): string {
  return picture === undefined || picture.isPoster ? bodyHtml : leadFigure(picture) + bodyHtml;
}

/** What stands behind the body in the entry's own words: whoever reads it is told whose it is. */
export interface Attribution {
  readonly outletName: string;
  readonly url: string;
  readonly rights?: string;
  readonly language: string;
}

/** The line that names where an entry is from, for readers that do not show its source. */
export function attributionHtml({ outletName, url, rights, language }: Attribution): string {
  const link = `<a href="${escapeAttribute(url)}">${escapeText(outletName)}</a>`;
  const words = [`${sourceWord(language)}${link}`, ...(rights === undefined ? [] : [escapeText(rights)])];
  return `<p><small>${words.join(" · ")}</small></p>`;
}

function sourceWord(language: string): string {
  if (language.startsWith("zh-Hant")) return "來源：";
  return language.startsWith("zh") ? "来源：" : "Source: ";
}

/** Written as the pictures in a body are. */
function leadFigure({ url, alt = "", caption, credit, width, height }: Picture): string {
  const attributes = new Map([
    ["src", url],
    ["alt", alt],
  ]);
  if (width !== undefined) attributes.set("width", String(width));
  if (height !== undefined) attributes.set("height", String(height));
  const lines = [
    ...(caption === undefined ? [] : [escapeText(caption)]),
    ...(credit === undefined ? [] : [`<cite>${escapeText(credit)}</cite>`]),
  ];
  const words = lines.length === 0 ? "" : `<figcaption>${lines.join(" ")}</figcaption>`;
  return `<figure>${imageTag(attributes)}${words}</figure>`;
}
