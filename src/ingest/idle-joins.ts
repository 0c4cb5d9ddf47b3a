import type { CatalogReader } from "../catalog/catalog.ts";
import { describeSpan } from "../lib/text/quantities.ts";
import type { ArticlePair, Corrections } from "../model/story.ts";
import { partnersOf } from "../stories/corrections.ts";
import { WINDOW_MS } from "../stories/find-parent.ts";

/** Sentences on the operator's joins that have no effect: of what there is not, is too far apart, or is forbidden as well. */
export async function idleJoins(
  { articles }: Pick<CatalogReader, "articles">,
  { join, forbid }: Corrections,
): Promise<readonly string[]> {
  const sentences: string[] = [];
  for (const pair of join) {
    const reason = await reasonOf(pair, articles, forbid);
    if (reason !== undefined) sentences.push(`stories.join has no effect on ${pair.join("+")}: ${reason}.`);
  }
  return sentences;
}

async function reasonOf(
  [one, other]: ArticlePair,
  articles: CatalogReader["articles"],
  forbid: Corrections["forbid"],
): Promise<string | undefined> {
  const [first, second] = [await articles.find(one), await articles.find(other)];
  if (first === undefined || second === undefined) return `no article has the id ${first === undefined ? one : other}`;
  const apartMs = Math.abs(first.publishedAt.getTime() - second.publishedAt.getTime());
  if (apartMs > WINDOW_MS) return `they were published ${describeSpan(apartMs / 1000)} apart, which is over 72 hours`;
  return partnersOf(one, forbid).has(other) ? "stories.forbid names them, too" : undefined;
}
