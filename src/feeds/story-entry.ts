import { escapeAttribute, escapeText } from "../lib/html/escape-html.ts";
import { sha256Hex } from "../lib/hash.ts";
import { utcMinute } from "../lib/time/utc-minute.ts";
import { summaryOf, type Article } from "../model/article.ts";
import { localeOf, type Locale } from "../model/locale.ts";
import type { SharedStory } from "../model/story.ts";

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
interface Told extends Pick<SharedStory, "id" | "shared"> {
  /** When a report of it was last taken down. */
  readonly takenDownAt?: Date | undefined;
}

/**
 * A story as an entry: its lead report, and below it the others. It is the story as it was when the last outlet joined: what
 * an outlet adds to its own report changes nothing.
 *
 * @param language Of the feed.
 */
export function storyEntry(story: Told, { lead, reports }: Reports, language: string): Article {
  const { id, shared } = story;
  const { twin: _twin, ...shown } = withOthers({ lead, reports }, language);
  const outlets = new Set(reports.map(({ outletId }) => outletId)).size;
  const entry = { ...shown, id, updatedAt: lastChange(story, { lead, reports }) };
  return {
    ...entry,
    firstCapturedAt: shared.since,
    capturedAt: shared.joinedAt,
    surfacedAt: shared.joinedAt,
    storyId: id,
    storySize: { reports: reports.length, outlets },
    revision: revisionOf("story", entry),
  };
}

/**
 * The same among articles: it goes by the id of the report that was captured first, which is what readers have from before
 * others joined.
 */
export function onceEntry(story: Told, { lead, reports }: Reports, language: string): Article {
  const first = reports.reduce((one, other) => (other.firstCapturedAt < one.firstCapturedAt ? other : one), lead);
  const updatedAt = lastChange(story, { lead, reports });
  const entry = { ...withOthers({ lead, reports }, language), id: first.id, updatedAt };
  return {
    ...entry,
    firstCapturedAt: first.firstCapturedAt,
    ...(lead.id !== first.id && { leadId: lead.id }),
    revision: revisionOf("once", entry),
  };
}

/** Whatever became of its lead, of its outlets, and of the scripts that its reports are there in. */
function lastChange({ shared: { joinedAt }, takenDownAt = joinedAt }: Told, { lead, reports }: Reports): Date {
  const captured = reports.map(({ firstCapturedAt }) => firstCapturedAt.getTime());
  return new Date(Math.max(lead.updatedAt.getTime(), joinedAt.getTime(), takenDownAt.getTime(), ...captured));
}

/** Equal revisions render to equal bytes. */
function revisionOf(kind: string, { id, updatedAt, revision }: Pick<Article, "id" | "updatedAt" | "revision">): string {
  return `${kind}-${sha256Hex(`${id} ${updatedAt.getTime()} ${revision}`).slice(0, 24)}`;
}

/** The lead of some reports with the others listed below it, in the words of the feed's language. */
function withOthers({ lead, reports }: Reports, language: string): Article {
  const others = reports.filter(({ id }) => id !== lead.id);
  if (others.length === 0) return lead;
  const { recordings: _recordings, ...summary } = lead;
  // What an outlet gives no more than the summary of holds no recording either.
  const report = lead.entries === "full" ? lead : { ...summary, bodyHtml: `<p>${escapeText(summaryOf(lead))}</p>` };
  const locale = localeOf(language);
  // Those of the others count, and the language that they are listed in.
  const listed = sha256Hex([locale, ...others.map(({ revision }) => revision)].join(" "));
  return {
    ...report,
    bodyHtml: `${report.bodyHtml}<hr><h2>${words[locale]}</h2><ul>${others.map(listItem).join("")}</ul>`,
    entries: "full",
    revision: `${lead.revision}-with-${listed.slice(0, 16)}`,
  };
}

function listItem({ outletName, canonicalUrl, title, publishedAt, language, ...article }: Article): string {
  const link = `<a href="${escapeAttribute(canonicalUrl)}">${escapeText(title)}</a>`;
  const facts = `${escapeText(outletName)} · ${utcMinute(publishedAt)} UTC`;
  return `<li lang="${escapeAttribute(language)}"><p>${link}<br>${facts}</p><p>${escapeText(summaryOf(article))}</p></li>`;
}
