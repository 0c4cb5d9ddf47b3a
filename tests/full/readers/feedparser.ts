import { join } from "node:path";
import { run, type FeedReader } from "./feed-reader.ts";

const python = "/usr/bin/python3";
const script = join(import.meta.dirname, "poll-with-feedparser.py");
const walkingScript = join(import.meta.dirname, "walk-with-feedparser.py");

/** The Python library under many readers. The script keeps entries by id, and the validators, as its manual says. */
export const feedparser: FeedReader = {
  name: "feedparser",
  debianPackage: "python3-feedparser",
  probe: [python, "-c", "import feedparser"],
  async subscribe(url, home) {
    const poll = async (): Promise<void> => {
      await run(home, python, script, url, "state.json");
    };
    await poll();
    return { poll, entries: async () => JSON.parse(await run(home, python, script, "--entries", "state.json")) };
  },
};

/** A page of a feed's history as the library reads it. */
export interface WalkedPage {
  readonly address: string;
  /** Of its entries. */
  readonly links: readonly string[];
}

/** Follows `prev-archive` from a feed to the beginning of its history. */
export async function walkWithFeedparser(url: string, home: string): Promise<readonly WalkedPage[]> {
  return JSON.parse(await run(home, python, walkingScript, url));
}
