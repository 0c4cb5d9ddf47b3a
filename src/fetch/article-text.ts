import { sha256Hex } from "../lib/hash.ts";
import { escapeText } from "../lib/html/escape-html.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import { readTime } from "../lib/time/read-time.ts";
import { formatRfc3339 } from "../lib/time/rfc3339.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { FetchedEntry } from "./read-feed.ts";

const markdownEscape = /\\(?=[!-/:-@[-`{-~])/g;
const brackets = /[[\]]/g;
/** Bodies that begin so say their time themselves, and better than the feed does. */
const timeElement = /^\s*(?:<address\b[^>]*>[^<]*<\/address>\s*)?<time\b/i;
const frontDivision = /^\s*<div>\s*<i>(.{1,300}?)<\/i>\s*<\/div>/is;

/**
 * An entry as an article file: the header that `parse/` reads, then one line with its authors and time as crawlers
 * write them, then the body.
 */
export function articleText(entry: FetchedEntry, capturedAt: Date): string {
  const title = foldSpace(entry.titleHtml).replace(markdownEscape, "\\\\").replace(brackets, "\\$&");
  const url = entry.url.replaceAll("(", "%28").replaceAll(")", "%29");
  return `<!--${capturedAt.getTime()}-->\n[${title}](${url})\n------\n\n${frontLine(entry)}${entry.bodyHtml.trim()}\n`;
}

function frontLine({ authors, publishedAt, bodyHtml }: FetchedEntry): string {
  if (hasTimeInFront(bodyHtml)) return "";
  const names = authors.map((name) => escapeText(foldSpace(name).replaceAll(",", "，"))).join(",");
  const time = publishedAt === undefined ? "" : formatRfc3339(publishedAt);
  if (names === "" && time === "") return "";
  return `<div><i>${[names, time].filter((part) => part !== "").join("<br>")}</i></div>\n`;
}

/** Mirrors and feedmill itself put names and time into one line, parted by breaks. */
function hasTimeInFront(bodyHtml: string): boolean {
  const line = frontDivision.exec(bodyHtml)?.[1] ?? "";
  return timeElement.test(bodyHtml) || line.split(/<br\s*\/?>/i).some((part) => readTime(part, "UTC") !== undefined);
}

/**
 * Tells versions of an entry apart: the SHA-256 of all that an article file would say but when it was captured. It names
 * the file, so that an entry that was written before is known by its file where all else is lost.
 */
export function versionOf(entry: FetchedEntry): string {
  const { id, url, titleHtml, authors, publishedAt, bodyHtml } = entry;
  return sha256Hex(JSON.stringify([id, url, titleHtml, authors, publishedAt?.getTime() ?? null, bodyHtml]));
}

/** `2024-05-17-<16 hex digits>.txt`: by day for people, by version for programs. An entry without a time has no day. */
export function articleFileName(entry: FetchedEntry): string {
  const day = entry.publishedAt === undefined ? "undated" : utcDay(entry.publishedAt);
  return `${day}-${versionOf(entry).slice(0, 16)}.txt`;
}
