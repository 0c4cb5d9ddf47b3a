import type { Element } from "domhandler";
import { pixelsOf } from "../lib/html/allowed-attributes.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { shorten, type Body } from "./body.ts";
import { pictureAddress } from "./picture-address.ts";

/** Where scripts that load pictures late keep the address, and last what is shown meanwhile: in the order of belief. */
const addressAttributes = ["data-src", "data-original", "data-lazy-src", "src"];
const step = "pictures";

/** Gives each picture the address it is to be loaded from, and drops tracking pixels and pictures without one. */
export function normalizePictures(body: Body): void {
  const edit = new TreeEdit();
  for (const image of elementsOf(body.root, "img")) {
    const src = isTrackingPixel(image) ? undefined : imageAddress(image, body);
    if (src === undefined) {
      edit.remove(image);
      body.trace?.({ step, change: "removed", rule: "no picture", subject: shorten(image.attribs["src"] ?? "") });
      continue;
    }
    const written = image.attribs["src"] ?? "";
    if (src === written) continue;
    image.attribs["src"] = src;
    body.trace?.({ step, change: `rewritten to ${shorten(src)}`, rule: "images", subject: shorten(written) });
  }
  edit.apply();
  for (const { attribs } of elementsOf(body.root, "video")) {
    if (attribs["poster"] !== undefined)
      attribs["poster"] = pictureAddress(attribs["poster"], body.url, body.outlet.images) ?? "";
  }
}

function imageAddress(image: Element, body: Body): string | undefined {
  for (const attribute of addressAttributes) {
    const written = image.attribs[attribute];
    const address = written ? pictureAddress(written, body.url, body.outlet.images) : undefined;
    if (address !== undefined) return address;
  }
  return undefined;
}

/** A picture that is a pixel wide or high, or less, is there to be counted and not to be seen. */
function isTrackingPixel(image: Element): boolean {
  return [image.attribs["width"], image.attribs["height"]].some((size) => (pixelsOf(size) ?? 2) < 2);
}
