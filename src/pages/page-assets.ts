import { scriptPath, settingsScriptPath, siteImages, stylesheetPath, workerPath } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";

/** Short, so that pages and their looks change together after an upgrade. */
const SOON_STALE_SECONDS = 300;
const IMAGE_SECONDS = 86_400;

const css = { path: stylesheetPath, contentType: "text/css; charset=utf-8", maxAgeSeconds: SOON_STALE_SECONDS };
const scripts = [scriptPath, settingsScriptPath, workerPath].map((path) => ({
  path,
  contentType: "text/javascript; charset=utf-8",
  maxAgeSeconds: SOON_STALE_SECONDS,
}));
const images = Object.values(siteImages).map(({ path }) => ({
  path,
  contentType: "image/png",
  maxAgeSeconds: IMAGE_SECONDS,
}));

/**
 * The files that pages load from us and the pictures that feeds name, which the package holds as they are served.
 *
 * @param read Gives a file's bytes by its name, e.g. `style.css`.
 */
export function pageAssets(read: (name: string) => Uint8Array): readonly Document[] {
  return [css, ...scripts, ...images].map((asset) => ({
    ...asset,
    body: read(asset.path.slice(1)),
    links: [],
  }));
}
