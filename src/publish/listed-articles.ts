import { convertListed } from "../feeds/scripts.ts";
import type { Article } from "../model/article.ts";
import type { ListedArticle } from "../pages/article-list.ts";
import type { PageContext } from "../pages/page-context.ts";
import type { ReportDeps } from "./shown-reports.ts";
import { findStory } from "./story-entries.ts";
import { tellStory } from "./told-story.ts";

/** Articles as lists of pages show them: in the script of the page. Those that stand for stories come with all reports. */
export function listedArticles(
  articles: Iterable<Article> | AsyncIterable<Article>,
  deps: ReportDeps,
  { script }: Pick<PageContext, "script">,
): Promise<readonly ListedArticle[]> {
  return Array.fromAsync(articles, async (article) => {
    const listed = convertListed(article, script);
    if (article.storySize === undefined) return listed;
    const story = await findStory(deps.catalog, article.id);
    const told = story && (await tellStory(story, deps, script));
    return told ? { ...listed, reports: told.reports } : listed;
  });
}
