import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startDaemon } from "../daemon-harness.ts";
import { feedFiles, isInstalled } from "./feed-reader.ts";
import { feedparser, walkWithFeedparser } from "./feedparser.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

const hasFeedparser = await isInstalled(feedparser);

function urlOf(number: number): string {
  return `https://news.example.org/story/${number}`;
}

/** Writes articles, captured a minute apart from an hour of 2024 on. */
function write(archive: string, numbers: readonly number[], hour: number): void {
  for (const [at, number] of numbers.entries()) {
    const captured = Date.UTC(2024, 0, 1, hour, at);
    const body = `<p>第${number}篇：雨前茶上市，价格平稳。</p>`;
    writeFileSync(
      join(archive, `${number}.txt`),
      `<!--${captured}-->\n[茶讯第${number}号](${urlOf(number)})\n------\n\n${body}\n`,
    );
  }
}

function range(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}

test.skipIf(!hasFeedparser)(
  "walking back with feedparser yields every article, after late files and a takedown too",
  { timeout: 120_000 },
  async () => {
    const directory = temporaryDirectory();
    const [archive, data] = [join(directory, "archive"), join(directory, "data")];
    mkdirSync(archive);
    // Two full days in several parts, a day of one part, and one that is not over.
    write(archive, range(0, 120), 2);
    write(archive, range(200, 130), 26);
    write(archive, range(400, 7), 50);
    write(archive, range(500, 60), 74);
    const settings = ["--seeds", archive, "--data", data];
    await using daemon = await startDaemon(settings);

    /** Asks for a document of the feed until it is as it should be; one that is not there has no text. */
    async function until(path: string, isReady: (text: string) => boolean): Promise<void> {
      for (;;) {
        const answer = await daemon.fetch(`/feeds/all/${path}`);
        const text = await answer.text();
        if (isReady(answer.ok ? text : "")) return;
      }
    }

    async function expectEverything(numbers: readonly number[], parts: number): Promise<void> {
      for (const feed of ["all", "other"]) {
        for (const file of feedFiles) {
          const [subscription, ...closed] = await walkWithFeedparser(`${daemon.url}/feeds/${feed}/${file}`, directory);
          const inParts = closed.flatMap(({ links }) => links);
          expect(closed).toHaveLength(parts);
          expect(new Set(inParts).size).toBe(inParts.length);
          // What stands for an article that was taken down leads to our page of it, which says so.
          const links = [...(subscription?.links ?? []), ...inParts].filter((link) => !link.startsWith(daemon.url));
          expect(new Set(links)).toEqual(new Set(numbers.map(urlOf)));
        }
      }
    }

    const written = [...range(0, 120), ...range(200, 130), ...range(400, 7), ...range(500, 60)];
    await expectEverything(written, 3 + 3 + 1 + 1);

    // Later captures close the day; files that come late enter theirs; what is taken down leaves it.
    write(archive, range(600, 3), 98);
    write(archive, range(900, 5), 23);
    await until("feed.json", (text) => text.includes(`${urlOf(602)}"`));
    await until("2024-01-01-3/feed.json", (text) => text.includes(`${urlOf(904)}"`));
    await until("2024-01-04-2/feed.json", (text) => text.includes(`${urlOf(559)}"`));
    const args = ["src/main.ts", "takedown", urlOf(30), ...settings];
    expect(spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" }).stdout).toContain("show that now");
    await until("2024-01-01/feed.json", (text) => text !== "" && !text.includes(`${urlOf(30)}"`));
    const now = [...written, ...range(600, 3), ...range(900, 5)].filter((number) => number !== 30);
    await expectEverything(now, 3 + 3 + 1 + 2);
  },
);
