import { escapeAttribute, escapeText } from "../lib/html/escape-html.ts";
import { sha256Hex } from "../lib/hash.ts";
import { summaryOf, type Article } from "../model/article.ts";
import { localeOf, type Locale } from "../model/locale.ts";
import type { Story } from "../model/story.ts";

/** Every word that entries of stories need. */
const words: Readonly<Record<Locale, string>> = {
  "zh-Hans": "其他媒体的报道",
  "zh-Hant": "其他媒體的報道",
  en: "Also reported by",
};

/** Reports of one story, and the one of them that stands for it. */
interface Reports {
  readonly lead: Article;
  /** By time; the lead is among them. */
  readonly reports: readonly Article[];
}

/** What an entry tells of a story besides its reports. */
interface Told extends Required<Pick<Story, "id" | "shared">> {
  /** When a report of it was last taken down. */
  readonly takenDownAt?: Date | undefined;
}

/**
 * A story as an entry: its lead report, and below it the others. It is the story as it was when the last outlet joined: what
 * an outlet adds to its own report changes nothing.
 *
 * @param language Of the feed.
 */
export function storyEntry(
  { id, shared, takenDownAt = shared.joinedAt }: Told,
  { lead, reports }: Reports,
  language: string,
): Article {
  const { twin: _twin, ...shown } = withOthers({ lead, reports }, language);
  const { since, joinedAt } = shared;
  const updatedAt = latest([
    lead.updatedAt,
    joinedAt,
    takenDownAt,
    ...reports.map(({ firstCapturedAt }) => firstCapturedAt),
  ]);
  const outlets = new Set(reports.map(({ outletId }) => outletId)).size;
  return {
    ...shown,
    id,
    updatedAt,
    firstCapturedAt: since,
    capturedAt: joinedAt,
    surfacedAt: joinedAt,
    storyId: id,
    storySize: { reports: reports.length, outlets },
    revision: `story-${sha256Hex(`${id} ${joinedAt.getTime()} ${updatedAt.getTime()} ${shown.revision}`).slice(0, 24)}`,
  };
}

/** The lead of some reports with the others listed below it, in the words of the feed's language. */
export function withOthers({ lead, reports }: Reports, language: string): Article {
  const others = reports.filter(({ id }) => id !== lead.id);
  if (others.length === 0) return lead;
  const { recordings: _recordings, ...summary } = lead;
  // What an outlet gives no more than the summary of holds no recording either.
  const report = lead.entries === "full" ? lead : { ...summary, bodyHtml: `<p>${escapeText(summaryOf(lead))}</p>` };
  const locale = localeOf(language);
  // Equal revisions render to equal bytes: those of the others, and the language that they are listed in, count.
  const listed = sha256Hex([locale, ...others.map(({ revision }) => revision)].join(" "));
  return {
    ...report,
    bodyHtml: `${report.bodyHtml}<hr><h2>${words[locale]}</h2><ul>${others.map(listItem).join("")}</ul>`,
    entries: "full",
    revision: `${lead.revision}-with-${listed.slice(0, 16)}`,
  };
}

function latest(instants: readonly Date[]): Date {
  return new Date(Math.max(...instants.map((instant) => instant.getTime())));
}

function listItem({ outletName, canonicalUrl, title, publishedAt, language, ...article }: Article): string {
  const time = publishedAt.toISOString().slice(0, "2024-05-17T11:12".length).replace("T", " ");
  const link = `<a href="${escapeAttribute(canonicalUrl)}">${escapeText(title)}</a>`;
  const facts = `${escapeText(outletName)} · ${time} UTC`;
  return `<li lang="${escapeAttribute(language)}"><p>${link}<br>${facts}</p><p>${escapeText(summaryOf(article))}</p></li>`;
}
