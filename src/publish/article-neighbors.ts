import type { CatalogReader } from "../catalog/catalog.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";

/** The articles of its outlet that were first captured right before and right after an article. */
export interface Neighbors {
  readonly earlier?: Article;
  readonly later?: Article;
}

export function articleNeighbors({ id, outletId, firstCapturedAt }: Article, catalog: CatalogReader): Neighbors {
  const ofOutlet = { outletIds: [outletId] };
  const day = utcDay(firstCapturedAt);
  const ofDay = catalog.capturedOn(day, ofOutlet);
  const index = ofDay.findIndex((each) => each.id === id);
  const on = (other: string | undefined): typeof ofDay =>
    other === undefined ? [] : catalog.capturedOn(other, ofOutlet);
  const earlier = ofDay[index - 1] ?? on(catalog.dayBefore(day, ofOutlet)).at(-1);
  const later = ofDay[index + 1] ?? on(catalog.dayAfter(day, ofOutlet))[0];
  const earlierArticle = earlier && catalog.article(earlier.id);
  const laterArticle = later && catalog.article(later.id);
  return { ...(earlierArticle && { earlier: earlierArticle }), ...(laterArticle && { later: laterArticle }) };
}
