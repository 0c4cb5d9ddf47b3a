import { MAX_ENTRIES, searchFeedName, type Choice, type FeedDefinition, type Site } from "../model/feed.ts";

/**
 * The feed a reader chooses from another, with no more of an article than either shows. Its articles, which must meet both
 * queries, are selected elsewhere.
 */
export function chooseFeed(definition: FeedDefinition, { query, limit, entries }: Choice): FeedDefinition {
  const { title, description, language, limit: most = MAX_ENTRIES } = definition;
  const words = /^zh\b/i.test(language) ? chinese : english;
  const cut = [
    ...(limit === undefined ? [] : [words.newest(limit)]),
    ...(entries === undefined ? [] : [words.summaries]),
  ];
  const subject = query === undefined ? title : words.narrowed(title, query);
  return {
    ...definition,
    title: cut.length === 0 ? subject : words.cut(subject, cut),
    description: query === undefined ? description : words.describe(title, query),
    ...(limit !== undefined && { limit: Math.min(limit, most) }),
    ...(entries !== undefined && { entries }),
  };
}

/** The feed that a search chooses from: every article, in both scripts where it is there in both. */
export function searchFeed({ title, language }: Site): FeedDefinition {
  const description = /^zh\b/i.test(language) ? `${title}的全部文章` : `All articles of ${title}`;
  return { name: searchFeedName, title, description, language, isHidden: true };
}

interface Words {
  readonly newest: (count: number) => string;
  readonly summaries: string;
  readonly narrowed: (title: string, query: string) => string;
  readonly cut: (subject: string, how: readonly string[]) => string;
  readonly describe: (title: string, query: string) => string;
}

/** In characters that Simplified and Traditional share. */
const chinese: Words = {
  newest: (count) => `最新 ${count} 篇`,
  summaries: "摘要",
  narrowed: (title, query) => `${title}：${query}`,
  cut: (subject, how) => `${subject}（${how.join("，")}）`,
  describe: (title, query) => `${title}中符合「${query}」的文章`,
};

const english: Words = {
  newest: (count) => `newest ${count}`,
  summaries: "summaries",
  narrowed: (title, query) => `${title}: ${query}`,
  cut: (subject, how) => `${subject} (${how.join(", ")})`,
  describe: (title, query) => `Articles of ${title} that meet “${query}”`,
};
