import type { CatalogReader } from "../catalog/catalog.ts";
import type { Article } from "../model/article.ts";
import type { Story } from "../model/story.ts";
import { compareInTime } from "../stories/find-parent.ts";
import { leadOf } from "../stories/story.ts";
import { oneOfTwins, reportsOf, settledReports } from "./story-entries.ts";

/** A story as pages and the command line tell it. */
export interface ToldStory {
  /** The lead of its entry in the feed of stories. What an outlet adds to its own report makes no other one. */
  readonly lead: Article;
  /** All that there are by now, by time. */
  readonly reports: readonly Article[];
}

/** `undefined` where no report of it is there any more. */
export async function tellStory(story: Story, catalog: CatalogReader): Promise<ToldStory | undefined> {
  const reports = (await reportsOf(oneOfTwins(story.reports), catalog)).toSorted(compareInTime);
  const settled = leadOf(settledReports(story));
  const lead = reports.find(({ id }) => id === settled?.id || id === settled?.twinId) ?? reports[0];
  return lead && { lead, reports };
}
