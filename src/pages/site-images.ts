import { encodePng } from "../lib/image/encode-png.ts";
import type { Document } from "../model/document.ts";
import { siteImages } from "../model/addresses.ts";
import { drawIcon } from "./draw-icon.ts";

const maxAgeSeconds = 86_400;

/** The pictures that feeds and pages name as ours. */
export function renderSiteImages(): readonly Document[] {
  return Object.values(siteImages).map(({ path, width, height }) => ({
    path,
    contentType: "image/png",
    body: encodePng(drawIcon(width, height)),
    links: [],
    maxAgeSeconds,
  }));
}
