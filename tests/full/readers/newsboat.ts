import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { run, type FeedReader } from "./feed-reader.ts";

/** Keeps entries in SQLite, by id. */
export const newsboat: FeedReader = {
  name: "newsboat",
  debianPackage: "newsboat",
  probe: ["newsboat", "--version"],
  takesDeltas: true,
  async subscribe(url, home) {
    await writeFile(join(home, "config"), "");
    await writeFile(join(home, "urls"), `${url}\n`);
    const poll = async (): Promise<void> => {
      await run(home, "newsboat", "-C", "config", "-u", "urls", "-c", "cache.db", "-x", "reload");
    };
    await poll();
    // It keeps an ETag only of a feed that it knows already, hence not of the first answer.
    await poll();
    return {
      poll,
      entries: async () =>
        rows(home, "SELECT guid, url, title, author, pubDate, content FROM rss_item").map((row) => ({
          id: String(row["guid"]),
          url: String(row["url"]),
          title: String(row["title"]),
          author: String(row["author"]),
          published: Number(row["pubDate"]),
          html: String(row["content"]),
        })),
    };
  },
};

/** The address of a feed's page, where the reader leads who asks for it. */
export function pageInNewsboat(home: string): unknown {
  return rows(home, "SELECT url FROM rss_feed")[0]?.["url"];
}

/** The addresses it subscribes to when it is given an OPML file. */
export async function importIntoNewsboat(opmlFile: string, home: string): Promise<readonly string[]> {
  await writeFile(join(home, "config"), "");
  await run(home, "newsboat", "-C", "config", "-u", "urls", "-c", "cache.db", "-i", opmlFile);
  const lines = (await run(home, "cat", "urls")).trim().split("\n");
  return lines.map((line) => line.split(" ")[0] ?? "");
}

function rows(home: string, query: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(home, "cache.db"), { readOnly: true });
  try {
    return database.prepare(query).all();
  } finally {
    database.close();
  }
}
