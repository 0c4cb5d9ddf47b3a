import { Feed } from "feed";
import { formatRfc3339 } from "../lib/time/rfc3339.ts";
import { feedPath, jsonExtensionsPath, publicAddress } from "../model/addresses.ts";
import type { Site } from "../model/feed.ts";
import type { Entry } from "./entry.ts";
import type { Envelope, FeedFacts } from "./feed-facts.ts";

/*
 * JSON Feed 1.1. The package writes 1.0, which is read back and completed. Three extensions say what the format has no words
 * for: `_source` is the feed an entry was taken from, with the outlet's `rights`; `_related` holds the article's other
 * addresses, as links of that relation do in the other formats: our page of it, the foreign original, the other script;
 * `_story` names the event that an article reports, and of a story's entry how many reports and outlets it has.
 */

const VERSION = "https://jsonfeed.org/version/1.1";

interface WrittenFeed {
  readonly items: readonly object[];
}

/** One item, as an object in JSON. */
export function renderJsonItem(entry: Entry, site: Site): string {
  const feed = new Feed({ title: "" });
  feed.addItem({
    id: entry.id,
    title: entry.title,
    link: entry.url,
    date: entry.updatedAt,
    published: entry.publishedAt,
    ...(entry.html === undefined ? {} : { content: entry.html }),
    ...(entry.picture === undefined ? {} : { image: entry.picture.thumbnail ?? entry.picture.url }),
    ...(entry.section === undefined ? {} : { category: [{ name: entry.section }] }),
  });
  const { items }: WrittenFeed = JSON.parse(feed.json1());
  return JSON.stringify({ ...items[0], ...itemExtras(entry, site) });
}

function itemExtras(entry: Entry, site: Site): object {
  const { authors, publishedAt, updatedAt, language, summary, html, rights, related, source, story, recordings } =
    entry;
  const attachments = recordings.map(({ url, type, title }) => ({ url, mime_type: type, ...(title && { title }) }));
  return {
    date_published: formatRfc3339(publishedAt),
    date_modified: formatRfc3339(updatedAt),
    ...(html === undefined ? { content_text: summary } : {}),
    ...(summary === undefined ? {} : { summary }),
    authors: authors.map((name) => ({ name })),
    language,
    ...(attachments.length === 0 ? {} : { attachments }),
    _source: {
      title: source.title,
      feed_id: source.id,
      feed_url: publicAddress(site, feedPath(source.name, "json")),
      ...(rights === undefined ? {} : { rights }),
    },
    ...(related.length === 0 ? {} : { _related: { links: related } }),
    ...(story === undefined ? {} : { _story: story }),
  };
}

export function renderJsonFeed(facts: FeedFacts, site: Site): Envelope {
  const feed = new Feed({
    title: facts.title,
    description: facts.description,
    link: facts.homepage,
    feedLinks: { json: facts.addresses.json },
    image: facts.images.icon,
  });
  const { items: _, ...written }: WrittenFeed = JSON.parse(feed.json1());
  const { language, images, hub } = facts;
  const hubs = hub === undefined ? {} : { hubs: [{ type: "WebSub", url: hub }] };
  const previous = facts.history.find(({ rel }) => rel === "prev-archive")?.address("json");
  const next = previous === undefined ? {} : { next_url: previous };
  const about = publicAddress(site, jsonExtensionsPath);
  const extensions = { _source: { about }, _related: { about }, _story: { about } };
  const top = { ...written, version: VERSION, ...next, ...hubs, favicon: images.favicon, language, ...extensions };
  return { head: `${JSON.stringify(top).slice(0, -1)},"items":[\n`, separator: ",\n", tail: "\n]}\n" };
}
