import { expect, onTestFinished, test } from "vitest";
import { findChromium, launchChromium } from "./chromium.ts";
import { siteUrl, startSampleSite } from "./sample-site.ts";

const executable = findChromium();

test.skipIf(executable === undefined)(
  "a picture that is there no more leaves its place empty, and nothing moves",
  async () => {
    const site = await startSampleSite();
    onTestFinished(() => site.stop());
    const browser = await launchChromium(executable ?? "", site.port);
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.route(
      (address) => !address.href.startsWith(siteUrl),
      (route) => route.fulfill({ status: 404 }),
    );
    const lost = page.waitForResponse((response) => response.status() === 404);
    await page.goto(siteUrl, { waitUntil: "networkidle" });
    await lost;
    const lostOnes = "[...document.images].filter((each) => each.complete && each.naturalWidth === 0)";
    expect(await page.evaluate(`${lostOnes}.length`)).toBeGreaterThan(0);
    const seen = `${lostOnes}.filter((each) => getComputedStyle(each).visibility === "visible").length`;
    expect(await page.evaluate(seen)).toBe(0);
    expect(await page.evaluate("performance.getEntriesByType('layout-shift').length")).toBe(0);
  },
);
