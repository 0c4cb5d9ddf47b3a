import type { CatalogReader, DaysBeside, StorySpan } from "../catalog/catalog.ts";
import { storyEntry } from "../feeds/story-entry.ts";
import { takedownsOfStories } from "../feeds/withdrawals.ts";
import { Pace, textUs } from "../lib/pace.ts";
import { startOfUtcDay, utcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";
import type { CapturedArticle, DayCount } from "../model/captured-article.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import type { Report, SharedStory, Story } from "../model/story.ts";
import type { Takedown } from "../model/takedown.ts";
import { isSelected } from "./is-selected.ts";
import { settledReports, shownReports, type ReportDeps } from "./shown-reports.ts";

/** Bytes that each counts with where a history is cut, so that no outlet that joins moves the cut. */
const SHOWN_BYTES = 10_000;
const DAY_MS = 86_400_000;
/** What it costs to look at a story without its texts, in microseconds. */
const STORY_US = 50;
/** Articles of a selection that are looked for before stories are looked at one by one. */
const MAX_FOUND = 500;
const dayOfYear = /^\d\d-\d\d$/;

/**
 * The stories that several outlets report, as if each were an article: it surfaces whenever an outlet joins, and was first
 * captured when the second one did.
 */
export class StoryEntries {
  readonly #deps: ReportDeps;
  readonly #catalog: CatalogReader;
  readonly #feed: Pick<FeedDefinition, "language" | "script">;
  #takedowns: Promise<ReadonlyMap<string, Takedown>> | undefined;

  constructor(deps: ReportDeps, feed: Pick<FeedDefinition, "language" | "script">) {
    this.#deps = deps;
    this.#catalog = deps.catalog;
    this.#feed = feed;
  }

  async *newest(selection: Selection = {}, signal?: AbortSignal): AsyncGenerator<Article, undefined> {
    yield* this.#selected({}, selection, signal);
    return undefined;
  }

  async find(id: string): Promise<Article | undefined> {
    const story = await findStory(this.#catalog, id);
    return story && isShared(story) ? this.#entry(story) : undefined;
  }

  async days(selection: Selection = {}, signal?: AbortSignal): Promise<readonly DayCount[]> {
    const counts = new Map<string, number>();
    const count = (instant: Date): void => void counts.set(utcDay(instant), (counts.get(utcDay(instant)) ?? 0) + 1);
    const span = { by: "since", oldestFirst: true } as const;
    if (isEverything(selection)) {
      for await (const { shared } of this.#catalog.articles.stories({ ...span, isBrief: true })) {
        signal?.throwIfAborted();
        if (shared) count(shared.since);
      }
    } else for await (const { firstCapturedAt } of this.#selected(span, selection, signal)) count(firstCapturedAt);
    return Array.from(counts, ([day, articles]) => ({ day, articles }));
  }

  async capturedOn(day: string, selection: Selection = {}, signal?: AbortSignal): Promise<readonly CapturedArticle[]> {
    const days = dayOfYear.test(day) ? await this.#daysOfYears(day, selection, signal) : [day];
    const captured: CapturedArticle[] = [];
    for (const one of days) {
      const from = startOfUtcDay(one);
      if (from === undefined) continue;
      const span = { by: "since", from, until: new Date(from.getTime() + DAY_MS) } as const;
      const oldestFirst = one === day;
      for await (const { id, firstCapturedAt } of this.#selected({ ...span, oldestFirst }, selection, signal)) {
        captured.push({ id, firstCapturedAt, shownBytes: SHOWN_BYTES });
      }
    }
    return captured;
  }

  async daysBeside(day: string | undefined, selection: Selection = {}, signal?: AbortSignal): Promise<DaysBeside> {
    const start = day === undefined ? undefined : startOfUtcDay(day);
    if (day !== undefined && start === undefined) return {};
    const dayOf = async (span: StorySpan): Promise<string | undefined> => {
      for await (const { firstCapturedAt } of this.#selected({ by: "since", ...span }, selection, signal)) {
        return utcDay(firstCapturedAt);
      }
      return undefined;
    };
    const before = await dayOf(start ? { until: start } : {});
    const next = start && new Date(start.getTime() + DAY_MS);
    const after = next && (await dayOf({ from: next, oldestFirst: true }));
    return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  }

  async #daysOfYears(day: string, selection: Selection, signal: AbortSignal | undefined): Promise<readonly string[]> {
    const all = await this.days(selection, signal);
    return all
      .map((each) => each.day)
      .filter((each) => each.endsWith(`-${day}`))
      .toReversed();
  }

  /** A story is selected if one of the reports that its entry tells of is. */
  async *#selected(
    span: StorySpan,
    selection: Selection,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Article, undefined> {
    const pace = new Pace(signal);
    const isChosen = isEverything(selection) ? undefined : await this.#chooser(selection, pace, signal);
    for await (const story of this.#catalog.articles.stories(span)) {
      await pace.step(STORY_US);
      if (!isShared(story)) continue;
      if (isChosen && !(await isChosen(settledReports(story)))) continue;
      const entry = await this.#entry(story);
      if (entry === undefined) continue;
      await pace.step(textUs(entry));
      yield entry;
    }
    return undefined;
  }

  /** Tells if one of some reports is selected: by what the search index finds, or of many by the text of each. */
  async #chooser(
    selection: Selection,
    pace: Pace,
    signal: AbortSignal | undefined,
  ): Promise<(reports: readonly Report[]) => Promise<boolean>> {
    const { articles } = this.#catalog;
    const found = new Set<string>();
    for await (const { id } of articles.newest(selection, signal)) if (found.add(id).size > MAX_FOUND) break;
    if (found.size <= MAX_FOUND) return async (reports) => reports.some(({ id }) => found.has(id));
    const { newestCapturedAt } = await articles.extent();
    return async (reports) => {
      if (reports.some(({ id }) => found.has(id))) return true;
      for (const { id } of reports) {
        const article = await articles.find(id);
        if (article === undefined) continue;
        await pace.step(textUs(article));
        if (isSelected(article, selection, newestCapturedAt)) return true;
      }
      return false;
    };
  }

  async #entry(story: SharedStory): Promise<Article | undefined> {
    const { language, script } = this.#feed;
    const shown = await shownReports(settledReports(story), this.#deps, script);
    this.#takedowns ??= this.#catalog.state.takedowns().then(takedownsOfStories);
    const { takenDownAt } = (await this.#takedowns).get(story.id) ?? {};
    return shown && storyEntry({ ...story, takenDownAt }, shown, language);
  }
}

function isShared(story: Story): story is SharedStory {
  return story.shared !== undefined;
}

function isEverything({ outletIds, query }: Selection): boolean {
  return outletIds === undefined && query === undefined;
}

export async function findStory({ articles }: CatalogReader, id: string): Promise<Story | undefined> {
  for await (const story of articles.stories({ id })) return story;
  return undefined;
}
