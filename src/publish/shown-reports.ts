import type { CatalogReader } from "../catalog/catalog.ts";
import { givesWay } from "../feeds/scripts.ts";
import type { Article } from "../model/article.ts";
import type { Edition } from "../model/edition.ts";
import type { ChineseScript } from "../model/locale.ts";
import type { Report, Story } from "../model/story.ts";
import { leadOf, withoutTwins } from "../stories/story.ts";

export interface ReportDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "outlets">;
}

/** Reports of a story as readers of a feed or a page see them: of an article that is there in both scripts, one. */
export interface ShownReports {
  /** Stands for the others. */
  readonly lead: Article;
  /** By time; the lead is among them. */
  readonly reports: readonly Article[];
}

/**
 * The articles of reports that come in the order of time; absent where none of them is there.
 *
 * @param script That of the feed or the page: where it has none, of twins the one in the main script of their outlet is shown.
 */
export async function shownReports(
  reports: readonly Report[],
  deps: ReportDeps,
  script?: ChineseScript,
): Promise<ShownReports | undefined> {
  return shownAmong(reports, await articlesOf(reports, deps), deps, script);
}

/** The articles of reports, by their ids. */
export async function articlesOf(
  reports: readonly Report[],
  { catalog }: ReportDeps,
): Promise<ReadonlyMap<string, Article>> {
  const found = await Promise.all(reports.map(({ id }) => catalog.articles.find(id)));
  return new Map(found.flatMap((article) => (article ? [[article.id, article] as const] : [])));
}

/** The same as `shownReports`, where the articles were found before: those of these reports, and maybe of others. */
export function shownAmong(
  reports: readonly Report[],
  articles: ReadonlyMap<string, Article>,
  { edition: { outlets } }: ReportDeps,
  script?: ChineseScript,
): ShownReports | undefined {
  const twins = new Map<string, string>();
  for (const { id, twinId } of reports) {
    const [article, twin] = [articles.get(id), articles.get(twinId ?? "")];
    if (article && twin && givesWay(article, twin, { script, outlets })) twins.set(id, twin.id);
  }
  const shown = withoutTwins(
    reports.filter(({ id }) => articles.has(id)),
    twins,
  );
  const lead = articles.get(leadOf(shown)?.id ?? "");
  return lead && { lead, reports: shown.flatMap(({ id }) => articles.get(id) ?? []) };
}

/**
 * The reports of which a story's entry tells: those that were there when the last outlet joined, and what came since of
 * them in the other script.
 */
export function settledReports({ reports, shared }: Story): readonly Report[] {
  if (shared === undefined) return reports;
  const settled = reports.filter(({ firstCapturedAt }) => firstCapturedAt <= shared.joinedAt);
  const ids = new Set(settled.flatMap(({ id, twinId }) => (twinId === undefined ? [id] : [id, twinId])));
  return reports.filter(({ id, twinId }) => ids.has(id) || ids.has(twinId ?? ""));
}
