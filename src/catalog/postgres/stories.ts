import type { Report, Story } from "../../model/story.ts";
import { storyOf } from "../../stories/story.ts";
import type { StoryChoice, StorySpan } from "../catalog.ts";
import { reportColumns, toReport, type ReportRow } from "../report-rows.ts";
import { STORIES_AT_A_TIME, storyColumns, storyRows, toStory } from "../story-rows.ts";
import type { Session } from "./database.ts";

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

async function* inSpan(session: Session, span: StorySpan): AsyncGenerator<Story, undefined> {
  const { by = "joinedAt", oldestFirst, isBrief } = span;
  const key = oldestFirst === true ? storyColumns[by] : `(-${storyColumns[by]})`;
  const pages = storyRows(span, (place) => {
    return session.query(
      `SELECT id, ${key} AS key, since, joined_at FROM story WHERE (${key}, id) > ($1, $2)
       ORDER BY ${key}, id LIMIT ${STORIES_AT_A_TIME}`,
      [place.key, place.id],
    );
  });
  for await (const rows of pages) {
    const ids = rows.map(({ id }) => id);
    const reports = isBrief === true ? new Map<string, readonly Report[]>() : await reportsOf(session, ids);
    for (const row of rows) yield toStory(row, reports.get(row.id) ?? []);
  }
  return undefined;
}

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
