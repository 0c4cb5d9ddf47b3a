import { fromSeconds, toSeconds } from "../../lib/time/seconds.ts";
import type { Report, Shared, Story } from "../../model/story.ts";
import { storyOf } from "../../stories/story.ts";
import type { StoryChoice, StorySpan } from "../catalog.ts";
import { reportColumns, toReport, type ReportRow } from "../report-rows.ts";
import type { Session } from "./database.ts";

interface StoryRow {
  readonly id: string;
  /** What it is ordered by, ascending. */
  readonly key: number;
  readonly since: number;
  readonly joined_at: number;
}

const PAGE = 50;
/** Outside of every span. */
const [BEFORE_ALL, AFTER_ALL] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

const columns: Readonly<Record<keyof Shared, string>> = { since: "since", joinedAt: "joined_at" };

/** Stories, one by one and in the order of time. */
export async function* storiesIn(session: Session, choice: StoryChoice): AsyncGenerator<Story, undefined> {
  if (!("id" in choice)) {
    yield* inSpan(session, choice);
    return undefined;
  }
  const reports = (await reportsOf(session, [choice.id])).get(choice.id);
  if (reports) yield storyOf(choice.id, reports);
  return undefined;
}

async function* inSpan(
  session: Session,
  { by = "joinedAt", from, until, oldestFirst, isBrief }: StorySpan,
): AsyncGenerator<Story, undefined> {
  const [first, end] = [from ? toSeconds(from) : BEFORE_ALL, until ? toSeconds(until) : AFTER_ALL];
  const sign = oldestFirst === true ? 1 : -1;
  const key = sign === 1 ? columns[by] : `(-${columns[by]})`;
  // In either order, the smaller id comes first. A key that is less than all of the span has no id that counts.
  let place: { readonly key: number; readonly id: string } | undefined =
    sign === 1 ? { key: first - 1, id: LAST_ID } : { key: -end, id: LAST_ID };
  while (place !== undefined) {
    const rows: readonly StoryRow[] = await session.query<StoryRow>(
      `SELECT id, ${key} AS key, since, joined_at FROM story WHERE (${key}, id) > ($1, $2) ORDER BY ${key}, id LIMIT ${PAGE}`,
      [place.key, place.id],
    );
    const ofSpan = rows.filter((row) => sign * row.key >= first && sign * row.key < end);
    const ids = ofSpan.map(({ id }) => id);
    const reports = isBrief === true ? new Map<string, readonly Report[]>() : await reportsOf(session, ids);
    for (const { id, since, joined_at: joinedAt } of ofSpan) {
      const shared = { since: fromSeconds(since), joinedAt: fromSeconds(joinedAt) };
      yield { id, reports: reports.get(id) ?? [], shared };
    }
    place = rows.length < PAGE || ofSpan.length < rows.length ? undefined : rows.at(-1);
  }
  return undefined;
}

const LAST_ID = "\uffff";

/** Reports by the ids of their stories, in the order of time. */
export async function reportsOf(
  session: Session,
  storyIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Report[]>> {
  const rows = await session.query<ReportRow & { readonly story_id: string }>(
    `SELECT story_id, ${reportColumns} FROM report WHERE story_id = ANY($1) ORDER BY published_at, article_id`,
    [storyIds],
  );
  const byStory = Map.groupBy(rows, (row) => row.story_id);
  return new Map([...byStory].map(([id, ofStory]) => [id, ofStory.map(toReport)] as const));
}
