import { buildFeed, readCandidates, subscriptionFeed } from "../feeds/build-feed.ts";
import { lateTakedowns, takedownsOfStories, withdrawnArticle, withdrawnStory } from "../feeds/withdrawals.ts";
import type { Edition } from "../model/edition.ts";
import type { Choice, Feed, FeedDefinition } from "../model/feed.ts";
import type { Takedown } from "../model/takedown.ts";
import { entriesOf } from "./entries.ts";
import { catalogPresent, FeedHistory } from "./history.ts";
import { isSelected } from "./is-selected.ts";
import { articlesOf, selectArticles, selectionOf, type SelectDeps } from "./select.ts";

export interface SubscriptionDeps extends SelectDeps {
  readonly edition: Pick<Edition, "site" | "definitions" | "outlets">;
}

/**
 * The document of a feed that readers subscribe to: its newest articles, those that no closed part of its history holds
 * yet, a link to the newest such part, and what was taken down lately.
 */
export async function subscriptionOf(definition: FeedDefinition, deps: SubscriptionDeps): Promise<Feed> {
  const feed = buildFeed(definition, await readCandidates(definition, selectArticles(definition, deps)));
  const held = new Set(feed.articles.map(({ id }) => id));
  const history = await FeedHistory.of(deps, definition);
  const { part, unfinished } = await history.newest();
  // A mix leaves out what would be too much of one outlet: that is in the history once its part is closed.
  const missing = definition.share === undefined ? unfinished.filter((id) => !held.has(id)) : [];
  return subscriptionFeed(feed, {
    unfinished: await Array.fromAsync(articlesOf(deps, definition, missing)),
    archive: part === undefined ? {} : { previous: part },
    ...(await takedownsFrom(definition, deps)),
  });
}

/** A feed that a reader chose from another: the cut alone, with what was taken down of it lately. */
export async function chosenFeed(
  chosen: FeedDefinition,
  of: FeedDefinition,
  choice: Choice,
  deps: SubscriptionDeps,
): Promise<Feed> {
  const feed = buildFeed(chosen, await readCandidates(chosen, selectArticles(of, deps, choice)));
  return subscriptionFeed(feed, { unfinished: [], ...(await takedownsFrom(of, deps, choice)) });
}

/** The latest takedowns of a feed, and the entries that tell of them. */
async function takedownsFrom(
  definition: FeedDefinition,
  deps: SubscriptionDeps,
  choice?: Choice,
): Promise<Pick<Parameters<typeof subscriptionFeed>[1], "deletions" | "withdrawn">> {
  const { catalog, edition } = deps;
  const { day } = await catalogPresent(catalog);
  const late = day === undefined ? [] : lateTakedowns(await catalog.state.takedowns(), definition, day);
  if (definition.of === "stories") return await storiesWithdrawn(late, definition, deps);
  const mayHaveBeen = await Promise.all(late.map((takedown) => mayHaveBeenIn(definition, takedown, deps, choice)));
  const deletions = late.filter((_takedown, at) => mayHaveBeen[at]);
  return { deletions, withdrawn: deletions.map((takedown) => withdrawnArticle(takedown, edition)) };
}

/**
 * The same for stories that several outlets report no more. A choice may have found one by a report that is of another
 * story now, so that readers of every choice are told.
 */
async function storiesWithdrawn(
  late: readonly Takedown[],
  definition: FeedDefinition,
  deps: SubscriptionDeps,
): ReturnType<typeof takedownsFrom> {
  const entries = entriesOf(definition, deps);
  const ofStories = await Array.fromAsync(takedownsOfStories(late), async ([id, takedown]) => {
    return { id, takedown, isThere: (await entries.find(id)) !== undefined };
  });
  const gone = ofStories.filter(({ isThere }) => !isThere);
  return {
    deletions: gone.map(({ id, takedown: { takenDownAt } }) => ({ id, takenDownAt })),
    withdrawn: gone.map(({ id, takedown }) => withdrawnStory(id, takedown, deps.edition)),
  };
}

/** An article whose file is gone may have been in any feed of its outlet. */
async function mayHaveBeenIn(
  definition: FeedDefinition,
  { id }: Takedown,
  { catalog }: SubscriptionDeps,
  choice: Choice | undefined,
): Promise<boolean> {
  if (definition.query === undefined && choice?.query === undefined) return true;
  const article = await catalog.state.takenDownArticle(id);
  if (article === undefined) return true;
  return isSelected(article, selectionOf(definition, choice), (await catalog.articles.extent()).newestCapturedAt);
}
