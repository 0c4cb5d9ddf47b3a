import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";
import { SaxesParser } from "saxes";
import { pick, type Random } from "../../bench/random.ts";
import type { Figures } from "./figures.ts";

export interface ReadersDeps {
  readonly url: string;
  readonly random: Random;
  readonly figures: Figures;
  /** Counts up when a daemon starts, and when one is ended: a request that sees it change saw neither. */
  readonly epoch: () => number;
  readonly isUp: () => boolean;
  /** What every answer of the outlet's feeds has to contain. */
  readonly lasting: readonly string[];
  readonly signal: AbortSignal;
}

const paths = ["all", "voa-zh", "nyt-zh", "dw-zh"].flatMap((feed) =>
  ["rss.xml", "atom.xml", "feed.json"].map((file) => `/feeds/${feed}/${file}`),
);

/** Workers take over what is published each for itself. */
const TAKING_OVER_MS = 1000;

/** Polls like a feed reader until it is told to stop, and looks at every answer. */
export async function readOn({ url, random, figures, epoch, isUp, lasting, signal }: ReadersDeps): Promise<void> {
  const tags = new Map<string, string>();
  /** When it was first answered, in which epoch: soon after that nobody who asks for it may be asked to wait. */
  const served = new Map<string, number>();
  while (!signal.aborted) {
    await pause(2);
    const before = epoch();
    if (!isUp()) continue;
    const path = pick(random, paths);
    const tag = tags.get(path);
    const headers: Record<string, string> = tag !== undefined && random() < 0.7 ? { "if-none-match": tag } : {};
    try {
      const response = await fetch(url + path, { headers });
      const body = await response.text();
      if (epoch() !== before) continue;
      look(path, response, body, before);
    } catch (error) {
      if (epoch() === before && isUp()) figures.fail(`${path} could not be fetched: ${inspect(error)}`);
    }
  }

  function look(path: string, { status, headers }: Response, body: string, since: number): void {
    figures.count("Answers", String(status));
    const place = `${since} ${path}`;
    const servedFor = performance.now() - (served.get(place) ?? Number.POSITIVE_INFINITY);
    if (status === 503 && servedFor < TAKING_OVER_MS) return;
    if (status === 304) return;
    if (status !== 200) return figures.fail(`${path} was answered ${status}`);
    if (!served.has(place)) served.set(place, performance.now());
    tags.set(path, headers.get("etag") ?? "");
    const mistake = malformation(path, body);
    if (mistake !== undefined) figures.fail(`${path} is not well formed: ${mistake}`);
    if (!path.includes("voa-zh")) return;
    const missing = lasting.filter((address) => !body.includes(address));
    if (missing.length > 0) figures.fail(`${path} lacks ${missing.length} of the articles that never went away`);
  }
}

function malformation(path: string, body: string): string | undefined {
  try {
    if (path.endsWith(".json")) JSON.parse(body);
    else new SaxesParser().write(body).close();
    return undefined;
  } catch (error) {
    return String(error);
  }
}
