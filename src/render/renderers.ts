import type { FeedFormat } from "../model/feed.ts";
import { atom } from "./atom.ts";
import { jsonFeed } from "./json-feed.ts";
import type { Renderer } from "./renderer.ts";
import { rss } from "./rss.ts";

export const renderers: Readonly<Record<FeedFormat, Renderer>> = { rss, atom, json: jsonFeed };
