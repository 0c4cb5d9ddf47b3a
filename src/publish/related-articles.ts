import { oneOfTwinsAmong } from "../feeds/scripts.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";
import type { ChineseScript } from "../model/locale.ts";
import type { Query } from "../model/query.ts";
import { all, any } from "../search/canonical-query.ts";
import { parseQuery } from "../search/parse-query.ts";
import { WINDOW_MS } from "../stories/find-parent.ts";
import { Comparison } from "../stories/resemblance.ts";
import { heaviestTerms, signatureOf } from "../stories/signature.ts";
import { shownReports, type ReportDeps } from "./shown-reports.ts";
import { findStory } from "./story-entries.ts";
import { firstOf } from "./select.ts";

/** Terms by which earlier articles on a subject are looked for, and the articles that are looked at. */
const TERMS = 4;
const ARTICLES_LOOKED_AT = 60;
const RELATED_ARTICLES = 4;
const LEAST_RESEMBLANCE = 0.12;

/** The other reports of an article's story. */
export interface OtherReports {
  /** By time. */
  readonly others: readonly Article[];
  /** True where they are several outlets'. */
  readonly isShared: boolean;
}

export async function otherReports(
  article: Article,
  deps: ReportDeps,
  script: ChineseScript | undefined,
): Promise<OtherReports> {
  const { id, storyId, twin } = article;
  const story = storyId === undefined ? undefined : await findStory(deps.catalog, storyId);
  const shown = story && (await shownReports(story.reports, deps, script));
  const others = shown?.reports.filter((report) => report.id !== id && report.id !== twin?.id) ?? [];
  return { others, isShared: story?.shared !== undefined };
}

/** Earlier articles of the same vocabulary, too early to be of the same story: the most alike first. */
export async function relatedEarlier(
  article: Article,
  { catalog, edition: { outlets } }: ReportDeps,
  script: ChineseScript | undefined,
): Promise<readonly Article[]> {
  if (!(await catalog.articles.extent()).isSearchable) return [];
  const terms = heaviestTerms(article, TERMS).flatMap((term): readonly Query[] => {
    const parsed = parseQuery(`"${term}"`);
    return parsed.ok ? [parsed.value] : [];
  });
  if (terms.length === 0) return [];
  const before = new Date(article.publishedAt.getTime() - WINDOW_MS);
  const query = all([any(terms), { kind: "before", bound: { day: utcDay(before) } }]);
  const found = await firstOf(catalog.articles.newest({ query }), ARTICLES_LOOKED_AT);
  const comparison = new Comparison([signatureOf(article)]);
  return oneOfTwinsAmong(found, { script, outlets })
    .map((other) => ({ other, alike: comparison.with(signatureOf(other))[0] ?? 0 }))
    .filter(({ alike }) => alike >= LEAST_RESEMBLANCE)
    .toSorted((a, b) => b.alike - a.alike)
    .slice(0, RELATED_ARTICLES)
    .map(({ other }) => other);
}
