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

/**
 * A story as an entry: its lead report, and below it the others. It is the story as it was when the last outlet joined: what
 * an outlet adds to its own report changes nothing. `others` come in the order of time; `language` is that of its reader.
 */
export function storyEntry(
  { id, shared }: Required<Pick<Story, "id" | "shared">>,
  lead: Article,
  others: readonly Article[],
  language: string,
): Article {
  const { twin: _twin, ...shown } = withOthers(lead, others, language);
  const { since, joinedAt } = shared;
  const updatedAt = lead.updatedAt > joinedAt ? lead.updatedAt : joinedAt;
  const outlets = new Set([lead, ...others].map(({ outletId }) => outletId)).size;
  return {
    ...shown,
    id,
    updatedAt,
    firstCapturedAt: since,
    capturedAt: joinedAt,
    surfacedAt: joinedAt,
    storyId: id,
    storySize: { reports: others.length + 1, outlets },
    revision: `story-${sha256Hex(`${id} ${joinedAt.getTime()} ${shown.revision}`).slice(0, 24)}`,
  };
}

/** A report with others of its story listed below it. */
export function withOthers(report: Article, others: readonly Article[], language: string): Article {
  if (others.length === 0) return report;
  const text = report.entries === "full" ? report.bodyHtml : `<p>${escapeText(summaryOf(report))}</p>`;
  const heading = `<h2>${words[localeOf(language)]}</h2>`;
  const revisions = sha256Hex([report, ...others].map(({ revision }) => revision).join(" "));
  return {
    ...report,
    bodyHtml: `${text}<hr>${heading}<ul>${others.map(listItem).join("")}</ul>`,
    entries: "full",
    revision: `${report.revision}-with-${revisions.slice(0, 16)}`,
  };
}

function listItem({ outletName, canonicalUrl, title, publishedAt, language, ...article }: Article): string {
  const time = publishedAt.toISOString().slice(0, "2024-05-17T11:12".length).replace("T", " ");
  const link = `<a href="${escapeAttribute(canonicalUrl)}">${escapeText(title)}</a>`;
  const facts = `${escapeText(outletName)} · ${time} UTC`;
  return `<li lang="${escapeAttribute(language)}"><p>${link}<br>${facts}</p><p>${escapeText(summaryOf(article))}</p></li>`;
}
