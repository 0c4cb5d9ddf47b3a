import type { Articles } from "../catalog/catalog.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { ReportDeps } from "./shown-reports.ts";
import { StoryEntries } from "./story-entries.ts";

/** What a feed is made of: articles, or stories as if they were such. */
export type Entries = Pick<Articles, "newest" | "find" | "days" | "capturedOn" | "daysBeside">;

export function entriesOf(definition: Pick<FeedDefinition, "of" | "language" | "script">, deps: ReportDeps): Entries {
  return definition.of === "stories" ? new StoryEntries(deps, definition) : deps.catalog.articles;
}
