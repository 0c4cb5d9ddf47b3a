import type { Element } from "domhandler";
import { sanitize } from "../lib/html/sanitize.ts";
import { textOf } from "../lib/html/text-of.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { publishableText } from "../lib/text/publishable-text.ts";
import type { Capture } from "../model/article.ts";
import type { Outlet } from "../model/outlet.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";
import type { Trace } from "../model/trace.ts";
import { articleId, articleKey } from "./article-key.ts";
import { textHash } from "./article-text.ts";
import { findAuthors } from "./authors.ts";
import { parseBody, subject, type Body } from "./body.ts";
import { takeByline } from "./byline.ts";
import { canonicalUrl } from "./canonical-url.ts";
import { markCaptions } from "./captions.ts";
import { makeExcerpt } from "./excerpt.ts";
import { findCaptionMarks } from "./find-picture.ts";
import { markHeadings } from "./headings.ts";
import { findLanguage } from "./language.ts";
import { takeLeadPicture } from "./lead-picture.ts";
import { normalizeLinks } from "./links.ts";
import { findOriginalUrl } from "./original-url.ts";
import { normalizePictures } from "./pictures.ts";
import { takePublicationTime } from "./publication-time.ts";
import { stripRemovals } from "./removals.ts";
import { takeRights } from "./rights.ts";
import { findSection } from "./section.ts";
import { settleTimes } from "./settle-times.ts";
import { normalizeTitle } from "./title.ts";
import { trimEdges } from "./trim-edges.ts";
import { findTwin } from "./twin.ts";

const media = /<(?:img|audio|video) /;

/**
 * Makes an article's capture of what its file claims and what is known of its outlet. Every step changes the one tree
 * of the body; the order is theirs, and each says why it stands where it does.
 *
 * Problems: MISSING_TITLE, MISSING_DATE, EMPTY_BODY, TOO_MANY_ELEMENTS, TOO_DEEP, TOO_MANY_ATTRIBUTES.
 */
export function normalizeArticle(raw: RawArticle, outlet: Outlet, trace?: Trace): Outcome<Capture> {
  const url = canonicalUrl(raw.url);
  const title = normalizeTitle(raw.title);
  if (title === undefined) return failure("MISSING_TITLE", "The headline is empty.");
  const parsed = parseBody(raw.bodyHtml, outlet, url, trace);
  if (!parsed.ok) return parsed;
  const body = parsed.value;

  // What is no part of the article goes first, lest a later step take it for one.
  stripRemovals(body);
  // The front matter goes before the lead picture is looked for: the picture must be what the body begins with.
  const claimedAt = takePublicationTime(body);
  const byline = takeByline(body);
  const rights = takeRights(body);
  // Selectors in profiles describe addresses as the outlet writes them, so links are found before they are rewritten.
  const originalUrl = findOriginalUrl(body);
  normalizeLinks(body);
  // A tracking pixel must not become the lead picture, nor its address come from another place than other pictures'.
  normalizePictures(body);
  const marks = findCaptionMarks(body);
  const leadImage = takeLeadPicture(body, marks);
  // Selectors in profiles describe captions and subheads as the outlet marks them up, so that is changed last of all.
  markCaptions(body, marks);
  markHeadings(body);
  trimEdges(body);
  // Sanitizing is last: nothing may come into the body after it.
  const bodyHtml = sanitize(body.root, url, (element) => traceDropped(body, element)).trim();

  const bodyText = textOf(body.root);
  if (isBlank(publishableText(bodyText)) && !media.test(bodyHtml) && !leadImage) {
    return failure("EMPTY_BODY", "Nothing of the body is left to show: no text and no picture.");
  }
  const times = settleTimes(raw.capturedAt, claimedAt);
  if (!times) return failure("MISSING_DATE", "Neither a capture time nor a publication time is known.");
  const section = findSection(url, outlet);
  const twin = findTwin(url, outlet);
  const capture: Capture = {
    id: articleId(articleKey(url, outlet)),
    outletId: outlet.id,
    outletName: outlet.name,
    canonicalUrl: url.href,
    title,
    language: findLanguage(outlet.language, url, title + bodyText),
    authors: findAuthors(byline, body, [bodyText, title, leadImage?.caption ?? "", leadImage?.credit ?? ""]),
    ...(section !== undefined && { section }),
    ...(rights !== undefined && { rights }),
    ...(leadImage && { leadImage }),
    ...(originalUrl !== undefined && { originalUrl }),
    ...(twin && { twin }),
    bodyHtml,
    excerpt: makeExcerpt(body),
    entries: outlet.entries,
    ...times,
    textHash: textHash(title, bodyText),
  };
  return success(capture, body.flaws);
}

function traceDropped(body: Body, element: Element): void {
  body.trace?.({ step: "sanitize", change: "removed", rule: `<${element.name}>`, subject: subject(element) });
}
