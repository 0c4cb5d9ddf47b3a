import { chooseFeed, searchFeed } from "../../feeds/choose-feed.ts";
import { convertDefinition, convertListed } from "../../feeds/scripts.ts";
import type { AskedSearchFeed } from "../../model/addresses.ts";
import type { Choice } from "../../model/feed.ts";
import type { PageContext } from "../../pages/page-context.ts";
import type { MadeFeed, SearchFeedPageContent } from "../../pages/search-feed-page.ts";
import { readChoice } from "../../search/read-choice.ts";
import { firstOf, selectArticles } from "../select.ts";
import { mistakeOf, type SearchDeps } from "./search-articles.ts";

const PREVIEW = 10;

/** The content of the form that makes a feed of a search: the feed and the first of what it holds, or what is wrong. */
export async function askedSearchFeed(
  asked: AskedSearchFeed,
  deps: SearchDeps,
  { words, script: shownIn }: PageContext,
): Promise<SearchFeedPageContent> {
  const { q = "", outlet, limit, entries, script } = asked;
  if (q.trim() === "" && outlet === undefined) return { asked };
  const read = readChoice({ q, ...(limit && { limit }), ...(entries && { entries }) }, {}, deps.edition.outlets);
  if (!read.ok) return { asked, mistake: mistakeOf(read.written, read.mistake, words) };
  const choice = withOutlet(read.value ?? {}, outlet);
  const everything = searchFeed(deps.edition.site);
  const definition = script === undefined ? everything : convertDefinition(everything, script);
  const cut = chooseFeed(definition, choice);
  const articles = await firstOf(selectArticles(definition, deps, choice), Math.min(cut.limit ?? PREVIEW, PREVIEW));
  const preview = articles.map((article) => convertListed(article, script ?? shownIn));
  const variant = { name: everything.name, choice, ...(script !== undefined && { script }) };
  const made: MadeFeed = { feed: { title: words.searchTitle(choice.query ?? ""), variant }, preview };
  return { asked, made };
}

function withOutlet(choice: Choice, outlet: string | undefined): Choice {
  if (outlet === undefined) return choice;
  const read = readChoice({
    q: choice.query === undefined ? `outlet:${outlet}` : `(${choice.query}) outlet:${outlet}`,
  });
  return read.ok ? { ...choice, ...read.value } : choice;
}
