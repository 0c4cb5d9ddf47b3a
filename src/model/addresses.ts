import { formatFacts, type FeedFormat, type Publication } from "./feed.ts";

/** Paths of what is published. They are the contract: a name, once served, keeps its meaning. */
export function feedPath(name: string, format: FeedFormat): string {
  return `/feeds/${name}/${formatFacts[format].fileName}`;
}

export function feedPagePath(name: string): string {
  return `/feeds/${name}/`;
}

export const startPagePath = "/";
/** Where it is explained what our JSON feeds say beyond the format. */
export const jsonExtensionsPath = "/#json-feed";
/** What programs that fetch are asked to keep to. */
export const policyPath = "/policy/";
export const opmlPath = "/feeds.opml";

/** A path as readers get to see it. Public addresses come from the configured `publicUrl`, never from a request. */
export function publicAddress(publication: Pick<Publication, "publicUrl">, path: string): string {
  return publication.publicUrl + path;
}

/** The feed of every outlet. */
export const combinedFeedName = "all";
export const stylesheetPath = "/style.css";

/** The path of a public URL without its final slash; empty for a bare host. It stands before every path of ours. */
export function basePath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, "");
}
