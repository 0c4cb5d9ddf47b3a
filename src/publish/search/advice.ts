import { nearestWord } from "../../lib/text/nearest-word.ts";
import type { Query } from "../../model/query.ts";
import type { SearchAdvice } from "../../pages/search-page.ts";
import { all, formatQuery } from "../../search/canonical-query.ts";

export interface AdviceDeps {
  readonly outletIds: readonly string[];
  /** Words there are, the likeliest first. */
  readonly words: readonly string[];
  readonly isFound: (query: Query) => Promise<boolean>;
}

/**
 * What to say of a query that finds nothing: which of its words and outlets find nothing by themselves, and the nearest that
 * would find something. None where each finds something and only all together do not.
 */
export async function adviceOn(query: Query, deps: AdviceDeps): Promise<readonly SearchAdvice[]> {
  const parts = query.kind === "all" ? query.of : [query];
  const advice: SearchAdvice[] = [];
  for (const part of parts) {
    if ((part.kind !== "text" && part.kind !== "outlet") || (await deps.isFound(part))) continue;
    const near = nearest(part, deps);
    const others = parts.filter((other) => other !== part);
    const meant = near && { label: formatQuery(near), query: formatQuery(all([...others, near])) };
    const about = part.kind === "outlet" ? { outletId: part.outletId } : {};
    advice.push({ part: formatQuery(part), ...about, ...(meant && { meant }) });
  }
  return advice;
}

function nearest(part: Query, { outletIds, words }: AdviceDeps): Query | undefined {
  if (part.kind === "outlet") {
    const { outletId } = part;
    const near = outletIds.find((id) => id.startsWith(outletId)) ?? nearestWord(outletId, outletIds);
    return near === undefined ? undefined : { kind: "outlet", outletId: near };
  }
  if (part.kind !== "text" || part.phrase.length < 2) return undefined;
  const near = nearestWord(part.phrase, words);
  return near === undefined ? undefined : { ...part, phrase: near };
}
