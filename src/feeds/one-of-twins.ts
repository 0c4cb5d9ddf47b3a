import { scriptOfLanguage } from "../lib/text/script-of-language.ts";
import type { Article } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Outlet } from "../model/outlet.ts";

export interface Twins {
  readonly outlets: readonly Pick<Outlet, "id" | "language">[];
  /** An article, if the feed's selection holds it. */
  readonly find: (id: string) => Article | undefined;
}

/**
 * Of articles that are selected in both scripts, those in the feed's script, or in a feed of every script those in the
 * main one of their outlet, which its language tells. Whatever has no twin there stays.
 */
export function* oneOfTwins(
  articles: Iterable<Article>,
  { script }: Pick<FeedDefinition, "script">,
  { outlets, find }: Twins,
): Generator<Article> {
  const mainScripts = new Map(outlets.map(({ id, language }) => [id, scriptOfLanguage(language)]));
  for (const article of articles) {
    const wanted = script ?? mainScripts.get(article.outletId) ?? "zh-Hans";
    const isWanted = ({ language }: Article): boolean => scriptOfLanguage(language) === wanted;
    const twin = article.twin === undefined || isWanted(article) ? undefined : find(article.twin.id);
    if (twin === undefined || !isWanted(twin)) yield article;
  }
}
