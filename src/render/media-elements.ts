import { element, escapeXml } from "../lib/xml/element.ts";
import type { Picture } from "../model/article.ts";

/** Media RSS 1.5.1. The name is compared by readers character by character. */
export const MEDIA_NAMESPACE = "http://search.yahoo.com/mrss/";

const extension = /\.(jpe?g|png|gif|webp|avif)(?:[?#]|$)/i;

/** A lead picture for readers that show it beside the entry. It is never an enclosure: those are downloaded. */
export function mediaElements({ url, caption, credit, width, height }: Picture): readonly string[] {
  const description = caption === undefined ? "" : element("media:description", { type: "plain" }, escapeXml(caption));
  const credits = credit === undefined ? "" : element("media:credit", {}, escapeXml(credit));
  const content = { url, medium: "image", type: mediaType(url), width, height };
  return [element("media:content", content, description + credits), element("media:thumbnail", { url, width, height })];
}

/** The type that the address tells, or none: a wrong one is worse. */
function mediaType(url: string): string | undefined {
  const name = extension.exec(url)?.[1]?.toLowerCase();
  return name && `image/${name === "jpg" ? "jpeg" : name}`;
}
