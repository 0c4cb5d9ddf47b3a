import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { BrowserContextOptions, PageScreenshotOptions } from "playwright-core";
import { findChromium, launchChromium, screens, stayHere } from "./full/browser/chromium.ts";
import { articlePaths } from "./full/browser/article-paths.ts";
import { siteUrl, startSampleSite } from "./full/browser/sample-site.ts";

/** Pictures of each page at both sizes, light and dark, into a directory that git ignores; with --docs, the README's. */
const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(import.meta.dirname, "../screenshots") },
    only: { type: "string" },
    docs: { type: "boolean" },
  },
});
const executable = findChromium();
if (executable === undefined) throw new Error("No Chromium found: install it, or name one in FEEDMILL_CHROMIUM.");

const site = await startSampleSite();
const browser = await launchChromium(executable, site.port);
const [first = "", second = ""] = await articlePaths(browser, "all");
const pages: Readonly<Record<string, string>> = {
  start: "/",
  "start-en": "/en/",
  feed: "/feeds/all/",
  "feed-hant": "/zh-hant/feeds/nyt-zh/",
  day: "/feeds/all/2024-09-11/",
  month: "/feeds/all/2024-09/",
  days: "/feeds/all/days/",
  "on-day": "/feeds/all/on/09-11/",
  article: first,
  "article-en": `/en${second}`,
  search: "/search",
  found: `/search?q=${encodeURIComponent("熊猫")}`,
  mistake: `/search?q=${encodeURIComponent("熊猫 (火车站")}`,
  policy: "/policy/",
  "not-found": "/nothing/here/",
};

const docs = join(import.meta.dirname, "../docs");
if (values.docs === true) {
  await picture("feed", screens.desktop, "light", { path: join(docs, "desktop.png") });
  await picture("article", { ...screens.phone, deviceScaleFactor: 1.5 }, "light", { path: join(docs, "phone.png") });
} else {
  mkdirSync(values.out, { recursive: true });
  for (const [size, screen] of Object.entries(screens)) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const name of Object.keys(pages).filter((each) => each.startsWith(values.only ?? ""))) {
        const path = join(values.out, `${name}-${size}-${colorScheme}.png`);
        await picture(name, screen, colorScheme, { path, fullPage: true });
      }
    }
  }
}

async function picture(
  name: string,
  screen: BrowserContextOptions,
  colorScheme: "light" | "dark",
  options: PageScreenshotOptions,
): Promise<void> {
  const context = await browser.newContext({ ...screen, colorScheme, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  await stayHere(context);
  const page = await context.newPage();
  await page.goto(`${siteUrl}${pages[name]}`, { waitUntil: "networkidle" });
  await page.screenshot(options);
  await context.close();
}

await browser.close();
await site.stop();
console.log(`The pictures are in ${values.docs === true ? docs : values.out}`);
