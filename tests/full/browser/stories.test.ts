import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, launchChromium, screens, stayHere } from "./chromium.ts";
import { reportsOfOneEvent, siteUrl, startSampleSite, type SampleSite } from "./sample-site.ts";

const executable = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate('axe.run({ resultTypes: ["violations"] }).then((all) => all.violations.map(({ id }) => id))');
}

/** The timeline's points are as wide as they are high, and none is cut off at an end. */
const isRoundAndWithin = `(() => {
  const box = document.querySelector(".timeline svg").getBoundingClientRect();
  return [...document.querySelectorAll(".timeline circle")].every((circle) => {
    const { left, right, width, height } = circle.getBoundingClientRect();
    return Math.abs(width - height) < 0.1 && left >= box.left && right <= box.right;
  });
})()`;

describe.skipIf(executable === undefined && process.env["FEEDMILL_FULL_TESTS"] !== "1")("stories in a browser", () => {
  let site: SampleSite;
  let browser: Browser;
  beforeAll(async () => {
    site = await startSampleSite(reportsOfOneEvent);
    browser = await launchChromium(executable ?? "/usr/bin/chromium", site.port);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  test.for(Object.entries(screens))(
    "the front page leads to a story, and that to its articles: %s",
    async ([, screen]) => {
      const context = await browser.newContext({ locale: "zh-CN", ...screen });
      await stayHere(context);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      await page.goto(siteUrl);
      await page.locator(".stories h3 a").click();
      expect(new URL(page.url()).pathname).toMatch(/^\/stories\/[0-9a-f-]{36}\/$/);
      await page.locator(".headlines h3").nth(3).waitFor();
      expect(await page.locator(".headlines h3").count()).toBe(4);
      expect(await page.locator(".timeline circle").count()).toBe(4);
      expect(await page.evaluate(isRoundAndWithin)).toBe(true);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(screen.viewport.width);
      expect(await violations(page)).toEqual([]);
      await page.locator(".headlines h3 a").nth(1).click();
      await page.locator('[aria-labelledby="reports"] li').nth(2).waitFor();
      expect(await page.locator('[aria-labelledby="reports"] li').count()).toBe(3);
      expect(await violations(page)).toEqual([]);
      await page.locator('[aria-labelledby="reports"] > p a').click();
      await page.locator(".headlines h3").nth(3).waitFor();
      expect(await page.locator(".headlines h3").count()).toBe(4);
      await page.goto(`${siteUrl}/search?q=黔江`);
      await page.locator('[aria-label="同一事件"] a').last().click();
      await page.waitForURL(/stories=together/);
      expect(await page.locator(".results .reports li").count()).toBe(3);
      expect(await violations(page)).toEqual([]);
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
