import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { encodePng } from "../../src/lib/image/encode-png.ts";
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
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1 },
} as const;

/** Answers for every other host with a picture, so that no test asks the network; returns what was asked of others. */
export async function stayHere(context: BrowserContext): Promise<readonly string[]> {
  const asked: string[] = [];
  await context.route(
    (address) => !address.href.startsWith(siteUrl),
    async (route) => {
      asked.push(`${route.request().resourceType()} ${route.request().url()}`);
      if (route.request().resourceType() === "image")
        await route.fulfill({ contentType: "image/png", body: landscape });
      else await route.abort();
    },
  );
  return asked;
}

/** Sky above hills: what stands for pictures that are elsewhere. */
const landscape = Buffer.from(encodePng(drawLandscape(525, 350)));

function drawLandscape(width: number, height: number): { width: number; height: number; rgba: Uint8Array } {
  const rgba = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const x = (at % width) / width;
    const y = Math.floor(at / width) / height;
    const ridge = 0.62 + 0.1 * Math.sin(x * 7) + 0.04 * Math.sin(x * 23);
    const near = 0.8 + 0.06 * Math.sin(x * 5 + 2);
    const color = y > near ? [74, 98, 82] : y > ridge ? [118, 143, 132] : [196 - 40 * y, 212 - 20 * y, 226];
    rgba.set([...color, 255], at * 4);
  }
  return { width, height, rgba };
}
