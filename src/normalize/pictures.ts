import { isText, type Element } from "domhandler";
import { pixelsOf } from "../lib/html/allowed-attributes.ts";
import { textOf } from "../lib/html/text-of.ts";
import { createElement, TreeEdit } from "../lib/html/tree-edit.ts";
import { closest, elementsOf } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { shorten, type Body } from "./body.ts";
import { pictureAddress } from "./picture-address.ts";
import { lastSources, pictureSources, thumbnailSource } from "./picture-source.ts";

/** Where the address of a smaller version waits for who takes the picture out of the body. */
export const thumbnailAttribute = "data-thumbnail";

const step = "pictures";

/**
 * Gives each picture the address it is to be loaded from, and drops tracking pixels and pictures without one. What a page
 * shows as a picture by other means than `img` becomes one.
 */
export function normalizePictures(body: Body): void {
  const edit = new TreeEdit();
  for (const element of elementsOf(body.root)) {
    const image = element.name === "img" ? element : pictureOf(element);
    if (!image) continue;
    const src = isTrackingPixel(image) ? undefined : imageAddress(image, body);
    const written = image.attribs["src"] ?? "";
    if (src === undefined) {
      edit.remove(element);
      body.trace?.({ step, change: "removed", rule: "no picture", subject: shorten(written) });
      continue;
    }
    if (image !== element) {
      edit.replace(element, image);
      body.features.add("img");
    }
    if (src === written) continue;
    const small = thumbnailSource(image);
    const thumbnail = small && pictureAddress(small, body.url, body.outlet.images);
    if (thumbnail) image.attribs[thumbnailAttribute] = thumbnail;
    image.attribs["src"] = src;
    body.trace?.({ step, change: `rewritten to ${shorten(src)}`, rule: "images", subject: shorten(written) });
  }
  edit.apply();
}

function imageAddress(image: Element, body: Body): string | undefined {
  for (const written of [...pictureSources(image), ...lastSources(image)]) {
    const address = pictureAddress(written, body.url, body.outlet.images);
    if (address !== undefined) return address;
  }
  return undefined;
}

const latePicture = /(?:^|[\s_-])(?:image|img|picture|photo|lazy)/i;
const background = /background(?:-image)?\s*:[^;]*url\(\s*(['"]?)([^'")]+)\1\s*\)/i;

/** The picture that an empty element stands for: a script would put it there, or it is a background with a description. */
function pictureOf(element: Element): Element | undefined {
  const { name, attribs, children } = element;
  if ((name !== "div" && name !== "span") || children.some((child) => !isText(child) || !isBlank(child.data)))
    return undefined;
  const [, , shown] = (attribs["role"] === "img" && background.exec(attribs["style"] ?? "")) || [];
  const isLate = attribs["data-src"] !== undefined && latePicture.test(attribs["class"] ?? "");
  if (shown === undefined && !isLate) return undefined;
  const image = createElement("img", []);
  const alt = attribs["aria-label"] ?? attribs["data-alt"] ?? attribs["title"] ?? "";
  const { "data-width": width = "", "data-height": height = "" } = attribs;
  Object.assign(image.attribs, { ...attribs, alt, width, height, ...(shown !== undefined && { src: shown }) });
  return image;
}

const idle = /[\s\p{P}]+/gu;

const fileName = /^[\w%() +.-]+\.(?:jpe?g|png|gif|webp|avif|svg)$/i;

/**
 * Empties what a picture is described by where its caption says the same: both would be read out, and shown in text. A
 * title that is the name of a file, or says it once more, goes.
 */
export function quietAlternatives(body: Body): void {
  for (const image of elementsOf(body.root, "img")) {
    const { title, alt } = image.attribs;
    if (title !== undefined && (fileName.test(title) || title === alt)) delete image.attribs["title"];
    const figure = image.attribs["alt"] ? closest(image, "figure") : undefined;
    const caption = figure && elementsOf(figure, "figcaption")[0];
    if (!caption) continue;
    const words = textOf(caption, ({ name }) => name === "cite").replace(idle, "");
    if (words === image.attribs["alt"]?.replace(idle, "")) image.attribs["alt"] = "";
  }
}

/** Pixels: smaller pictures are signs, or show who wrote. */
const largestIcon = 64;
const decorationClass =
  /(?:^|[\s_-])(?:avatar|gravatar|icon|logo|badge|emoji|author-(?:image|photo|picture))(?:$|[\s_-])/i;
const decorationAddress =
  /gravatar\.com\/avatar\/|\/(?:avatars?|icons?|logos?)\/|\/(?:icon|logo|avatar)[\w-]*\.(?:png|gif|svg|jpe?g|webp)(?:[?#]|$)/i;

/** Whether a picture is no picture of the article: an icon, a logo, the avatar of an author. */
export function isDecoration({ attribs }: Element): boolean {
  const [width, height] = [pixelsOf(attribs["width"]), pixelsOf(attribs["height"])];
  const isSmall = width !== undefined && height !== undefined && Math.max(width, height) <= largestIcon;
  return isSmall || decorationClass.test(attribs["class"] ?? "") || decorationAddress.test(attribs["src"] ?? "");
}

/** A picture that is a pixel wide or high, or less, is there to be counted and not to be seen. */
function isTrackingPixel(image: Element): boolean {
  return [image.attribs["width"], image.attribs["height"]].some((size) => (pixelsOf(size) ?? 2) < 2);
}
