import type { SelectableArticle } from "../catalog/catalog.ts";
import type { Selection } from "../model/selection.ts";
import { matches } from "../search/matches.ts";
import { searchedTexts } from "../search/searched-texts.ts";

/**
 * Tells from an article alone if a selection holds it.
 *
 * @param newest The newest capture time in the catalog, from which spans count back; absent where it has no article.
 */
export function isSelected(
  article: SelectableArticle,
  { outletIds, query }: Selection,
  newest: Date | undefined,
): boolean {
  if (outletIds?.includes(article.outletId) === false) return false;
  return query === undefined || matches(query, { ...article, ...searchedTexts(article) }, newest ?? new Date(0));
}
