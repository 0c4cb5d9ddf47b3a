import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { DaemonProcess } from "../daemon-harness.ts";
import { articleFile } from "../faults/fault-sandbox.ts";
import { everything } from "./node.ts";

/** As many articles as one feed shows, with those of the samples. */
const FILES = 30;

const titleOf = (number: number, draft: number): string => `第${number}篇，第${draft}稿`;

/** Overwrites files with later captures of their articles. */
export function writeDraft(archive: string, draft: number): void {
  for (let number = 1; number <= FILES; number++) {
    const capturedAt = 1_750_000_000_000 + number * 1000 + draft * 60_000;
    const text = articleFile(number, titleOf(number, draft)).replace(/^<!--\d+-->/, `<!--${capturedAt}-->`);
    writeFileSync(join(archive, `draft-${number}.txt`), text);
  }
}

/** The titles of a draft that a daemon's feed lacks. */
async function missing(daemon: DaemonProcess, draft: number): Promise<readonly string[]> {
  const feed = await daemon.text("/feeds/voa-zh/rss.xml");
  const titles = Array.from({ length: FILES }, (_, index) => titleOf(index + 1, draft));
  return titles.filter((title) => !feed.includes(`<title>${title}</title>`));
}

/** Waits until each daemon shows the draft, and all of them send the same. Returns what they send. */
export async function settled(daemons: readonly DaemonProcess[], draft: number): Promise<ReadonlyMap<string, unknown>> {
  for (const daemon of daemons) await expect.poll(() => missing(daemon, draft)).toEqual([]);
  let sent = new Map<string, unknown>() as ReadonlyMap<string, unknown>;
  const differing = async (): Promise<readonly string[]> => {
    const [first, ...others] = await Promise.all(daemons.map(everything));
    sent = first ?? sent;
    return [...sent.keys()].filter((key) => others.some((other) => !isDeepStrictEqual(other.get(key), sent.get(key))));
  };
  await expect.poll(differing).toEqual([]);
  return sent;
}
