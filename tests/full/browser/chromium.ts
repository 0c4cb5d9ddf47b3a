import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { siteUrl } from "./sample-site.ts";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser that page tests use: FEEDMILL_CHROMIUM, or one at a usual place; absent where there is none. */
export function findChromium(): string | undefined {
  return process.env["FEEDMILL_CHROMIUM"] ?? usualPlaces.find((path) => existsSync(path));
}

/** Runs without a screen, asks nobody anything by itself, and finds the sample site at its port. */
export function launchChromium(executablePath: string, sitePort: number): Promise<Browser> {
  const args = [
    `--host-resolver-rules=MAP ${new URL(siteUrl).host} 127.0.0.1:${sitePort}`,
    // As a site behind https is: without that, there are no service workers.
    `--unsafely-treat-insecure-origin-as-secure=${siteUrl}`,
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath, args });
}

export const screens = {
  "small phone": { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} as const;

/** Answers for every other host with a picture, so that no test asks the network; returns what was asked of others. */
export async function stayHere(context: BrowserContext): Promise<readonly string[]> {
  const asked: string[] = [];
  await context.route(
    (address) => !address.href.startsWith(siteUrl),
    async (route) => {
      asked.push(`${route.request().resourceType()} ${route.request().url()}`);
      if (route.request().resourceType() === "image")
        await route.fulfill({ contentType: "image/svg+xml", body: landscape });
      else await route.abort();
    },
  );
  return asked;
}

/** Sky above hills: stands for pictures that are elsewhere. */
const landscape = `<svg xmlns="http://www.w3.org/2000/svg" width="525" height="350">
<rect width="525" height="350" fill="#c0d0e2"/>
<path fill="#768f84" d="M0 225Q90 160 200 225T525 215V350H0z"/>
<path fill="#4a6252" d="M0 290Q120 250 290 290T525 270V350H0z"/>
</svg>`;
