import type { Article } from "../model/article.ts";
import type { ChineseScript } from "../model/locale.ts";
import type { Edition } from "../model/edition.ts";
import type { ReportDeps } from "./shown-reports.ts";
import { StoryEntries } from "./story-entries.ts";

/** Stories that are news: an outlet joined within the last two days of the archive. */
const NEWS_MS = 2 * 86_400_000;
const LEADING_STORIES = 4;

/** What many outlets report now, as entries: most outlets first, then the latest. */
export async function leadingStories(
  { catalog, edition }: ReportDeps & { readonly edition: Pick<Edition, "site"> },
  newestCapturedAt: Date | undefined,
  script: ChineseScript | undefined,
): Promise<readonly Article[]> {
  if (newestCapturedAt === undefined) return [];
  const from = new Date(newestCapturedAt.getTime() - NEWS_MS);
  // All of them: the greatest story may be the first of the two days.
  const late = await Array.fromAsync(catalog.articles.stories({ from }), ({ id, reports }) => ({
    id,
    outlets: new Set(reports.map(({ outletId }) => outletId)).size,
  }));
  const leading = late.toSorted((a, b) => b.outlets - a.outlets).slice(0, LEADING_STORIES);
  const entries = new StoryEntries(
    { catalog, edition },
    { language: edition.site.language, ...(script && { script }) },
  );
  const found = await Promise.all(leading.map(({ id }) => entries.find(id)));
  return found.filter((entry) => entry !== undefined);
}
