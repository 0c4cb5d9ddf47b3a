import type { AskedChoice } from "../model/addresses.ts";
import { MAX_ENTRIES, type Choice, type FeedDefinition } from "../model/feed.ts";
import { formatQuery } from "./canonical-query.ts";
import { parseQuery } from "./parse-query.ts";
import type { QueryMistakeCode } from "../model/query-mistake.ts";
import type { Result } from "../model/result.ts";
import { queryMistake, type QueryMistake } from "./query-mistake.ts";
import type { NamedOutlet } from "./read-query-tokens.ts";

/** What a reader chose from a feed, undefined where it comes to nothing; or why it cannot be had. */
export type ReadChoice = Result<Choice | undefined, RefusedChoice>;

interface RefusedChoice {
  readonly parameter: keyof AskedChoice;
  /** As it was asked for. */
  readonly written: string;
  readonly mistake: QueryMistake;
}

const number = /^0*([1-9]\d{0,2})$/;
const blank = /^\s*$/;

/**
 * The one spelling of what was asked of a feed: only what changes something is in it, so that one selection has one
 * address, one feed id and one entity tag. Of several mistakes the first is told.
 */
export function readChoice(
  asked: AskedChoice,
  feed: Pick<FeedDefinition, "limit" | "entries"> = {},
  outlets: readonly NamedOutlet[] = [],
): ReadChoice {
  const { q = "", limit = "", entries = "" } = asked;
  const query = blank.test(q) ? undefined : parseQuery(q, outlets);
  if (query?.ok === false) return { ok: false, parameter: "q", written: q, mistake: query.mistake };

  const count = limit === "" ? undefined : Number(number.exec(limit)?.[1] ?? 0);
  if (count !== undefined && (count < 1 || count > MAX_ENTRIES)) {
    return refused("limit", limit, "no-limit", MAX_ENTRIES);
  }
  if (!["", "summary", "full"].includes(entries)) return refused("entries", entries, "no-entries");
  if (entries === "full" && feed.entries === "summary") {
    return refused("entries", entries, "summaries-only");
  }

  const choice: Choice = {
    ...(query !== undefined && { query: formatQuery(query.value) }),
    ...(count !== undefined && count < (feed.limit ?? MAX_ENTRIES) && { limit: count }),
    ...(entries === "summary" && feed.entries !== "summary" && { entries }),
  };
  return { ok: true, value: Object.keys(choice).length === 0 ? undefined : choice };
}

function refused(
  parameter: keyof AskedChoice,
  written: string,
  code: QueryMistakeCode,
  about: string | number = "",
): ReadChoice {
  return { ok: false, parameter, written, mistake: queryMistake(code, 0, about) };
}
