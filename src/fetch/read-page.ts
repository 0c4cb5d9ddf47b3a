import { createRequire } from "node:module";
import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import { withAbsoluteAddresses } from "../lib/html/absolute-addresses.ts";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { type WebClient, WebError } from "../lib/net/web-client.ts";
import { bodyLimits } from "../model/body-limits.ts";
import { webText } from "./web-text.ts";

/** The package's types describe an ES module, and it is none. */
const robotsParser: (url: string, text: string) => { isAllowed(url: string, robot: string): boolean | undefined } =
  createRequire(import.meta.url)("robots-parser");

/** The name that robots.txt calls feedmill by (RFC 9309 §2.2.1). */
const ROBOT_NAME = "feedmill";
const ROBOTS_FRESH_MS = 24 * 60 * 60 * 1000;
const MAX_HOSTS = 200;

interface Robots {
  readonly isAllowed: (url: string) => boolean;
  readonly readAt: number;
}

/**
 * Reads the text of articles from their own pages, where robots.txt lets programs do so. Feeds are published to be
 * fetched and are not asked for; pages are.
 */
export class PageReader {
  readonly #client: WebClient;
  readonly #now: () => Date;
  readonly #robots = new Map<string, Robots>();

  constructor(client: WebClient, now: () => Date) {
    this.#client = client;
    this.#now = now;
  }

  /** The article's HTML; undefined where the page may not be read, does not answer or holds no article. */
  async read(url: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      if (!(await this.#isAllowed(url, signal))) return undefined;
      const answer = await this.#client.request(url, { signal });
      if (answer.status !== 200) return undefined;
      return articleIn(webText(answer.body, answer.header("content-type")), answer.url);
    } catch (error) {
      if (error instanceof WebError) return undefined;
      throw error;
    }
  }

  /** RFC 9309 §2.3.1: without a robots.txt all is allowed, and nothing while its server fails. */
  async #isAllowed(url: string, signal: AbortSignal): Promise<boolean> {
    const { origin } = new URL(url);
    const now = this.#now().getTime();
    const known = this.#robots.get(origin);
    if (known !== undefined && now - known.readAt < ROBOTS_FRESH_MS) return known.isAllowed(url);
    const address = `${origin}/robots.txt`;
    const answer = await this.#client.request(address, { signal });
    const rules = robotsParser(
      address,
      answer.status === 200 ? webText(answer.body, answer.header("content-type")) : "",
    );
    const isAllowed = (page: string): boolean => answer.status < 500 && rules.isAllowed(page, ROBOT_NAME) !== false;
    const [oldest] = this.#robots.keys();
    if (this.#robots.size >= MAX_HOSTS && oldest !== undefined) this.#robots.delete(oldest);
    this.#robots.set(origin, { isAllowed, readAt: now });
    return isAllowed(url);
  }
}

/** What is beyond is no article's page, and would take long to find one in. */
const pageLimits = { ...bodyLimits, elements: 50_000 };

/** Undefined where the page holds no article. Relative addresses become absolute. */
export function articleIn(html: string, url: string): string | undefined {
  if ("exceeded" in parseFragment(html, pageLimits)) return undefined;
  // The parser builds no document around a fragment.
  const { document } = parseHTML(/<html\b/i.test(html) ? html : `<html><body>${html}</body></html>`);
  const base = URL.parse(document.querySelector("base[href]")?.getAttribute("href") ?? "", url)?.href ?? url;
  const content = parseFragment(contentOf(document), pageLimits);
  return "root" in content && content.root.children.length > 0 ? withAbsoluteAddresses(content.root, base) : undefined;
}

/** Empty where nothing is found, or where a page is made so that the search for it fails. */
function contentOf(document: ReturnType<typeof parseHTML>["document"]): string {
  try {
    return new Readability(document, { charThreshold: 200 }).parse()?.content ?? "";
  } catch {
    return "";
  }
}
