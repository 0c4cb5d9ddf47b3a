import { isSet, type Config } from "../config/config.ts";
import type { ArchiveReport } from "../ingest/archive-report.ts";
import { countNoun } from "../lib/text/quantities.ts";

export interface Listening {
  readonly config: Config;
  readonly version: string;
  readonly publicUrl: string;
  readonly address: string;
  /** Undefined where there is no operator's listener. */
  readonly adminAddress: string | undefined;
}

/** Addresses of listeners, as `formatListenAddress` writes them, that no other machine gets to. */
const ofThisMachine = /^(?:127\.|\[::1\]|\[::ffff:127\.|unix:)/;

/** The lines of a daemon that starts: where it listens, and where pages and feeds are. */
export function describeListening({ config, version, publicUrl, address, adminAddress }: Listening): string[] {
  const lines = [
    `feedmill ${version} serves ${config.seeds.join(", ")}`,
    `Listening at ${address}`,
    `Pages: ${publicUrl}/`,
    `Feeds: ${publicUrl}/feeds/all/rss.xml, atom.xml and feed.json, and one of each per outlet`,
  ];
  if (adminAddress !== undefined) {
    lines.push(`For the operator: pages, /status.json and /metrics at ${adminAddress}, and feedmill status`);
  }
  if (!isSet(config, "publicUrl")) {
    const reach = ofThisMachine.test(address)
      ? "Only this machine can use these addresses."
      : "Others can reach this server, but every address in its feeds and pages is for this machine alone.";
    lines.push(`${reach} Before others subscribe, set the public one with --public-url URL`);
  }
  return lines;
}

/** What to do about an archive that holds nothing at all. */
export function describeEmptyArchive(seeds: readonly string[]): string[] {
  return [
    `Put article files into ${seeds.join(" or ")}: they are published as they come`,
    "No article files? Take some from a feed of the web: feedmill fetch add URL, then feedmill fetch",
    "Or see feedmill with sample articles: feedmill demo",
  ];
}

/** The lines that tell what a scan found. */
export function describeArchive({
  files,
  articles,
  outlets,
  problems,
  held,
  missingRoots,
  remarks,
}: ArchiveReport): string[] {
  const perOutlet = outlets
    .filter(({ articles: ofOutlet }) => ofOutlet > 0)
    .map(({ name, articles: ofOutlet }) => `${name} ${ofOutlet}`)
    .join(", ");
  const lines = [
    `Found ${countNoun(articles, "article")} in ${countNoun(files, "file")}${perOutlet === "" ? "" : `: ${perOutlet}`}`,
  ];
  if (problems > 0) lines.push(`Not published: ${countNoun(problems, "file")}. To see why: feedmill check`);
  for (const root of missingRoots) lines.push(`The archive ${root} is missing. It is read as soon as it is there`);
  lines.push(...remarks);
  if (held > 0) {
    lines.push(`The loss of ${countNoun(held, "file")} is held back. To let it apply: feedmill accept-deletions`);
  }
  return lines;
}
