import { Ajv } from "ajv";
import type { Document } from "../src/model/document.ts";
import type { Site } from "../src/model/feed.ts";
import { atomRules } from "./feed-rules/atom-rules.ts";
import { jsonFeedSchema } from "./feed-rules/json-feed-schema.ts";
import { opmlRules } from "./feed-rules/opml-rules.ts";
import { rssRules } from "./feed-rules/rss-rules.ts";
import type { Rule } from "./feed-rules/rule.ts";
import { xmlRules } from "./feed-rules/xml-rules.ts";
import { parseXml } from "./xml-tree.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const matchesJsonFeed = new Ajv({ allErrors: true }).compile(jsonFeedSchema);

/** The rules of each media type, by the names the W3C validator has for them; JSON Feed has a schema instead. */
const rulesByType: Readonly<Record<string, readonly Rule[]>> = {
  "application/rss+xml; charset=utf-8": [...xmlRules, ...rssRules],
  "application/atom+xml; charset=utf-8": [...xmlRules, ...atomRules],
  "text/x-opml; charset=utf-8": opmlRules,
};

/** The rules a document breaks, each with where it does. Throws at a document that is not even well-formed. */
export function brokenRules(
  { path, contentType, body }: Pick<Document, "path" | "contentType" | "body">,
  { publicUrl }: Pick<Site, "publicUrl">,
): readonly string[] {
  const text = utf8.decode(body);
  if (contentType === "application/feed+json; charset=utf-8") return brokenJsonRules(text, publicUrl + path);
  const rules = rulesByType[contentType];
  if (rules === undefined) return [`UnexpectedContentType: ${contentType}`];
  const subject = { text, root: parseXml(text), address: publicUrl + path };
  return rules.flatMap(({ name, findBreaches }) => findBreaches(subject).map((breach) => `${name}: ${breach}`));
}

function brokenJsonRules(text: string, address: string): readonly string[] {
  const feed: {
    readonly feed_url: string;
    readonly next_url?: string;
    readonly items: readonly { readonly id: string }[];
  } = JSON.parse(text);
  const ids = feed.items.map(({ id }) => id);
  const mistakes = matchesJsonFeed(feed) ? [] : (matchesJsonFeed.errors ?? []);
  return [
    ...mistakes.map(({ instancePath, message }) => `${instancePath} ${message}`),
    ...(text.startsWith('{"version":') ? [] : ["J-01: version is not the first key"]),
    ...(feed.feed_url === address ? [] : [`J-02: feed_url ${feed.feed_url}`]),
    ...(feed.next_url === address ? ["J-02: next_url leads to itself"] : []),
    ...(new Set(ids).size === ids.length ? [] : ["J-03: an id twice"]),
  ];
}
