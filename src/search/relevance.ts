import type { Query, TextQuery } from "../model/query.ts";
import { all, any, not } from "./canonical-query.ts";

/**
 * Queries that share out what a query finds, the most relevant first: all its words in the title, some of them, none. Each
 * article is found by one of them. The query itself where it asks for no words.
 */
export function relevanceTiers(query: Query): readonly Query[] {
  const inTitle = wordsOf(query).map((word): Query => ({ ...word, field: "title" }));
  if (inTitle.length === 0) return [query];
  const [every, some] = [all(inTitle), any(inTitle)];
  const isOne = inTitle.length === 1;
  const tiers = isOne ? [every, not(every)] : [every, all([some, not(every)]), not(some)];
  return tiers.map((tier) => all([query, tier]));
}

/** The words that what is found may have anywhere, or in its text. */
function wordsOf(query: Query): readonly TextQuery[] {
  if (query.kind === "all" || query.kind === "any") return query.of.flatMap(wordsOf);
  return query.kind === "text" && (query.field === undefined || query.field === "body") ? [query] : [];
}
