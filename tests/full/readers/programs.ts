import { feedparser } from "./feedparser.ts";
import { isInstalled, type FeedReader, type InstalledProgram } from "./feed-reader.ts";
import { newsboat } from "./newsboat.ts";
import { rss2email } from "./rss2email.ts";
import { sfeed } from "./sfeed.ts";

export const readers: readonly FeedReader[] = [newsboat, feedparser, sfeed, rss2email];

export const xmllint: InstalledProgram = {
  name: "xmllint",
  debianPackage: "libxml2-utils",
  probe: ["xmllint", "--version"],
};

/** What the full tests need of Debian. */
export const programs: readonly InstalledProgram[] = [...readers, xmllint];

/** Those of the programs that are there. */
export async function findInstalled(): Promise<ReadonlySet<InstalledProgram>> {
  const installed = new Set<InstalledProgram>();
  for (const program of programs) if (await isInstalled(program)) installed.add(program);
  return installed;
}
