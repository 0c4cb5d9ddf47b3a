import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";

/** Addresses of every kind of document that a run published. */
async function published(daemon: DaemonProcess): Promise<readonly string[]> {
  const all: { items: readonly { id: string; date_published: string }[] } = JSON.parse(
    await daemon.text("/feeds/all/feed.json"),
  );
  const ids = all.items.map(({ id }) => id.replace("urn:uuid:", ""));
  const link = (await daemon.fetch("/feeds/all/rss.xml")).headers.get("link") ?? "";
  const archive = /<([^>]*)>; rel="prev-archive"/.exec(link)?.[1]?.slice(daemon.url.length) ?? "";
  return [
    ...["rss.xml", "atom.xml", "feed.json", "zh-hant/rss.xml", "rss.xml?limit=2", ""].map(
      (file) => `/feeds/all/${file}`,
    ),
    ...ids.map((id) => `/articles/${id}/`),
    archive,
    archive.replace("rss.xml", ""),
    "/",
    "/en/",
    "/policy/",
    "/search",
    "/search?q=lang:zh",
    "/search/atom.xml?q=lang:zh",
    "/feeds.opml",
    "/style.css",
  ];
}

/** Calls `ask` again and again until the first scan is over. */
async function untilScanned(daemon: DaemonProcess, ask: () => Promise<void>): Promise<void> {
  const scanned = new AbortController();
  void daemon.line("Found ").then(() => scanned.abort());
  do await ask();
  while (!scanned.signal.aborted);
}

test("after a start all that an earlier run published is there as soon as the server listens", async () => {
  const args = ["--seeds", join(root, "seeds"), "--data", temporaryDirectory()];
  await using first = await startDaemon(args);
  const paths = await published(first);
  const expected = new Map(paths.map((path) => [path, new Set([200])]));
  first.signal("SIGTERM");
  await first.exited;

  await using second = await startDaemon(args, {}, "Pages: ");
  const answers = new Map(paths.map((path) => [path, new Set<number>()]));
  await untilScanned(second, async () => {
    for (const path of paths) answers.get(path)?.add((await second.fetch(path)).status);
  });
  expect(answers).toEqual(expected);
});

test("before the first scan of all nothing that will be there is missed", async () => {
  await using daemon = await startDaemon(
    ["--seeds", join(root, "seeds"), "--data", temporaryDirectory()],
    {},
    "Pages: ",
  );
  const paths = [
    "/",
    "/policy/",
    "/search",
    "/search/rss.xml?q=a",
    "/feeds/all/rss.xml",
    "/feeds/all/",
    "/.well-known/feeds",
  ];
  const missed = new Set<string>();
  await untilScanned(daemon, async () => {
    for (const path of paths) {
      const { status, headers } = await daemon.fetch(path);
      if (status !== 200 && !(status === 503 && headers.has("retry-after"))) missed.add(`${path} ${status}`);
    }
  });
  expect([...missed]).toEqual([]);
});
