import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run, type FeedReader, type SeenEntry } from "./feed-reader.ts";

/** Conditional requests are switched on as its README says. */
const configuration = (url: string): string => `
sfeedpath="$HOME/feeds"
fetch() {
  etag="$HOME/etags/$(basename "$3")"
  curl -L --max-redirs 0 -H "User-Agent:" -f -s -m 15 --compressed \\
    --etag-save "$etag" --etag-compare "$etag" -z "$etag" "$2" 2>/dev/null
}
feeds() {
  feed "feed" "${url}"
}
`;

/** A parser in C and shell scripts around it, which keep entries in a file, by id, title and link. */
export const sfeed: FeedReader = {
  name: "sfeed",
  debianPackage: "sfeed",
  probe: ["sh", "-c", "command -v sfeed_update"],
  // It has room for one author, and takes the first.
  shownAuthor: (authors) => authors[0] ?? "",
  keepsFirstText: true,
  async subscribe(url, home) {
    await mkdir(join(home, "etags"));
    await writeFile(join(home, "sfeedrc"), configuration(url));
    const poll = async (): Promise<void> => {
      await run(home, "sfeed_update", join(home, "sfeedrc"));
    };
    await poll();
    return {
      poll,
      entries: async () => (await readFile(join(home, "feeds/feed"), "utf8")).trimEnd().split("\n").map(entryOf),
    };
  },
};

/** One line of sfeed(5). */
function entryOf(line: string): SeenEntry {
  const [published = "", title = "", url = "", html = "", , id = "", author = ""] = line.split("\t");
  return { id, url, title, author, published: Number(published), html: html.replaceAll("\\n", "\n") };
}
