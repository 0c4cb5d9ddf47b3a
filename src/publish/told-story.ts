import type { Article } from "../model/article.ts";
import type { ChineseScript } from "../model/locale.ts";
import type { Story } from "../model/story.ts";
import { articlesOf, settledReports, shownAmong, type ReportDeps } from "./shown-reports.ts";

/** A story as pages and the command line tell it. */
export interface ToldStory {
  /** The lead of its entry in the feed of stories. What an outlet adds to its own report makes no other one. */
  readonly lead: Article;
  /** All that there are by now, by time. */
  readonly reports: readonly Article[];
}

/** `undefined` where no report of it is there any more. */
export async function tellStory(
  story: Story,
  deps: ReportDeps,
  script?: ChineseScript,
): Promise<ToldStory | undefined> {
  const articles = await articlesOf(story.reports, deps);
  const settled = shownAmong(settledReports(story), articles, deps, script);
  const all = shownAmong(story.reports, articles, deps, script);
  return all && { lead: settled?.lead ?? all.lead, reports: all.reports };
}
