import type { Element } from "domhandler";
import { sanitize } from "../lib/html/sanitize.ts";
import { textOf } from "../lib/html/text-of.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { publishableText } from "../lib/text/publishable-text.ts";
import type { TimeClaim } from "../lib/time/read-time.ts";
import type { Capture, Picture } from "../model/article.ts";
import type { Outlet } from "../model/outlet.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";
import type { FoundListener, Trace } from "../model/trace.ts";
import { readAmp } from "./amp.ts";
import { findAuthors } from "./authors.ts";
import { parseBody, subject, type Body } from "./body.ts";
import { findCaptionMarks, markCaptions } from "./captions.ts";
import { keepCodeLines } from "./code.ts";
import { writeControls } from "./controls.ts";
import { describeDrawings } from "./drawings.ts";
import { linkEmbeds } from "./embeds.ts";
import { readEmoji } from "./emoji.ts";
import { findOriginalUrl, takeRights } from "./end-matter.ts";
import { makeExcerpt } from "./excerpt.ts";
import { keepInnerLinks } from "./footnotes.ts";
import { readFormulas } from "./formulas.ts";
import { readNames, takeFrontMatter } from "./front-matter.ts";
import { dropHeadline, markHeadings } from "./headings.ts";
import { removeHidden } from "./hidden.ts";
import { articleId, articleKey, canonicalUrl, findScript, findSection, findTwin } from "./identity.ts";
import { findLanguage, languageOfMarkup } from "./language.ts";
import { takeLeadPicture } from "./lead-picture.ts";
import { normalizeLinks } from "./links.ts";
import { openNoscripts } from "./noscripts.ts";
import { partParagraphs } from "./paragraphs.ts";
import { normalizePictures, quietAlternatives } from "./pictures.ts";
import { findRecordings, readRecordings } from "./recordings.ts";
import { stripRemovals } from "./removals.ts";
import { settleTimes } from "./settle-times.ts";
import { textHash } from "./article-text.ts";
import { normalizeTitle } from "./title.ts";
import { trimEdges } from "./trim-edges.ts";

/**
 * Part of the fingerprint of what was normalized. Raise it with every change that can alter an article: articles of the
 * version before are then normalized again. A test holds it: `npm run corpus -- --pin` notes what comes of its cases.
 */
export const NORMALIZER_VERSION = "9";

const media = /<(?:img|audio|video) /;

/** What the body says of its article. The line under the headline stays in the body. */
interface Facts {
  readonly time: TimeClaim | undefined;
  readonly byline: string | undefined;
  readonly dek: Element | undefined;
  readonly rights: string | undefined;
  readonly originalUrl: string | undefined;
}

/** Those who watch an article being normalized. */
export interface Watchers {
  readonly trace?: Trace | undefined;
  readonly found?: FoundListener | undefined;
}

/**
 * Makes an article's capture of what its file claims and what is known of its outlet. Every step changes the one tree
 * of the body; the order is theirs, and each says why it stands where it does.
 *
 * Problems: MISSING_TITLE, MISSING_DATE, EMPTY_BODY, TOO_MANY_ELEMENTS, TOO_DEEP, TOO_MANY_ATTRIBUTES.
 */
export function normalizeArticle(raw: RawArticle, outlet: Outlet, { trace, found }: Watchers = {}): Outcome<Capture> {
  const url = canonicalUrl(raw.url);
  const title = normalizeTitle(raw.title, outlet.titleTails);
  if (title === undefined) return failure("MISSING_TITLE", "The headline is empty.");
  const parsed = parseBody(raw.bodyHtml, { outlet, url, trace, found });
  if (!parsed.ok) return parsed;
  const body = parsed.value;

  const { time, byline, dek, rights, originalUrl } = takeFacts(body, title);
  rewriteMarkup(body);
  const leadImage = shapeText(body, title, dek);
  const excerpt = makeExcerpt(body, dek, leadImage?.caption);
  const summary = dek && plainText(textOf(dek));
  // Sanitizing is last: nothing may come into the body after it.
  const bodyHtml = sanitize(body.root, url, (element) => traceDropped(body, element)).trim();

  const recordings = findRecordings(body);
  const bodyText = textOf(body.root);
  const isShown =
    leadImage !== undefined || media.test(bodyHtml) || (bodyHtml !== "" && !isBlank(publishableText(bodyText)));
  if (!isShown) {
    return failure("EMPTY_BODY", "Nothing of the body is left to show: no text and no picture.");
  }
  const times = settleTimes(raw.capturedAt, time, outlet.timeZone);
  if (!times) return failure("MISSING_DATE", "Neither a capture time nor a publication time is known.");
  const section = findSection(url, outlet);
  const twin = findTwin(url, outlet);
  const capture: Capture = {
    id: articleId(articleKey(url, outlet)),
    outletId: outlet.id,
    outletName: outlet.name,
    canonicalUrl: url.href,
    title,
    language: findLanguage({
      declared: outlet.language,
      named: findScript(url, outlet),
      marked: () => languageOfMarkup(body.root),
      text: title + bodyText,
    }),
    authors: findAuthors(byline, body, [bodyText, title, leadImage?.caption ?? "", leadImage?.credit ?? ""]),
    ...(section !== undefined && { section }),
    ...(rights !== undefined && { rights }),
    ...(leadImage && { leadImage }),
    ...(recordings.length > 0 && { recordings }),
    ...(originalUrl !== undefined && { originalUrl }),
    ...(twin && { twin }),
    bodyHtml,
    ...(summary !== undefined && { dek: summary }),
    excerpt,
    entries: outlet.entries,
    ...times,
    textHash: textHash(title, bodyText),
  };
  return success(capture, body.flaws);
}

/** Takes out of the body what is no text of the article, and reads what it says of the article. */
function takeFacts(body: Body, title: string): Facts {
  // Formulas come before hidden things go: they often stand hidden beside what is seen of them.
  readFormulas(body);
  removeHidden(body);
  openNoscripts(body);
  // Names may be said in what is removed.
  const saidNames = readNames(body);
  // What is no part of the article goes first: a later step could take it for one.
  stripRemovals(body);
  // The front matter goes before the lead picture is looked for: the picture must be what the body begins with.
  const { time, byline, dek } = takeFrontMatter(body);
  dropHeadline(body, title);
  const rights = takeRights(body);
  return { time, byline: byline ?? saidNames, dek, rights, originalUrl: findOriginalUrl(body) };
}

/** Writes links, pictures and controls as entries have them. Selectors about addresses and controls have had their say. */
function rewriteMarkup(body: Body): void {
  // What becomes a link or a picture stands before links and pictures.
  readAmp(body);
  linkEmbeds(body);
  describeDrawings(body);
  writeControls(body);
  normalizeLinks(body);
  keepInnerLinks(body);
  readEmoji(body);
  readRecordings(body);
  // A tracking pixel must not become the lead picture, nor its address come from another place than other pictures'.
  normalizePictures(body);
}

/** Takes the lead picture out of the text, and marks up captions, paragraphs and subheads for what they are. */
function shapeText(body: Body, title: string, dek: Element | undefined): Picture | undefined {
  const marks = findCaptionMarks(body);
  const leadImage = takeLeadPicture(body, { title, marks, dek });
  // Selectors in profiles describe captions and subheads as the outlet marks them up, so that is changed last of all.
  markCaptions(body, title, marks);
  quietAlternatives(body);
  keepCodeLines(body);
  partParagraphs(body);
  markHeadings(body, dek);
  trimEdges(body);
  return leadImage;
}

function traceDropped(body: Body, element: Element): void {
  body.trace?.({ step: "sanitize", change: "removed", rule: `<${element.name}>`, subject: subject(element) });
}
