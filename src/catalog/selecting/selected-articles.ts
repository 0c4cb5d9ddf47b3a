import { fromSeconds, toSeconds } from "../../lib/time/seconds.ts";
import { utcDay } from "../../lib/time/utc-day.ts";
import type { Article } from "../../model/article.ts";
import type { CapturedArticle, DayCount } from "../../model/captured-article.ts";
import type { Selection } from "../../model/selection.ts";
import type { ArticleCount, Articles, ArticlesBeside, DaysBeside, Extent } from "../catalog.ts";
import { ArticleHistory } from "./history.ts";
import { NewestArticles } from "./newest.ts";
import { Selecting } from "./selecting.ts";
import type { SelectionTables } from "./tables.ts";

type OfSelections = Pick<
  Articles,
  "newest" | "count" | "find" | "days" | "capturedOn" | "daysBeside" | "beside" | "extent"
>;

/**
 * The part of every engine's `Articles` that selects: in all engines the same articles are looked at in the same order, so
 * that answers are alike. An engine adds what it looks up.
 */
export abstract class SelectedArticles implements OfSelections {
  readonly #tables: SelectionTables;
  readonly #selecting: Selecting;
  readonly #newest: NewestArticles;
  readonly #history: ArticleHistory;

  constructor(tables: SelectionTables) {
    this.#tables = tables;
    this.#selecting = new Selecting(tables);
    this.#newest = new NewestArticles(tables);
    this.#history = new ArticleHistory(tables);
  }

  /** The number of articles of some outlets, or of all. */
  protected abstract total(outletIds: readonly string[] | undefined): Promise<number>;

  async *newest(selection: Selection = {}, signal?: AbortSignal): AsyncGenerator<Article, undefined> {
    yield* this.#newest.articles(await this.#selecting.start(selection, signal));
    return undefined;
  }

  async count(selection: Selection = {}, signal?: AbortSignal): Promise<ArticleCount> {
    const { finder, ...started } = await this.#selecting.start(selection, signal);
    if (finder !== undefined) return this.#newest.count({ finder, ...started });
    return { articles: await this.total(selection.outletIds), isAtLeast: false };
  }

  async find(id: string): Promise<Article | undefined> {
    return (await this.#tables.find([id])).get(id);
  }

  async days(selection: Selection = {}, signal?: AbortSignal): Promise<readonly DayCount[]> {
    return this.#history.days(await this.#selecting.start(selection, signal));
  }

  async capturedOn(day: string, selection: Selection = {}, signal?: AbortSignal): Promise<readonly CapturedArticle[]> {
    return this.#history.capturedOn(day, await this.#selecting.start(selection, signal));
  }

  async daysBeside(day: string | undefined, selection: Selection = {}, signal?: AbortSignal): Promise<DaysBeside> {
    const started = await this.#selecting.start(selection, signal);
    const before = await this.#history.dayBefore(day, started);
    const after = day === undefined ? undefined : await this.#history.dayAfter(day, started);
    return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  }

  async beside({ id, outletId, firstCapturedAt }: Article): Promise<ArticlesBeside> {
    const key = { firstCapturedAt: toSeconds(firstCapturedAt), id };
    const [earlier] = await this.#tables.capturedBefore(key, 1, outletId);
    const [later] = await this.#tables.capturedAfter(key, 1, outletId);
    const found = await this.#tables.find([earlier, later].flatMap((row) => row?.id ?? []));
    const [before, after] = [found.get(earlier?.id ?? ""), found.get(later?.id ?? "")];
    return { ...(before && { before }), ...(after && { after }) };
  }

  async extent(): Promise<Extent> {
    const newestCapturedAt = await this.#selecting.newestCapturedAt();
    const last = await this.#tables.lastCapture();
    return {
      isSearchable: await this.#tables.isSearchable(),
      ...(newestCapturedAt !== undefined && { newestCapturedAt }),
      ...(last !== undefined && { lastDay: utcDay(fromSeconds(last)) }),
    };
  }
}
