import { buildFeed } from "../../src/feeds/build-feed.ts";
import type { Capture, Article } from "../../src/model/article.ts";
import { feedFormats, type FeedFormat } from "../../src/model/feed.ts";
import { renderFeedPage } from "../../src/pages/feed-page.ts";
import { createPageContext } from "../../src/pages/page-context.ts";
import { renderEntry, renderFeed } from "../../src/render/render-feed.ts";
import { outcomeOf, projectOutlets } from "../corpus-cases.ts";
import { readWithFeedsmith, type ReadEntry } from "../read-back.ts";
import { definition, site } from "../render-cases.ts";

const outlets = projectOutlets();

/** What subscribers and visitors get of one article file. */
export interface Published {
  readonly article: Article;
  /** Its entry as read back of the document in each format. */
  readonly entries: Readonly<Record<FeedFormat, ReadEntry>>;
  /** The page of the feed it is in. */
  readonly page: string;
}

/** The whole way of an article file, from bytes to what is read back of a feed; its problem's code where it has one. */
export function publish(file: string | Uint8Array): Published | string {
  const outcome = outcomeOf(typeof file === "string" ? Buffer.from(file.toWellFormed()) : file, outlets);
  if (!outcome.ok) return outcome.problem.code;
  const article = articleOf(outcome.value);
  const feed = buildFeed(definition, [article]);
  const publishing = { ...site, attribution: true };
  const read = (format: FeedFormat): ReadEntry => {
    const { body } = renderFeed(feed, format, publishing, (each, of) => renderEntry(each, of, publishing));
    const [entry] = readWithFeedsmith(Buffer.from(body).toString(), format, "body");
    if (entry === undefined) throw new Error(`There is no entry in ${format}`);
    return entry;
  };
  const [rss, atom, json] = feedFormats.map(read);
  if (rss === undefined || atom === undefined || json === undefined) throw new Error("There are three formats");
  const context = createPageContext({ site: publishing, definitions: [definition], outlets: outlets.all }, "zh-Hans");
  const { body } = renderFeedPage({ definition, articles: feed.articles, days: [] }, context);
  return { article, entries: { rss, atom, json }, page: Buffer.from(body).toString() };
}

/** The article that one capture alone makes. */
function articleOf({ textHash, ...capture }: Capture): Article {
  const { capturedAt, publishedAt = capturedAt } = capture;
  return {
    ...capture,
    publishedAt,
    publishedAtIsCaptureTime: capture.publishedAt === undefined,
    updatedAt: publishedAt,
    firstCapturedAt: capturedAt,
    surfacedAt: capturedAt,
    revision: textHash,
  };
}
