import type { CatalogReader } from "../catalog/catalog.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";
import type { Query } from "../model/query.ts";
import type { Edition } from "../model/edition.ts";
import type { Story } from "../model/story.ts";
import { all, any } from "../search/canonical-query.ts";
import { parseQuery } from "../search/parse-query.ts";
import { compareInTime, WINDOW_MS } from "../stories/find-parent.ts";
import { resemblance } from "../stories/resemblance.ts";
import { heaviestTerms, signatureOf } from "../stories/signature.ts";
import { StoryEntries, findStory, oneOfTwins, reportsOf, settledReports } from "./story-entries.ts";
import { firstOf } from "./select.ts";

/** Stories that are news: an outlet joined within the last two days of the archive. */
const NEWS_MS = 2 * 86_400_000;
const STORIES_LOOKED_AT = 40;
const LEADING_STORIES = 4;

/** Terms by which earlier articles on a subject are looked for, and the articles that are looked at. */
const TERMS = 4;
const ARTICLES_LOOKED_AT = 60;
const RELATED_ARTICLES = 4;
const LEAST_RESEMBLANCE = 0.12;

/** What many outlets report now: most outlets first, then the latest. */
export async function leadingStories(
  { catalog, edition }: { readonly catalog: CatalogReader; readonly edition: Pick<Edition, "site"> },
  newestCapturedAt: Date | undefined,
): Promise<readonly Article[]> {
  if (newestCapturedAt === undefined) return [];
  const from = new Date(newestCapturedAt.getTime() - NEWS_MS);
  const late = await firstOf(catalog.articles.stories({ from }), STORIES_LOOKED_AT);
  const leading = late.toSorted((a, b) => outletsOf(b) - outletsOf(a)).slice(0, LEADING_STORIES);
  const entries = new StoryEntries(catalog, edition.site.language);
  const found = await Promise.all(leading.map(({ id }) => entries.find(id)));
  return found.filter((entry) => entry !== undefined);
}

/** As many as the story's entry tells of. */
function outletsOf(story: Story): number {
  return new Set(settledReports(story).map(({ outletId }) => outletId)).size;
}

/** The other reports of an article's story, by time. */
export async function otherReports(article: Article, catalog: CatalogReader): Promise<readonly Article[]> {
  const { id, storyId, twin } = article;
  const story = storyId === undefined ? undefined : await findStory(catalog, storyId);
  if (story === undefined) return [];
  const others = oneOfTwins(story.reports).filter((report) => report.id !== id && report.id !== twin?.id);
  return (await reportsOf(others, catalog)).toSorted(compareInTime);
}

/** Earlier articles of the same vocabulary, too early to be of the same story: the most alike first. */
export async function relatedEarlier(article: Article, catalog: CatalogReader): Promise<readonly Article[]> {
  if (!(await catalog.articles.extent()).isSearchable) return [];
  const terms = heaviestTerms(article, TERMS).flatMap((term): readonly Query[] => {
    const parsed = parseQuery(`"${term}"`);
    return parsed.ok ? [parsed.value] : [];
  });
  if (terms.length === 0) return [];
  const before = new Date(article.publishedAt.getTime() - WINDOW_MS);
  const query = all([any(terms), { kind: "before", bound: { day: utcDay(before) } }]);
  const found = await firstOf(catalog.articles.newest({ query }), ARTICLES_LOOKED_AT);
  const signature = signatureOf(article);
  return found
    .map((other) => ({ other, alike: resemblance(signature, signatureOf(other)) }))
    .filter(({ alike }) => alike >= LEAST_RESEMBLANCE)
    .toSorted((a, b) => b.alike - a.alike)
    .slice(0, RELATED_ARTICLES)
    .map(({ other }) => other);
}
