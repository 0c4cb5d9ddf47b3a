import { fromSeconds, toSeconds } from "../lib/time/seconds.ts";
import type { Report, Shared, Story } from "../model/story.ts";
import type { StorySpan } from "./catalog.ts";
import { rowPages } from "./row-pages.ts";

/* Stories as the engines keep them. Times are seconds since 1970. */

export interface StoryRow {
  readonly id: string;
  /** What it is ordered by, ascending. */
  readonly key: number;
  readonly since: number;
  readonly joined_at: number;
}

export const STORIES_AT_A_TIME = 50;
/** Outside of every span. */
const [BEFORE_ALL, AFTER_ALL] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
const LAST_ID = "\uffff";

export const storyColumns: Readonly<Record<keyof Shared, string>> = { since: "since", joinedAt: "joined_at" };

/**
 * The stories of a span of time, some at a time.
 *
 * @param rowsAfter Finds the next rows by their key, then by id: in either order of time, the smaller id comes first.
 */
export async function* storyRows(
  { from, until, oldestFirst }: StorySpan,
  rowsAfter: (place: Pick<StoryRow, "key" | "id">) => readonly StoryRow[] | Promise<readonly StoryRow[]>,
): AsyncGenerator<readonly StoryRow[], undefined> {
  const [first, end] = [from ? toSeconds(from) : BEFORE_ALL, until ? toSeconds(until) : AFTER_ALL];
  const sign = oldestFirst === true ? 1 : -1;
  // The key before the first one of the span: what begins with its end is not in it.
  const start = { key: sign === 1 ? first - 1 : -end, id: LAST_ID };
  for await (const rows of rowPages<StoryRow>(STORIES_AT_A_TIME, (last) => rowsAfter(last ?? start))) {
    const inSpan = rows.filter(({ key }) => sign * key >= first && sign * key < end);
    yield inSpan;
    if (inSpan.length < rows.length) return undefined;
  }
  return undefined;
}

export function toStory({ id, since, joined_at: joinedAt }: StoryRow, reports: readonly Report[]): Story {
  return { id, reports, shared: { since: fromSeconds(since), joinedAt: fromSeconds(joinedAt) } };
}
