import type { Browser } from "playwright-core";
import { siteUrl } from "./sample-site.ts";

/** Paths of the pages of the articles that a feed's page shows, newest first. */
export async function articlePaths(browser: Browser, feed: string): Promise<readonly string[]> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.route(/\.(?:png|jpe?g)/, (route) => route.abort());
  await page.goto(`${siteUrl}/feeds/${feed}/`);
  const links = await page.locator(".entries article :is(h3, h4) a").all();
  const paths = await Promise.all(links.map((link) => link.getAttribute("href")));
  await context.close();
  return paths.filter((path) => path !== null);
}
