import type { CatalogReader } from "../catalog/catalog.ts";
import { describeSpan } from "../lib/text/quantities.ts";
import type { ArticlePair, Corrections } from "../model/story.ts";
import { partnersOf } from "../stories/corrections.ts";
import { WINDOW_MS } from "../stories/find-parent.ts";

/** A sentence for each pair of `stories.join` and `stories.forbid` that has no effect, with the reason. */
export async function idleCorrections(
  { articles }: Pick<CatalogReader, "articles">,
  { join, forbid }: Corrections,
): Promise<readonly string[]> {
  const sentences: string[] = [];
  const tell = (option: string, pair: ArticlePair, reason: string | undefined): void => {
    if (reason !== undefined) sentences.push(`${option} has no effect on ${pair.join("+")}: ${reason}.`);
  };
  for (const pair of join) {
    const isForbidden = partnersOf(pair[0], forbid).has(pair[1]);
    const reason = (await whyNoStory(pair, articles)) ?? (isForbidden ? "stories.forbid names them, too" : undefined);
    tell("stories.join", pair, reason);
  }
  for (const pair of forbid) tell("stories.forbid", pair, await whyNoStory(pair, articles));
  return sentences;
}

/** The reason why two articles cannot be of one story; undefined where they can. */
async function whyNoStory([one, other]: ArticlePair, articles: CatalogReader["articles"]): Promise<string | undefined> {
  const [first, second] = [await articles.find(one), await articles.find(other)];
  if (first === undefined || second === undefined) return `no article has the id ${first === undefined ? one : other}`;
  const apartMs = Math.abs(first.publishedAt.getTime() - second.publishedAt.getTime());
  return apartMs > WINDOW_MS
    ? `they were published ${describeSpan(apartMs / 1000)} apart, which is over 72 hours`
    : undefined;
}
