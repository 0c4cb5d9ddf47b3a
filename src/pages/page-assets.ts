import { scriptPath, stylesheetPath } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";

/** What pages load from us, as it was read from the package. */
export interface PageAssets {
  readonly stylesheet: Uint8Array;
  readonly script: Uint8Array;
}

/** Short, so that pages and their looks change together after an upgrade. */
const maxAgeSeconds = 300;

/** The one stylesheet and the one script of all pages. */
export function renderPageAssets({ stylesheet, script }: PageAssets): readonly Document[] {
  return [
    { path: stylesheetPath, contentType: "text/css; charset=utf-8", body: stylesheet, links: [], maxAgeSeconds },
    { path: scriptPath, contentType: "text/javascript; charset=utf-8", body: script, links: [], maxAgeSeconds },
  ];
}
