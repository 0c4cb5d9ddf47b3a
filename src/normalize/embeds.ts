import { isText, Text, type AnyNode, type ChildNode, type Element } from "domhandler";
import { pixelsOf } from "../lib/html/allowed-attributes.ts";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { createElement, TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement, walk } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { embedAddress } from "../lib/url/embed-address.ts";
import { httpUrl } from "../lib/url/http-url.ts";
import { shorten, subject, type Body } from "./body.ts";
import * as markup from "./embed-markup.ts";
import { bareAddress, inItsPlace, shownAddress } from "./placement.ts";

const step = "embeds";
const frames: ReadonlySet<string> = new Set(["iframe", "embed", "object"]);
const seen: ReadonlySet<string> = new Set(["img", "video", "audio", "iframe", "embed", "object", "math", "svg"]);
const placeholder = /\{([\w-]+)\}/g;
const addressInAttribute = /https?:\/\/\S+$/i;
const frameInAttribute = /<iframe\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)/i;
const lateAddress = /src$|^data-src|^data-(?:url|href)$/i;
const addressParameter = /^(?:movie|src|url|filename)$/i;
const mediaType = /^(image|video|audio)\//i;
const longestWords = 200;
const limits = { elements: 2_000, depth: 100, attributes: 100 };

/**
 * Puts a link in the place of what is shown by another site's page, program or script: frames, objects, embeds, and the
 * elements that AMP and scripts have for posts and videos. It leads to the page for people, and goes by the frame's title.
 * What only counts, sells or asks to share goes.
 */
export function linkEmbeds(body: Body): void {
  const edit = new TreeEdit();
  walk(body.root, (node) => {
    if (!isElement(node)) return false;
    const embed = readEmbed(node, body);
    if (embed === undefined) return true;
    const put = replacement(node, embed, body);
    edit.replace(node, ...put);
    const change = put.length === 0 ? "removed" : embed.url ? `made a link to ${shorten(embed.url.href)}` : "opened";
    body.trace?.({ step, change, rule: `<${node.name}>`, subject: embed.title ?? subject(node) });
    return false;
  });
  edit.apply();
}

/** What goes in the place of an element: nothing, where it shows nothing of an article. */
interface Embed {
  readonly url?: URL;
  readonly title?: string | undefined;
  /** What the page has for programs that cannot show it. */
  readonly instead?: readonly ChildNode[];
}

function readEmbed(element: Element, body: Body): Embed | undefined {
  const { name, children } = element;
  if (frames.has(name)) return readFrame(element, body);
  const data = dataOf(element);
  const frame = data.length === 0 || elementsOf(element).some(isFrame) ? undefined : writtenFrame(data);
  if (frame !== undefined) return toPage(httpUrl(frame, body.url), element, children.filter(hasContent));
  const written = name === "script" ? scriptAddress(element) : emptyElementAddress(element, data);
  if (written === undefined) return undefined;
  const url = written === "" ? undefined : httpUrl(written, body.url);
  return toPage(url, element);
}

function toPage(url: URL | undefined, { attribs }: Element, instead: readonly ChildNode[] = []): Embed {
  const page = url && embedAddress(url);
  if (!page) return {};
  const said = [attribs["title"], attribs["aria-label"], attribs["data-title"], attribs["alt"]].map((text) =>
    plainText((text ?? "").slice(0, longestWords)),
  );
  return { url: page, title: said.find((text) => text !== "" && !markup.idleTitle.test(text)), instead };
}

function readFrame(frame: Element, body: Body): Embed {
  const base = body.url;
  const { name, attribs, children } = frame;
  if ([attribs["width"], attribs["height"]].some((size) => (pixelsOf(size) ?? 2) < 2)) return {};
  const inner = elementsOf(frame).find((element) => frames.has(element.name));
  const url = frameAddress(frame, base) ?? (inner && frameAddress(inner, base));
  const instead = name === "object" ? children.filter((child) => hasContent(child) && !isFrame(child)) : [];
  const kind = mediaType.exec(attribs["type"] ?? "")?.[1]?.toLowerCase();
  if (url && kind !== undefined) return { instead: [mediaElement(kind, url, { alt: textOf(frame), body })] };
  if (url)
    return toPage(
      url,
      frame,
      instead.filter((child) => isElement(child) && holdsPicture(child)),
    );
  const parsed = attribs["srcdoc"] === undefined ? undefined : parseFragment(attribs["srcdoc"], limits);
  return { instead: parsed && "root" in parsed ? parsed.root.children : instead };
}

function isFrame(node: AnyNode): boolean {
  return isElement(node) && frames.has(node.name);
}

function mediaElement(kind: string, url: URL, { alt, body }: { readonly alt: string; readonly body: Body }): Element {
  const element = createElement(kind === "image" ? "img" : kind, []);
  body.features.add(element.name);
  element.attribs["src"] = url.href;
  if (kind === "image") element.attribs["alt"] = plainText(alt);
  return element;
}

/** Where a frame's page is, wherever scripts that load it late or after consent keep that. */
function frameAddress({ attribs, children }: Element, base: URL): URL | undefined {
  const late = Object.keys(attribs).filter((name) => lateAddress.test(name));
  const parameters = children.filter(isElement).filter(({ attribs: { name } }) => addressParameter.test(name ?? ""));
  const written = [
    ...["src", "data", ...late].map((name) => attribs[name]),
    ...parameters.map((parameter) => parameter.attribs["value"]),
  ];
  return written
    .flatMap((address) => (address ? (httpUrl(address.trim(), base) ?? []) : []))
    .find(({ href }) => href !== base.href);
}

function scriptAddress({ attribs }: Element): string | undefined {
  const src = attribs["src"] ?? "";
  const address = src === "" ? undefined : markup.addressesOfScripts.find(([pattern]) => pattern.test(src))?.[1];
  return address === undefined ? undefined : filled(address, attribs);
}

interface DataAttribute {
  readonly name: string;
  readonly value: string;
}

const noData: readonly DataAttribute[] = [];

function dataOf({ attribs }: Element): readonly DataAttribute[] {
  let data = noData;
  for (const name in attribs) if (name.startsWith("data-")) data = [...data, { name, value: attribs[name] ?? "" }];
  return data;
}

/** The address of the frame whose markup an attribute has, for a script to write. */
function writtenFrame(data: readonly DataAttribute[]): string | undefined {
  return data.map(({ value }) => frameInAttribute.exec(value)?.[1]).find((address) => address !== undefined);
}

/** The address that an element stands for, which a script would fill; empty for one that shows nothing. */
function emptyElementAddress(element: Element, data: readonly DataAttribute[]): string | undefined {
  const { name, attribs } = element;
  const ofTag = markup.addressesByTag.get(name);
  if (ofTag) return firstFilled(ofTag, attribs) ?? "";
  if (data.length === 0 && attribs["class"] === undefined) return undefined;
  const classes = attribs["class"]?.split(" ") ?? [];
  const templates = [
    ...classes.flatMap((token) => markup.addressesByClass.get(token) ?? []),
    ...data.flatMap((attribute) => markup.addressesByAttribute.get(attribute.name) ?? []),
  ];
  if (templates.length === 0 && data.length === 0) return undefined;
  const posts = data.map(({ value }) => addressInAttribute.exec(value)?.[0] ?? "");
  const written = firstFilled(templates, attribs) ?? posts.find((address) => markup.postHosts.test(address));
  return written === undefined || hasContent(element) ? undefined : written;
}

function firstFilled(templates: readonly string[], attribs: Readonly<Record<string, string>>): string | undefined {
  return templates.map((template) => filled(template, attribs)).find((address) => address !== undefined);
}

function filled(template: string, attribs: Readonly<Record<string, string>>): string | undefined {
  let isWhole = true;
  const address = template.replace(placeholder, (_found, name: string) => {
    isWhole &&= (attribs[name] ?? "") !== "";
    return attribs[name] ?? "";
  });
  return isWhole ? address : undefined;
}

function hasContent(node: AnyNode): boolean {
  if (isText(node)) return !isBlank(node.data);
  if (!isElement(node) || node.name === "script" || node.name === "style") return false;
  return seen.has(node.name) || node.children.some(hasContent);
}

function holdsPicture(element: Element): boolean {
  return element.name === "img" || elementsOf(element, "img").length > 0;
}

function replacement(element: Element, { url, title, instead = [] }: Embed, body: Body): ChildNode[] {
  if (!url || isLinkedBeside(element, url)) return [...instead];
  const link = createElement("a", [new Text(title ?? shownAddress(url))]);
  link.attribs["href"] = url.href;
  body.unquoted.add(link);
  return [...instead, ...inItsPlace(element, link)];
}

/** Whether the page links to it right before or after, as one does where scripts may not run. */
function isLinkedBeside(element: Element, { href }: URL): boolean {
  const key = bareAddress(href);
  let block = element;
  while (
    block.parent &&
    isElement(block.parent) &&
    block.parent.parent &&
    !beside(block, "prev") &&
    !beside(block, "next")
  )
    block = block.parent;
  return (["prev", "next"] as const).some((side) => {
    const other = beside(block, side);
    const links = other && isElement(other) ? [other, ...elementsOf(other)] : [];
    return links.some(({ name, attribs }) => name === "a" && bareAddress(attribs["href"] ?? "") === key);
  });
}

function beside(node: ChildNode, side: "prev" | "next"): ChildNode | undefined {
  let other = node[side];
  while (other && isIdle(other)) other = other[side];
  return other ?? undefined;
}

/** White space, and elements that hold nothing. */
function isIdle(node: ChildNode): boolean {
  if (isText(node)) return isBlank(node.data);
  return !isElement(node) || (node.children.length === 0 && !frames.has(node.name) && roleOf(node) !== "void");
}
