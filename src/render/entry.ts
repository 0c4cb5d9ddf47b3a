import { escapeAttribute, escapeText } from "../lib/html/escape-html.ts";
import { imageTag } from "../lib/html/image-tag.ts";
import { scriptOfLanguage } from "../lib/text/script-of-language.ts";
import { isRightToLeft } from "../lib/text/text-direction.ts";
import { feedPagePath, pagePath, publicAddress } from "../model/addresses.ts";
import type { Site } from "../model/feed.ts";
import { summaryOf, type Article, type Picture, type Recording, type StorySize } from "../model/article.ts";
import { feedId } from "../model/feed-id.ts";
import { localeOf, localeOfReaders } from "../model/locale.ts";
import { safeHtml, safeInstant, safeLine, safeUrl } from "./feed-safe.ts";

/** An article as every format shows it: safe to write, and with all decided that the formats have in common. */
export interface Entry {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly language: string;
  /** Never empty: the outlet is the author of what names none. */
  readonly authors: readonly string[];
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  /** Plain text; there is always this or `html`. */
  readonly summary?: string;
  /** The lead picture, the body and where it is from; absent where feeds may show no more than the summary. */
  readonly html?: string;
  readonly picture?: Picture;
  /** Videos and recorded sound that the text holds. */
  readonly recordings: readonly Recording[];
  readonly section?: string;
  readonly rights?: string;
  readonly related: readonly RelatedLink[];
  readonly source: SourceFeed;
  /** The story that it is a report of, or stands for. */
  readonly story?: { readonly id: string } & Partial<StorySize>;
}

export interface RelatedLink {
  readonly url: string;
  readonly language?: string;
}

/**
 * The feed an entry was taken from: ours of its outlet, also where it appears in another. It goes by the outlet's name,
 * as that feed does. What no outlet claims is in one feed, `other`, for all its hosts, and there the host is named: an
 * entry must say where it is from, and the feed's own title would not.
 */
export interface SourceFeed {
  readonly name: string;
  readonly id: string;
  readonly title: string;
}

/** Puts an article through the gate. What the gate leaves nothing of counts as absent. */
export function toEntry(article: Article, site: Site): Entry {
  const url = safeUrl(article.canonicalUrl) ?? publicAddress(site, feedPagePath(article.outletId));
  const outletName = safeLine(article.outletName);
  const authors = article.authors.map(safeLine).filter((name) => name !== "");
  const title = safeLine(article.title) || url;
  const picture = article.leadImage && toPicture(article.leadImage);
  const rights = article.rights ? safeLine(article.rights) : "";
  const body = article.entries === "full" && entryHtml(picture, safeHtml(article.bodyHtml));
  const { language } = article;
  const attribution = attributionHtml({ outletName, url, language, ...(rights !== "" && { rights }) });
  const shown = body && site.attribution === true ? body + safeHtml(attribution) : body;
  // No format has a word for direction but HTML.
  const html = shown && isRightToLeft(language) ? `<div dir="rtl">${shown}</div>` : shown;
  const summary = safeLine(summaryOf(article)) || (!html && title);
  const section = article.section && safeLine(article.section);
  return {
    id: article.id,
    url,
    title,
    language,
    authors: authors.length > 0 ? authors : [outletName],
    publishedAt: safeInstant(article.publishedAt),
    updatedAt: safeInstant(article.updatedAt),
    ...(summary && { summary }),
    ...(html && { html }),
    ...(picture && { picture }),
    recordings: html ? (article.recordings ?? []).flatMap(toRecording) : [],
    ...(section && { section }),
    ...(rights && { rights }),
    related: [{ url: readingPage(article, site) }, ...relatedLinks(article)].filter((link) => link.url !== url),
    ...(article.storyId !== undefined && { story: { id: article.storyId, ...article.storySize } }),
    source: { name: article.outletId, id: feedId(site.siteId, { name: article.outletId }), title: outletName },
  };
}

function toPicture(picture: Picture): Picture | undefined {
  const url = safeUrl(picture.url);
  if (url === undefined) return undefined;
  const { width, height } = picture;
  const thumbnail = picture.thumbnail && safeUrl(picture.thumbnail);
  const caption = picture.caption && safeLine(picture.caption);
  // What the caption says is not said twice, to those who hear it read out or see the text alone.
  const alt = picture.alt && picture.alt !== picture.caption && safeLine(picture.alt);
  const credit = picture.credit && safeLine(picture.credit);
  return {
    url,
    ...(thumbnail && { thumbnail }),
    ...(picture.isInBody && { isInBody: true }),
    ...(alt && { alt }),
    ...(caption && { caption }),
    ...(credit && { credit }),
    ...(width && { width }),
    ...(height && { height }),
  };
}

function toRecording(recording: Recording): readonly Recording[] {
  const url = safeUrl(recording.url);
  const title = recording.title && safeLine(recording.title);
  return url === undefined ? [] : [{ url, type: recording.type, ...(title && { title }) }];
}

/** Ours, to be read where the outlet cannot be reached. */
function readingPage({ id, leadId = id, storySize, convertedFrom, language }: Article, site: Site): string {
  // Only those who chose a script read what was converted to it.
  const locale = localeOfReaders(site, convertedFrom === undefined ? undefined : scriptOfLanguage(language));
  return publicAddress(
    site,
    pagePath({ kind: storySize ? "story-page" : "article-page", locale, id: leadId }, localeOf(site.language)),
  );
}

function relatedLinks({ originalUrl, twin, language, convertedFrom = language }: Article): readonly RelatedLink[] {
  const original = originalUrl && safeUrl(originalUrl);
  const twinUrl = twin && safeUrl(twin.url);
  return [
    ...(original ? [{ url: original }] : []),
    ...(twinUrl ? [{ url: twinUrl, language: convertedFrom.startsWith("zh-Hant") ? "zh-Hans" : "zh-Hant" }] : []),
  ];
}

/** The shown HTML of an article: its lead picture first, once, then the body. The body shows a poster itself. */
export function entryHtml(picture: Picture | undefined, bodyHtml: string): string {
  return picture === undefined || picture.isInBody ? bodyHtml : leadFigure(picture) + bodyHtml;
}

/** The facts of the line behind the body that tells whose article it is. */
export interface Attribution {
  readonly outletName: string;
  readonly url: string;
  readonly rights?: string;
  readonly language: string;
}

/** The line that names where an entry is from, for readers that do not show its source. */
export function attributionHtml({ outletName, url, rights, language }: Attribution): string {
  const link = `<a href="${escapeAttribute(url)}">${escapeText(outletName)}</a>`;
  const words = [`${sourceWord(language)}${link}`, ...(rights === undefined ? [] : [escapeText(rights)])];
  return `<p><small>${words.join(" · ")}</small></p>`;
}

function sourceWord(language: string): string {
  if (language.startsWith("zh-Hant")) return "來源：";
  return language.startsWith("zh") ? "来源：" : "Source: ";
}

/** Written as the pictures in a body are. */
function leadFigure({ url, alt = "", caption, credit, width, height }: Picture): string {
  const attributes = new Map([
    ["src", url],
    ["alt", alt],
  ]);
  if (width !== undefined) attributes.set("width", String(width));
  if (height !== undefined) attributes.set("height", String(height));
  const lines = [
    ...(caption === undefined ? [] : [escapeText(caption)]),
    ...(credit === undefined ? [] : [`<cite>${escapeText(credit)}</cite>`]),
  ];
  const words = lines.length === 0 ? "" : `<figcaption>${lines.join(" ")}</figcaption>`;
  return `<figure>${imageTag(attributes)}${words}</figure>`;
}
