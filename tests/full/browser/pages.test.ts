import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliCompressSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { articlePaths } from "./article-paths.ts";
import { findChromium, launchChromium, screens, stayHere } from "./chromium.ts";
import { hostileFiles } from "./hostile-files.ts";
import { siteUrl, startSampleSite, type SampleSite } from "./sample-site.ts";

const executable = findChromium();
const isRequired = process.env["FEEDMILL_FULL_TESTS"] === "1";
if (executable === undefined && !isRequired) {
  console.warn("The pages are not tried in a browser: no Chromium is installed, and FEEDMILL_CHROMIUM names none.");
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Of a page without the articles on it: what a slow line has to carry. */
const MAX_PAGE_BYTES = 30_000;

interface OpenedPage {
  readonly page: Page;
  readonly faults: string[];
  /** What it asked of other hosts. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

const languages = { "": "zh-Hans", "/zh-hant": "zh-Hant", "/en": "en" } as const;
const paths = {
  start: "/",
  feed: "/feeds/nyt-zh/",
  day: "/feeds/all/2024-09-11/",
  month: "/feeds/all/2024-09/",
  "all days": "/feeds/all/days/",
  "on this day": "/feeds/all/on/09-11/",
  search: "/search",
  results: `/search?q=${encodeURIComponent("熊猫 OR 天文馆")}`,
  "nothing found": `/search?q=${encodeURIComponent("熊描 outlet:nyt")}`,
  "feed of a search": `/search/feed?q=${encodeURIComponent("熊猫")}&limit=10`,
  missing: "/nothing/here/",
  mistake: `/search?q=${encodeURIComponent("熊猫 (")}`,
  policy: "/policy/",
} as const;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** How much of a page moved after it was first drawn (Layout Instability §2). Only an observer is told of it. */
function shifts(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    let sum = 0;
    const add = (entries) => entries.forEach(({ value }) => (sum += value));
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => {
      add(observer.takeRecords());
      resolve(sum);
    }));
  })`);
}

/** What is wrong with a page in light colors, and in dark ones, which are looked at by the one rule that looks at colors. */
async function violations(page: Page): Promise<readonly string[]> {
  // axe comes by a way that the page's policy does not bar: it is evaluated, not inserted.
  await page.evaluate(axe);
  const inLight = await violationsOf(page, []);
  // Without motion, colors change at once.
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const inDark = await violationsOf(page, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
  return [...inLight, ...inDark.map((violation) => `in dark colors, ${violation}`)];
}

/** @param rules Those of axe that are asked; all, without any. */
async function violationsOf(page: Page, rules: readonly string[]): Promise<readonly string[]> {
  const options = { resultTypes: ["violations"], ...(rules.length > 0 && { runOnly: rules }) };
  const found: readonly Violation[] = await page.evaluate(
    `axe.run(${JSON.stringify(options)}).then((all) => all.violations)`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

describe.skipIf(executable === undefined && !isRequired)("in a browser", () => {
  let site: SampleSite;
  let browser: Browser;
  let articles: readonly string[];

  beforeAll(async () => {
    site = await startSampleSite(hostileFiles);
    browser = await launchChromium(executable ?? "/usr/bin/chromium", site.port);
    articles = await articlePaths(browser, "all");
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  /** A page, what went wrong on it, and what it asked of other hosts. */
  async function open(options: BrowserContextOptions, path?: string): Promise<OpenedPage> {
    const context = await browser.newContext({ locale: "zh-CN", ...options });
    const asked = await stayHere(context);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(`console: ${message.text()}`);
    });
    if (path !== undefined) await page.goto(siteUrl + path);
    return { page, faults, asked, close: () => context.close() };
  }

  for (const [prefix, language] of Object.entries(languages)) {
    test(
      `every page in ${language} is accessible and fits, at every size, light and dark`,
      { timeout: 180_000 },
      async () => {
        const shown = { ...paths, article: articles.at(-1) ?? "", revised: articles.at(-2) ?? "" };
        for (const [size, screen] of Object.entries(screens)) {
          const { page, faults, asked, close } = await open({ ...screen, colorScheme: "light" });
          for (const [name, path] of Object.entries(shown)) {
            await page.goto(siteUrl + prefix + path);
            const what = `${name} ${size}`;
            const spoken = name === "missing" ? "zh-Hans" : language;
            expect([what, await page.locator("html").getAttribute("lang")]).toEqual([what, spoken]);
            expect([what, await violations(page)]).toEqual([what, []]);
            expect([what, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([
              what,
              screen.viewport.width,
            ]);
            expect([what, await shifts(page)]).toEqual([what, 0]);
            // A browser tells of every answer that says the request was wrong, as that to a mistaken query does.
            const isRefused = name === "mistake" || name === "missing";
            const told = faults.splice(0).filter((fault) => !isRefused || !/status of 40[04]/.test(fault));
            expect([what, told]).toEqual([what, []]);
          }
          expect(asked.filter((request) => !request.startsWith("image "))).toEqual([]);
          await close();
        }
      },
    );
  }

  test("without scripts every page has its heading, its languages and its feeds", async () => {
    const { page, close } = await open({ javaScriptEnabled: false });
    const { missing: _missing, ...published } = paths;
    for (const [name, path] of Object.entries({ ...published, article: articles[0] ?? "" })) {
      await page.goto(siteUrl + path);
      expect([name, await page.locator("h1").count()]).toEqual([name, 1]);
      expect([name, await page.locator('link[rel="alternate"][type="application/rss+xml"]').count()]).not.toEqual([
        name,
        0,
      ]);
      expect([name, await page.locator("link[hreflang]").count()]).toEqual([name, 3]);
      expect([name, await page.locator("button.copy:visible").count()]).toEqual([name, 0]);
    }
    await close();
  });

  test("the pattern for one's own reader is there without scripts, and becomes a link with them", async () => {
    const plain = await open({ javaScriptEnabled: false }, "/feeds/all/");
    await plain.page.locator(".subscribing > summary").click();
    await plain.page.locator("summary", { hasText: "FreshRSS" }).click();
    expect(await plain.page.locator(".own-reader pre").first().innerText()).toContain(
      "https://reader.example/i/?c=feed&a=add",
    );
    await plain.close();
    const { page, close } = await open({}, "/feeds/all/#subscribe");
    await page.locator("summary", { hasText: "FreshRSS" }).click();
    await page.locator(".own-server input").fill("https://rss.home.example/");
    const feed = encodeURIComponent(`${siteUrl}/feeds/all/rss.xml`);
    expect(await page.locator(".own-reader a").last().getAttribute("href")).toBe(
      `https://rss.home.example/bookmarklet?uri=${feed}`,
    );
    await close();
  });

  test("the button copies the address, and says so", async () => {
    const { page, close } = await open({}, "/feeds/dw-zh/#subscribe");
    const button = page.locator(".subscribe button.copy").first();
    await button.click();
    await expect.poll(() => button.innerText()).toBe("已复制");
    await page.evaluate(
      "document.querySelector('.subscribe').insertAdjacentHTML('beforeend', '<textarea></textarea>')",
    );
    await page.locator("textarea").focus();
    await page.keyboard.press("Control+V");
    expect(await page.locator("textarea").inputValue()).toBe(`${siteUrl}/feeds/dw-zh/rss.xml`);
    await close();
  });

  test("what a reader sets for articles holds on every page, and from the first moment", async () => {
    const { page, close } = await open({}, articles[0]);
    const size = (): Promise<string> => page.evaluate("getComputedStyle(document.querySelector('.text')).fontSize");
    const usual = await size();
    await page.locator(".settings > summary").click();
    await page.locator('[data-setting="size"]').selectOption("huge");
    await page.locator('[data-setting="theme"]').selectOption("sepia");
    const huge = await size();
    expect(Number.parseFloat(huge)).toBeGreaterThan(Number.parseFloat(usual));
    await page.goto(siteUrl + (articles[1] ?? ""));
    expect([await size(), await page.locator("html").getAttribute("data-theme")]).toEqual([huge, "sepia"]);
    expect(await shifts(page)).toBe(0);
    await close();
  });

  test("j and k go through a list, o opens, / searches, and ? shows the keys", async () => {
    const { page, close } = await open({}, "/feeds/all/");
    for (const key of ["j", "j", "k"]) await page.keyboard.press(key);
    const first = await page.locator(".entries h3 a").first().getAttribute("href");
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toBe(first);
    await page.keyboard.press("?");
    expect(await page.locator("dialog.keys").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await page.keyboard.press("o");
    await page.waitForURL(siteUrl + (first ?? ""));
    await page.keyboard.press("/");
    await page.waitForURL(/\/search$/);
    await close();
  });

  test("a page that was read can be read again when the site does not answer", async () => {
    const { page, close } = await open({}, articles[0]);
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
    await page.reload();
    const title = await page.locator("h1").innerText();
    await page.context().setOffline(true);
    await page.reload();
    expect(await page.locator("h1").innerText()).toBe(title);
    await close();
  });

  test("by keyboard alone one skips to the content, reads an article, and searches", async () => {
    const { page, close } = await open({}, "/");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#main");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.name")).toBe("q");
    await page.keyboard.insertText("熊猫");
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\?q=/);
    expect(await page.locator("mark").first().innerText()).toBe("熊猫");
    await page.locator(".results a").first().focus();
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).not.toBe("none");
    await page.keyboard.press("Enter");
    await page.waitForURL(/articles/);
    expect(await page.locator("article h1").innerText()).toContain("熊猫");
    await close();
  });

  test("articles that attack the page execute nothing, with or without its policy", { timeout: 60_000 }, async () => {
    const hostile = await articlePaths(browser, "other");
    expect(hostile).toHaveLength(hostileFiles.length);
    for (const bypassCSP of [false, true]) {
      const { page, faults, asked, close } = await open({ bypassCSP });
      for (const path of [...hostile, "/search?q=hostile", "/", "/feeds/other/"]) {
        await page.goto(siteUrl + path);
        expect([path, faults, await page.evaluate("globalThis.attacked")]).toEqual([path, [], undefined]);
      }
      expect(asked.filter((request) => !request.startsWith("image "))).toEqual([]);
      await close();
    }
  });

  test("an article is told to programs as what it is, and leads to its outlet first", async () => {
    const { page, close } = await open({}, articles.at(-1) ?? "");
    const original = await page.locator(".originals a").first().getAttribute("href");
    expect(await page.locator('link[rel="canonical"]').getAttribute("href")).toBe(original);
    expect(await page.locator('meta[name="robots"]').getAttribute("content")).toBe("noindex");
    const data: unknown = JSON.parse(await page.locator('script[type="application/ld+json"]').innerText());
    expect(data).toMatchObject({
      "@type": "NewsArticle",
      url: original,
      headline: await page.locator("h1").innerText(),
    });
    expect(await page.locator('meta[property="og:title"]').count()).toBe(1);
    await close();
  });

  test("an address where there is nothing offers a search and the feeds", async () => {
    const { page, close } = await open({}, "/nothing/here");
    expect(await violations(page)).toEqual([]);
    expect(await page.locator("main a").count()).toBe(2);
    await page.locator('input[type="search"]').fill("熊猫");
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\?q=/);
    await close();
  });

  test("every page of the operator is accessible, fits, and sorts without a script", { timeout: 60_000 }, async () => {
    const operator = `http://127.0.0.1:${site.operatorPort}`;
    for (const [size, screen] of Object.entries(screens)) {
      const context = await browser.newContext({ ...screen, colorScheme: "light" });
      const page = await context.newPage();
      for (const path of ["/", "/problems", "/flaws", "/outlets", "/sources", "/subscriptions", "/takedowns"]) {
        await page.goto(operator + path);
        const what = `${path} ${size}`;
        expect([what, await violations(page)]).toEqual([what, []]);
        expect([what, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([
          what,
          screen.viewport.width,
        ]);
      }
      await context.close();
    }
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${operator}/outlets`);
    await page.locator("th a", { hasText: "Articles" }).click();
    const counts = (await page.locator("td:nth-child(2)").allInnerTexts()).map(Number);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    await context.close();
  });

  test("a page in Traditional shows Traditional text, and leads to what was written", async () => {
    const { page, close } = await open({}, `/zh-hant${articles[0] ?? ""}`);
    const title = await page.locator("article h1").innerText();
    expect(await page.locator("article").getAttribute("lang")).toBe("zh-Hant");
    await page.locator(".conversion a").click();
    await page.waitForURL(siteUrl + (articles[0] ?? ""));
    expect(await page.locator("article h1").innerText()).not.toBe(title);
    expect(await page.locator(".conversion").count()).toBe(0);
    await close();
  });

  test("how old the newest article is, is told by the reader's own clock", async () => {
    const { page, close } = await open({}, "/");
    const newest = await page.locator("footer .age").getAttribute("data-since");
    await page.clock.install({ time: new Date(Date.parse(newest ?? "") + 3 * 86_400_000) });
    await page.reload();
    expect(await page.locator("footer .age").innerText()).toBe("3天前");
    await close();
  });

  test("a reader finds by way of filters, in another order, and makes a feed of it", async () => {
    const { page, close } = await open({}, `/search?q=${encodeURIComponent("熊猫 OR 天文馆")}`);
    await page.locator('[aria-label="排序"] a').last().click();
    await page.waitForURL(/order=relevance/);
    const counted = page.locator('[aria-label="媒体"] li', { has: page.locator("small") }).first();
    const count = await counted.locator("small").innerText();
    await counted.locator("a").click();
    await page.waitForURL(/outlet.*order=relevance/);
    expect(await page.locator(".results > li").count()).toBe(Number(count));
    await page.locator(".subscribe p a").last().click();
    await page.waitForURL(/search\/feed/);
    await page.locator('[name="limit"]').selectOption("10");
    await page.locator('[name="entries"]').selectOption("summary");
    await page.locator(".feed-form button").click();
    await page.waitForURL(/limit=10/);
    expect(await page.locator("input.address").first().inputValue()).toMatch(
      /search\/rss\.xml\?q=.*&limit=10&entries=summary$/,
    );
    expect(await page.locator(".entries > li").count()).toBe(Number(count));
    await close();
  });

  test("a page is less than 30 kB on the wire, apart from the text of articles", async () => {
    const { page, close } = await open({ javaScriptEnabled: false });
    for (const [name, path] of Object.entries({ ...paths, article: articles[0] ?? "" })) {
      await page.goto(siteUrl + path);
      const bytes = brotliCompressSync(await page.content()).length;
      expect([name, bytes < MAX_PAGE_BYTES]).toEqual([name, true]);
    }
    await close();
  });
});
