import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FetchState } from "../../../src/fetch/fetch-state.ts";
import { Fetcher } from "../../../src/fetch/fetcher.ts";
import { WebClient } from "../../../src/lib/net/web-client.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";

const unlimited = ["--admin-listen", "off", "--rate-made", "0", "--rate-full", "0", "--rate-bytes", "0"];

/** What one feedmill reads from another's feed has to keep. */
interface Kept {
  readonly url: string;
  readonly title: string;
  readonly time: string;
  readonly authors: unknown;
  readonly text: string;
  readonly pictures: readonly (string | undefined)[];
}

interface Item {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly date_published: string;
  readonly authors?: unknown;
  readonly content_html: string;
}

function started(seeds: string): Promise<DaemonProcess> {
  return startDaemon(["--seeds", seeds, "--data", join(temporaryDirectory(), "data"), ...unlimited]);
}

/** Every article of the combined feed, its history included. */
async function everyArticle(daemon: DaemonProcess): Promise<Map<string, Kept>> {
  const articles = new Map<string, Kept>();
  let address: string | undefined = `${daemon.url}/feeds/all/feed.json`;
  while (address !== undefined) {
    const document: { items: Item[]; next_url?: string } = JSON.parse(await (await fetch(address)).text());
    for (const { id, url, title, date_published: time, authors, content_html: html } of document.items) {
      // The line of attribution has the outlet's rights, which an article's own copyright line replaces.
      const body = html.replace(/<p><small>(?:(?!<p>).)*<\/small><\/p>$/, "");
      const pictures = [...body.matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, source]) => source);
      const text = body.replaceAll(/<[^>]+>/g, "").replaceAll(/\s+/g, "");
      articles.set(id, { url, title, time, authors, text, pictures });
    }
    address = document.next_url;
  }
  return articles;
}

/** What a second feedmill has of a first one's combined feed in a format. */
async function fetchedByAnother(first: DaemonProcess, fileName: string): Promise<Map<string, Kept>> {
  const directory = temporaryDirectory();
  const archive = join(directory, "seeds");
  mkdirSync(archive);
  const state = FetchState.open(join(directory, "data"));
  const client = new WebClient({ userAgent: "test", isAllowed: () => true });
  const failures: string[] = [];
  const fetcher = new Fetcher(
    {
      client,
      state,
      archive,
      now: () => new Date(),
      readPage: () => Promise.resolve(undefined),
      historyPauseMs: 0,
      onReport: (_source, { failure, unusable }) => {
        if (failure !== undefined) failures.push(failure);
        failures.push(...unusable.map(({ why }) => why));
      },
    },
    [{ url: `${first.url}/feeds/all/${fileName}`, into: "first", everySeconds: 3600, fullText: "no", headers: {} }],
  );
  await fetcher.run(new AbortController().signal, true);
  await client.close();
  state.close();
  expect(failures).toEqual([]);
  return everyArticle(await started(archive));
}

test("what a second feedmill fetches of a first one's feed, in any format, are the same articles", async () => {
  const first = await started(join(root, "seeds"));
  const articles = await everyArticle(first);
  expect(articles.size).toBeGreaterThan(10);
  for (const fileName of ["rss.xml", "atom.xml", "feed.json"]) {
    expect(await fetchedByAnother(first, fileName)).toEqual(articles);
  }
});

const archive = process.env["FEEDMILL_ARCHIVE"];

test.skipIf(archive === undefined)("so it is with the real archive, history and all", async () => {
  const first = await started(archive ?? "");
  const articles = await everyArticle(first);
  const fetched = await fetchedByAnother(first, "rss.xml");
  expect([...fetched.keys()].toSorted()).toEqual([...articles.keys()].toSorted());
  const differing = [...articles].filter(
    ([id, article]) => JSON.stringify(fetched.get(id)) !== JSON.stringify(article),
  );
  // A picture that stands in a text may be taken for the lead picture of one that came as an entry.
  expect(differing.length).toBeLessThanOrEqual(articles.size / 200);
});
