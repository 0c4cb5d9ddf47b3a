import type { CatalogReader } from "../catalog/catalog.ts";
import { oneOfTwins } from "../feeds/scripts.ts";
import { Pace, textUs } from "../lib/pace.ts";
import type { Article } from "../model/article.ts";
import type { Edition } from "../model/edition.ts";
import type { Choice, FeedDefinition } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import { parseQuery } from "../search/parse-query.ts";
import { all } from "../search/canonical-query.ts";
import type { Query } from "../model/query.ts";
import { entriesOf, type Entries } from "./entries.ts";
import { isSelected } from "./is-selected.ts";
import { oncePerStory } from "./once-per-story.ts";

export interface SelectDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "outlets">;
  /** Stops what is long; see `CatalogReader`. */
  readonly signal?: AbortSignal;
}

/** The articles a feed is made of, with what a reader chose from it: newest first. Lazy; throws as the catalog does. */
export function selectArticles(definition: FeedDefinition, deps: SelectDeps, choice?: Choice): AsyncIterable<Article> {
  const selection = selectionOf(definition, choice);
  const articles = entriesOf(definition, deps).newest(selection, deps.signal);
  const inOneScript = withoutOtherTwins(articles, definition, deps, selection);
  return oncePerStory(inOneScript, definition, deps, { selection, place: "newest" });
}

/** Articles by their ids, as far as a feed shows them. Lazy: one body at a time. */
export function articlesOf(
  deps: SelectDeps,
  definition: FeedDefinition,
  ids: readonly string[],
): AsyncIterable<Article> {
  const selection = selectionOf(definition);
  const articles = articlesById(entriesOf(definition, deps), ids, deps.signal);
  const inOneScript = withoutOtherTwins(articles, definition, deps, selection);
  return oncePerStory(inOneScript, definition, deps, { selection, place: "first" });
}

async function* articlesById(
  entries: Entries,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Article, undefined> {
  const pace = new Pace(signal);
  for (const id of ids) {
    const article = await entries.find(id);
    if (article === undefined) continue;
    await pace.step(textUs(article));
    yield article;
  }
  return undefined;
}

/** The first of some articles or stories; reads no more of them. */
export async function firstOf<T>(some: AsyncIterable<T>, count: number): Promise<readonly T[]> {
  const first: T[] = [];
  for await (const one of some) if (first.push(one) === count) break;
  return first;
}

/** Leaves out what is there in the feed's script as well, where the feed shows one of twins. Lazy. */
async function* withoutOtherTwins(
  articles: AsyncIterable<Article>,
  definition: FeedDefinition,
  { catalog, edition }: SelectDeps,
  selection: Selection,
): AsyncGenerator<Article, undefined> {
  // A story has no twin.
  if (definition.twins === undefined || definition.of === "stories") {
    yield* articles;
    return undefined;
  }
  const { newestCapturedAt } = await catalog.articles.extent();
  const find = async (id: string): Promise<Article | undefined> => {
    const article = await catalog.articles.find(id);
    return article !== undefined && isSelected(article, selection, newestCapturedAt) ? article : undefined;
  };
  yield* oneOfTwins(articles, { script: definition.script, outlets: edition.outlets, find });
  return undefined;
}

type Selecting = Pick<FeedDefinition, "outletIds" | "query">;

/**
 * The selection of a feed, narrowed by what a reader chose from it: both queries must hold. Throws where one is no query:
 * they are checked where they come in.
 */
export function selectionOf({ outletIds, query }: Selecting, choice?: Choice): Selection {
  const both = bothQueries(query, choice);
  return { ...(outletIds !== undefined && { outletIds }), ...(both !== undefined && { query: both }) };
}

function bothQueries(query: string | undefined, choice: Choice | undefined): Query | undefined {
  const queries = [query, choice?.query].filter((text) => text !== undefined).map(queryOf);
  return queries.length === 0 ? undefined : all(queries);
}

function queryOf(text: string): Query {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`${text} is no query: ${query.mistake.message}`);
  return query.value;
}
