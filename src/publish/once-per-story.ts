import type { CatalogReader } from "../catalog/catalog.ts";
import { onceEntry } from "../feeds/story-entry.ts";
import { takedownsOfStories } from "../feeds/withdrawals.ts";
import type { Article } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import type { Report, SharedStory } from "../model/story.ts";
import { sharedOf } from "../stories/story.ts";
import { isSelected } from "./is-selected.ts";
import { settledReports, shownReports, type ReportDeps } from "./shown-reports.ts";
import { findStory } from "./story-entries.ts";

/** Where a story stands among articles: that of its newest report, in the order of time, or of the one whose id it has. */
export type StoryPlace = "newest" | "first";

/**
 * Where a feed shows each story once: of a story that several of its outlets report, the lead with the others below it,
 * as it was when the last of these outlets joined. Other articles stay. Lazy.
 */
export async function* oncePerStory(
  articles: AsyncIterable<Article>,
  { stories, language, script }: Pick<FeedDefinition, "stories" | "language" | "script">,
  deps: ReportDeps,
  { selection, place }: { readonly selection: Selection; readonly place: StoryPlace },
): AsyncGenerator<Article, undefined> {
  if (stories !== "once") {
    yield* articles;
    return undefined;
  }
  const takedowns = await takedownsIn(selection, deps.catalog);
  const told = new Set<string>();
  for await (const article of articles) {
    const { id, storyId = "", surfacedAt } = article;
    if (told.has(storyId)) continue;
    const story = await storyWithin(selection, storyId, deps.catalog);
    const shown = story && (await shownReports(settledReports(story), deps, script));
    if (story === undefined || shown === undefined) {
      yield article;
      continue;
    }
    const entry = onceEntry({ ...story, takenDownAt: takedowns.get(storyId) }, shown, language);
    const isHere = place === "first" ? id === entry.id : shown.reports.some((report) => report.id === id);
    if (!isHere) continue;
    told.add(storyId);
    yield { ...entry, surfacedAt };
  }
  return undefined;
}

/** When reports of stories were last taken down, by the stories' ids. */
async function takedownsIn({ outletIds }: Selection, { state }: CatalogReader): Promise<ReadonlyMap<string, Date>> {
  const takedowns = await state.takedowns();
  const selected = takedowns.filter(({ outletId = "" }) => outletIds?.includes(outletId) ?? true);
  return new Map(Array.from(takedownsOfStories(selected), ([id, { takenDownAt }]) => [id, takenDownAt] as const));
}

/** What a selection holds of a story, if that is reports of several outlets. */
async function storyWithin(selection: Selection, id: string, catalog: CatalogReader): Promise<SharedStory | undefined> {
  const story = await findStory(catalog, id);
  if (story?.shared === undefined) return undefined;
  const reports = await selectedOf(story.reports, selection, catalog);
  const shared = sharedOf(reports);
  return shared && { id, reports, shared };
}

async function selectedOf(
  reports: readonly Report[],
  selection: Selection,
  { articles }: CatalogReader,
): Promise<readonly Report[]> {
  const ofOutlets = reports.filter(({ outletId }) => selection.outletIds?.includes(outletId) ?? true);
  if (selection.query === undefined) return ofOutlets;
  const { newestCapturedAt } = await articles.extent();
  const found = await Promise.all(ofOutlets.map(({ id }) => articles.find(id)));
  return ofOutlets.filter((_report, at) => {
    const article = found[at];
    return article !== undefined && isSelected(article, selection, newestCapturedAt);
  });
}
