import type { Article, Capture } from "./article.ts";

/** Fields that an article may lack: how many have them tells how well a profile does. */
export const coveredFields = ["time", "authors", "dek", "picture", "caption", "section"] as const;

export type CoveredField = (typeof coveredFields)[number];

/** The number of articles that have each field. */
export type Coverage = Readonly<Record<CoveredField, number>>;

/** The fields that an article, or a capture of one, has: `caption` is that of its main picture. */
export function fieldsOf(article: Article | Capture): readonly CoveredField[] {
  const has: Readonly<Record<CoveredField, boolean>> = {
    time: "publishedAtIsCaptureTime" in article ? !article.publishedAtIsCaptureTime : article.publishedAt !== undefined,
    authors: article.authors.length > 0,
    dek: article.dek !== undefined,
    picture: article.leadImage !== undefined,
    caption: article.leadImage?.caption !== undefined,
    section: article.section !== undefined,
  };
  return coveredFields.filter((field) => has[field]);
}

export function countFields(articles: Iterable<readonly CoveredField[]>): Coverage {
  const counts = { time: 0, authors: 0, dek: 0, picture: 0, caption: 0, section: 0 };
  for (const fields of articles) for (const field of fields) counts[field]++;
  return counts;
}

/** Articles that a drop is told from: the newest, and those before them. */
export const NEWEST_ARTICLES = 20;
export const EARLIER_ARTICLES = 200;

const LEAST_ARTICLES = 40;
const USUAL_SHARE = 0.7;

/** Some articles, and how many of them have each field. */
interface CoveredArticles {
  readonly articles: number;
  readonly coverage: Coverage;
}

/** The fields that most articles had, and whose share has dropped to half or less. Of few articles none is told. */
export function lostFields(before: CoveredArticles, now: CoveredArticles): readonly CoveredField[] {
  if (before.articles < LEAST_ARTICLES || now.articles === 0) return [];
  return coveredFields.filter((field) => {
    const share = before.coverage[field] / before.articles;
    return share >= USUAL_SHARE && now.coverage[field] / now.articles <= share / 2;
  });
}

/** A field that the newest articles of an outlet lack, and those before them have. */
export interface Drop {
  readonly field: CoveredField;
  /** Of the newest articles, how many have it. */
  readonly newest: number;
  /** Of `earlier` articles before them, how many had it. */
  readonly before: number;
  readonly earlier: number;
}

/**
 * The fields whose share has dropped suddenly to half or less: the outlet has changed its markup. `articles` are the
 * fields of an outlet's newest articles, newest first.
 */
export function dropsIn(articles: readonly (readonly CoveredField[])[]): readonly Drop[] {
  const newest = covered(articles.slice(0, NEWEST_ARTICLES));
  const earlier = covered(articles.slice(NEWEST_ARTICLES, NEWEST_ARTICLES + EARLIER_ARTICLES));
  return lostFields(earlier, newest).map((field) => ({
    field,
    newest: newest.coverage[field],
    before: earlier.coverage[field],
    earlier: earlier.articles,
  }));
}

function covered(articles: readonly (readonly CoveredField[])[]): CoveredArticles {
  return { articles: articles.length, coverage: countFields(articles) };
}
