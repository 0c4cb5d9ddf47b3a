import express from "express";
import { Feed } from "feed";
import { ask } from "../machine/ask.ts";

// An Express route that makes the feed for every request. Arguments: the port, and the address of a JSON Feed.
const [port, source = ""] = process.argv.slice(2);

interface JsonFeed {
  readonly title: string;
  readonly home_page_url: string;
  readonly items: readonly JsonFeedItem[];
}

interface JsonFeedItem {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly summary?: string;
  readonly content_html?: string;
  readonly date_published: string;
}

const { title, home_page_url: link, items }: JsonFeed = JSON.parse((await ask(source)).body.toString());

express()
  .use((_request, response) => void response.type("application/rss+xml").send(render()))
  .listen(Number(port), "127.0.0.1");

function render(): string {
  const feed = new Feed({ title, id: link, link, copyright: "", updated: new Date(0) });
  for (const item of items) {
    feed.addItem({
      title: item.title,
      id: item.id,
      link: item.url,
      date: new Date(item.date_published),
      ...(item.summary === undefined ? {} : { description: item.summary }),
      ...(item.content_html === undefined ? {} : { content: item.content_html }),
    });
  }
  return feed.rss2();
}
