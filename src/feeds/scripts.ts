import { convertTexts } from "../lib/html/convert-texts.ts";
import { convertScript } from "../lib/text/convert-script.ts";
import { scriptOfLanguage } from "../lib/text/script-of-language.ts";
import type { Article, Picture, Recording } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { ChineseScript } from "../model/locale.ts";
import type { Outlet } from "../model/outlet.ts";

/**
 * The feed of the same articles in one script. Its own Chinese texts are converted too. An article that the outlet itself
 * publishes in this script is shown as it is published, once.
 */
export function convertDefinition(definition: FeedDefinition, script: ChineseScript): FeedDefinition {
  const inScript: FeedDefinition = { ...definition, script, twins: "one" };
  if (scriptOfLanguage(definition.language) === undefined) return inScript;
  const convert = (text: string): string => convertScript(text, script);
  const { title, description, rights } = definition;
  return {
    ...inScript,
    title: convert(title),
    description: convert(description),
    ...(rights !== undefined && { rights: convert(rights) }),
    language: script,
  };
}

/**
 * Converts an article to a feed's script, if the feed is in one; returns the article itself where it is in that script,
 * or not in Chinese. All text is converted but names: a machine misspells people (于 would become 於). So authors, outlets
 * and credits are the same in every feed, and a reader can filter by them. The id stays.
 */
export function convertArticle(article: Article, script: ChineseScript | undefined): Article {
  if (script === undefined) return article;
  const isOfOther = (tag: string): boolean => ![undefined, script].includes(scriptOfLanguage(tag));
  if (!isOfOther(article.language)) return article;
  const convert = (text: string): string => convertScript(text, script);
  const { title, dek, excerpt, bodyHtml, section, rights, leadImage, recordings } = article;
  return {
    ...article,
    title: convert(title),
    ...(dek !== undefined && { dek: convert(dek) }),
    excerpt: convert(excerpt),
    bodyHtml: convertTexts(bodyHtml, { convert, applies: isOfOther, language: script }),
    ...(section !== undefined && { section: convert(section) }),
    ...(rights !== undefined && { rights: convert(rights) }),
    ...(leadImage !== undefined && { leadImage: convertPicture(leadImage, convert) }),
    ...(recordings !== undefined && { recordings: recordings.map((one) => convertRecording(one, convert)) }),
    language: script,
    convertedFrom: article.language,
    // Equal revisions render to equal bytes, so this must be another one.
    revision: `${article.revision}-${script}`,
  };
}

/** The same for lists, which show no body: it is empty then, and was not converted in vain. */
export function convertListed(article: Article, script: ChineseScript | undefined): Article {
  return script === undefined ? article : convertArticle({ ...article, bodyHtml: "" }, script);
}

function convertPicture(picture: Picture, convert: (text: string) => string): Picture {
  const { alt, caption } = picture;
  return {
    ...picture,
    ...(alt !== undefined && { alt: convert(alt) }),
    ...(caption !== undefined && { caption: convert(caption) }),
  };
}

function convertRecording(recording: Recording, convert: (text: string) => string): Recording {
  return { ...recording, ...(recording.title !== undefined && { title: convert(recording.title) }) };
}

/** By what one of an article's two versions, of which an outlet publishes one in each script, is chosen. */
export interface TwinChoice {
  /** Of the feed or the page; absent where it has no script of its own, and the main one of each outlet is shown. */
  readonly script?: ChineseScript | undefined;
  /** An outlet's language tells its main script. */
  readonly outlets: readonly Pick<Outlet, "id" | "language">[];
}

/** True for an article that gives way to its twin, where both are there and one is to be shown. */
export function givesWay(article: Article, twin: Article, choice: TwinChoice): boolean {
  return !isInShownScript(article, choice) && isInShownScript(twin, choice);
}

function isInShownScript({ outletId, language }: Article, { script, outlets }: TwinChoice): boolean {
  const main = outlets.find(({ id }) => id === outletId)?.language ?? "zh-Hans";
  return scriptOfLanguage(language) === (script ?? scriptOfLanguage(main) ?? "zh-Hans");
}

export interface Twins extends TwinChoice {
  /** An article, if the feed's selection holds it. */
  readonly find: (id: string) => Promise<Article | undefined>;
}

/** Leaves out one of each two articles that are selected in both scripts. Those without a twin in the selection stay. */
export async function* oneOfTwins(
  articles: AsyncIterable<Article>,
  { find, ...choice }: Twins,
): AsyncGenerator<Article, undefined> {
  for await (const article of articles) {
    // What is in the shown script stays, whatever its twin is.
    const mayGiveWay = article.twin !== undefined && !isInShownScript(article, choice);
    const twin = mayGiveWay ? await find(article.twin.id) : undefined;
    if (twin === undefined || !givesWay(article, twin, choice)) yield article;
  }
  return undefined;
}

/** The same of articles that are all there. */
export function oneOfTwinsAmong(articles: readonly Article[], choice: TwinChoice): readonly Article[] {
  const byId = new Map(articles.map((article) => [article.id, article]));
  return articles.filter((article) => {
    const twin = byId.get(article.twin?.id ?? "");
    return twin === undefined || !givesWay(article, twin, choice);
  });
}
