import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, BrowserContextOptions, PageScreenshotOptions } from "playwright-core";
import { operatorWords } from "../src/pages/words/operator.ts";
import { articlePaths } from "./full/browser/article-paths.ts";
import { findChromium, launchChromium, screens, stayHere } from "./full/browser/chromium.ts";
import { reportsOfOneEvent, siteUrl, startEmptySite, startSampleSite } from "./full/browser/sample-site.ts";

/** Pictures of each page at both sizes, light and dark, into a directory that git ignores; with --docs, the README's. */
const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(import.meta.dirname, "../screenshots") },
    only: { type: "string", default: "" },
    docs: { type: "boolean", default: false },
  },
});
const found = findChromium();
if (found === undefined) throw new Error("No Chromium found: install it, or name one in FEEDMILL_CHROMIUM.");
const executable = found;

/** A page by its name: where it is, and the browser that knows its host. */
interface Shown {
  readonly browser: Browser;
  readonly url: string;
}

const site = await startSampleSite();
const emptySite = await startEmptySite();
const browser = await launchChromium(executable, site.port);
const emptyBrowser = await launchChromium(executable, emptySite.port);
const eventfulSite = await startSampleSite(reportsOfOneEvent);
const eventfulBrowser = await launchChromium(executable, eventfulSite.port);
const [first = "", second = ""] = await articlePaths(browser, "all");

const paths: Readonly<Record<string, string>> = {
  start: "/",
  "start-en": "/en/",
  feed: "/feeds/all/",
  "feed-subscribe": "/feeds/all/#subscribe",
  "feed-hant": "/zh-hant/feeds/nyt-zh/",
  day: "/feeds/all/2024-09-11/",
  month: "/feeds/all/2024-09/",
  days: "/feeds/all/days/",
  "on-day": "/feeds/all/on/09-11/",
  article: first,
  "article-en": `/en${second}`,
  search: "/search",
  found: `/search?q=${encodeURIComponent("熊猫 OR 饲养员 OR 列车")}`,
  "found-nothing": `/search?q=${encodeURIComponent("熊猫 宇宙飞船")}`,
  mistake: `/search?q=${encodeURIComponent("熊猫 (火车站")}`,
  "search-feed": `/search/feed?q=${encodeURIComponent("熊猫")}`,
  policy: "/policy/",
  "not-found": "/nothing/here/",
};
const operatorPaths = Object.fromEntries(
  Object.entries(operatorWords.pages).map(([path, title]) => [`operator-${title.toLowerCase()}`, path]),
);
const pages: Readonly<Record<string, Shown>> = {
  ...shown(browser, siteUrl, paths),
  ...shown(browser, `http://127.0.0.1:${site.operatorPort}`, operatorPaths),
  ...shown(eventfulBrowser, siteUrl, {
    "start-stories": "/",
    story: await storyPath(),
    "feed-stories": "/feeds/stories/",
  }),
  ...shown(emptyBrowser, siteUrl, { "start-empty": "/", "feed-empty": "/feeds/all/", "search-empty": "/search" }),
};

async function storyPath(): Promise<string> {
  const page = await eventfulBrowser.newPage();
  await page.goto(siteUrl);
  const path = await page.locator(".stories h3 a").first().getAttribute("href");
  await page.close();
  return path ?? "/";
}

function shown(where: Browser, base: string, by: Readonly<Record<string, string>>): Readonly<Record<string, Shown>> {
  return Object.fromEntries(Object.entries(by).map(([name, path]) => [name, { browser: where, url: base + path }]));
}

async function picture(
  name: string,
  screen: BrowserContextOptions,
  colorScheme: "light" | "dark",
  options: PageScreenshotOptions,
): Promise<void> {
  const known = pages[name];
  if (known === undefined) throw new Error(`There is no page ${name}.`);
  const context = await known.browser.newContext({
    ...screen,
    colorScheme,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  if (known.url.startsWith(siteUrl)) await stayHere(context);
  const page = await context.newPage();
  await page.goto(known.url, { waitUntil: "networkidle" });
  // An address that opens a part of its page leads there; the picture begins where the page does.
  await page.evaluate("scrollTo(0, 0)");
  await page.screenshot(options);
  await context.close();
}

async function pictureAll(out: string): Promise<string> {
  mkdirSync(out, { recursive: true });
  for (const [size, screen] of Object.entries(screens)) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const name of Object.keys(pages).filter((each) => each.startsWith(values.only))) {
        const path = join(out, `${name}-${size.replaceAll(" ", "-")}-${colorScheme}.png`);
        await picture(name, screen, colorScheme, { path, fullPage: true });
      }
    }
  }
  return out;
}

async function pictureForReadme(): Promise<string> {
  const docs = join(import.meta.dirname, "../docs");
  const phone = { ...screens.phone, deviceScaleFactor: 1.5 };
  await picture("start", screens.desktop, "light", { path: join(docs, "front.png") });
  await picture("feed-subscribe", screens.desktop, "dark", { path: join(docs, "feed.png") });
  await picture("article", phone, "light", { path: join(docs, "article.png") });
  await picture("found", phone, "light", { path: join(docs, "search.png") });
  return docs;
}

const place = values.docs ? await pictureForReadme() : await pictureAll(values.out);
await browser.close();
await eventfulBrowser.close();
await emptyBrowser.close();
await site.stop();
await eventfulSite.stop();
await emptySite.stop();
console.log(`The pictures are in ${place}`);
