import type { DatabaseSync } from "node:sqlite";
import type { Report, Shared, Story } from "../../model/story.ts";
import { storyOf } from "../../stories/story.ts";
import type { StoryChoice, StorySpan } from "../catalog.ts";
import { reportColumns, toReport, type ReportRow } from "../report-rows.ts";
import { STORIES_AT_A_TIME, storyColumns, storyRows, toStory, type StoryRow } from "../story-rows.ts";
import { prepareQuery, type Query } from "./statements.ts";

/** Stories, one by one and in the order of time. */
export class StoryReader {
  readonly #reports: Query<ReportRow>;
  readonly #oldestFirst: Readonly<Record<keyof Shared, Query<StoryRow>>>;
  readonly #newestFirst: Readonly<Record<keyof Shared, Query<StoryRow>>>;

  constructor(db: DatabaseSync) {
    this.#reports = prepareQuery(
      db,
      `SELECT ${reportColumns} FROM report WHERE story_id = ? ORDER BY published_at, article_id`,
    );
    const pageBy = (key: string): Query<StoryRow> =>
      prepareQuery(
        db,
        `SELECT id, ${key} AS key, since, joined_at FROM story WHERE (${key}, id) > (?, ?)
         ORDER BY ${key}, id LIMIT ${STORIES_AT_A_TIME}`,
      );
    this.#oldestFirst = { since: pageBy(storyColumns.since), joinedAt: pageBy(storyColumns.joinedAt) };
    this.#newestFirst = { since: pageBy(`-${storyColumns.since}`), joinedAt: pageBy(`-${storyColumns.joinedAt}`) };
  }

  async *stories(choice: StoryChoice): AsyncGenerator<Story, undefined> {
    if (!("id" in choice)) yield* this.#inSpan(choice);
    else {
      const reports = this.#reportsOf(choice.id);
      if (reports.length > 0) yield storyOf(choice.id, reports);
    }
    return undefined;
  }

  async *#inSpan(span: StorySpan): AsyncGenerator<Story, undefined> {
    const { by = "joinedAt", oldestFirst, isBrief } = span;
    const query = (oldestFirst === true ? this.#oldestFirst : this.#newestFirst)[by];
    for await (const rows of storyRows(span, ({ key, id }) => query.all(key, id))) {
      for (const row of rows) yield toStory(row, isBrief === true ? [] : this.#reportsOf(row.id));
    }
    return undefined;
  }

  #reportsOf(id: string): readonly Report[] {
    return this.#reports.all(id).map(toReport);
  }
}
