import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { soundFiles } from "../article-files.ts";

/** A feed whose RSS document is about so large, by how much of the archive is put into it. */
interface SizedFeed {
  readonly name: string;
  /** Host of the articles' addresses. */
  readonly host: string;
  readonly archiveBytes: number;
}

const feeds: readonly SizedFeed[] = [
  { name: "dw-zh", host: "www.dw.com", archiveBytes: 8000 },
  { name: "nyt-zh", host: "cn.nytimes.com", archiveBytes: 21_000 },
  { name: "voa-zh", host: "www.voachinese.com", archiveBytes: 68_000 },
];

const EVERYTHING = 52;

export const SIZED_ARCHIVE_SEED = 3;

/** Documents to ask for, and the coding in which each is about as large as it says. */
export const sizedDocuments = [
  { path: "/feeds/dw-zh/rss.xml", coding: "identity", size: "10 kB" },
  { path: "/feeds/nyt-zh/rss.xml", coding: "br", size: "10 kB" },
  { path: "/feeds/voa-zh/rss.xml", coding: "identity", size: "100 kB" },
  { path: "/feeds/all/rss.xml", coding: "br", size: "100 kB" },
] as const;

export type SizedDocument = (typeof sizedDocuments)[number];

/** Writes an archive whose feeds have the sizes that hot feeds are measured at. */
export function writeSizedArchive(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const bytes = new Map<string, number>();
  let written = 0;
  for (const { name, content } of soundFiles(SIZED_ARCHIVE_SEED)) {
    if (written === EVERYTHING) break;
    const feed = feeds.find(({ host }) => content.includes(`](https://${host}/`));
    if (feed === undefined) continue;
    const before = bytes.get(feed.name) ?? 0;
    const fits = before + Buffer.byteLength(content) * 0.6 < feed.archiveBytes;
    if (fits) bytes.set(feed.name, before + Buffer.byteLength(content));
    // What an outlet's feed has no room for comes from a host that no outlet claims.
    const placed = fits ? content : content.replace(`](https://${feed.host}/`, "](https://news.example/");
    writeFileSync(join(directory, name), placed);
    written++;
  }
}
