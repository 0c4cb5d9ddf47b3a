import type { KeptDaemon } from "./kept-daemon.ts";

const feeds = ["all", "voa-zh", "nyt-zh", "dw-zh", "other"].flatMap((feed) =>
  ["rss.xml", "atom.xml", "feed.json", ""].map((file) => `/feeds/${feed}/${file}`),
);

/** What a daemon sends, with tags, by path. */
export async function documents(from: KeptDaemon): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>();
  for (const path of ["/", "/feeds.opml", ...feeds]) {
    const response = await from.fetch(path);
    said.set(path, `${response.status} ${response.headers.get("etag")}\n${await response.text()}`);
  }
  return said;
}
