import type { Articles, CatalogReader } from "../catalog/catalog.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { StoryEntries } from "./story-entries.ts";

/** What a feed is made of: articles, or stories as if they were such. */
export type Entries = Pick<Articles, "newest" | "find" | "days" | "capturedOn" | "daysBeside">;

export function entriesOf({ of, language }: Pick<FeedDefinition, "of" | "language">, catalog: CatalogReader): Entries {
  return of === "stories" ? new StoryEntries(catalog, language) : catalog.articles;
}
