import { readFileSync } from "node:fs";
import type { PageAssets } from "../pages/page-assets.ts";

/** The stylesheet and the script of the pages, which the package holds as they are served. */
export function readPageAssets(): PageAssets {
  return { stylesheet: read("style.css"), script: read("page.js") };
}

function read(name: string): Uint8Array {
  return readFileSync(new URL(`../../assets/${name}`, import.meta.url));
}
