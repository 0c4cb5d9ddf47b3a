import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where Debian and others put the browser. */
const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const chromiumPath = places.find((place) => existsSync(place));

/** What a browser did with a piece of HTML beyond showing it, and what it made of it. */
export interface Observation {
  /** Script that ran, pages that were left, requests for anything but pictures and recordings. */
  readonly deeds: readonly string[];
  /** The HTML as the browser writes the tree that it made. */
  readonly rewritten: string;
}

export interface WatchedBrowser {
  /** Shows each piece as a page without any Content-Security-Policy, and once more as the browser rewrites it. */
  observe(pieces: readonly string[]): Promise<readonly Observation[]>;
  close(): Promise<void>;
}

/** No machine of this name exists; everything the pages ask for is answered here. */
const origin = "http://reader.example";

/** What articles may bring: the browser says so of each request. */
const harmlessKinds: ReadonlySet<string> = new Set(["image", "media"]);

/** `alert` and its like are how the vectors tell that they ran. */
const tellTale = `for (const name of ["alert", "prompt", "confirm", "print"]) window[name] = () => console.log("script ran");`;

/** Reads the tree back as a reader that puts entries into its own page does: by `innerHTML`, twice. */
const rereading = `(async () => {
  const main = document.querySelector("main");
  const read = main.innerHTML;
  main.innerHTML = read;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return main.innerHTML;
})()`;

export async function startChromium(executablePath: string): Promise<WatchedBrowser> {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  return { observe: (pieces) => observe(browser, pieces), close: () => browser.close() };
}

async function observe(browser: Browser, pieces: readonly string[]): Promise<readonly Observation[]> {
  const context = await browser.newContext();
  await context.addInitScript(tellTale);
  const page = await context.newPage();
  let deeds: string[] = [];
  page.on("console", (message) => message.text() === "script ran" && deeds.push("script ran"));
  page.on("popup", (popup) => deeds.push(`opened ${popup.url()}`));
  page.on("dialog", (dialog) => {
    deeds.push("opened a dialog");
    void dialog.dismiss();
  });
  let shown = "";
  await context.route("**/*", async (route) => {
    const request = route.request();
    const url = request.url();
    if (url === `${origin}/shown`) {
      await route.fulfill({ contentType: "text/html; charset=utf-8", body: shown });
      return;
    }
    if (!harmlessKinds.has(request.resourceType())) deeds.push(`${request.resourceType()} ${url}`);
    await route.abort();
  });
  const show = async (html: string): Promise<string> => {
    shown = `<!doctype html><title>x</title><body><main>${html}</main>`;
    await page.goto(`${origin}/shown`, { waitUntil: "load" });
    return String(await page.evaluate(rereading));
  };
  const observations: Observation[] = [];
  for (const piece of pieces) {
    deeds = [];
    const rewritten = await show(piece).catch((error: unknown) => {
      deeds.push(`left the page: ${String(error).slice(0, 80)}`);
      return "";
    });
    observations.push({ deeds, rewritten });
  }
  await context.close();
  return observations;
}
