import { html, type Html } from "../lib/html/template.ts";
import { convertScript } from "../lib/text/convert-script.ts";
import { scriptOfLanguage } from "../lib/text/script-of-language.ts";
import { isRightToLeft } from "../lib/text/text-direction.ts";
import type { Article } from "../model/article.ts";
import { combinedFeedName, type FeedDefinition } from "../model/feed.ts";
import type { PageContext } from "./page-context.ts";

/** Words that are not the interface's, and their language (BCP 47). */
export interface Quotation {
  readonly text: string;
  readonly language: string;
}

/** Words as this page shows them: pages in Traditional Chinese convert Simplified. */
export function quote({ text, language }: Quotation, { script }: Pick<PageContext, "script">): Quotation {
  const written = scriptOfLanguage(language);
  if (script === undefined || written === undefined || written === script) return { text, language };
  return { text: convertScript(text, script), language: script };
}

/** The title of the site, as this page shows it. */
export function siteTitle(context: PageContext): string {
  const { title, language } = context.edition.site;
  return quote({ text: title, language }, context).text;
}

/** What pages call a feed: the combined one has the site's title, which stands above it already. */
export function feedTitle({ name, title, language }: FeedDefinition, context: PageContext): Quotation {
  if (name === combinedFeedName) return { text: context.words.allArticles, language: context.locale };
  return quote({ text: title, language }, context);
}

/** The name of an article's outlet: in the outlet's own language, whichever the article is in. */
export function outletTitle({ outletId, outletName, language }: Article, context: PageContext): Quotation {
  const outlet = context.edition.outlets.find(({ id, name }) => id === outletId && name === outletName);
  return quote({ text: outletName, language: outlet?.language ?? language }, context);
}

/** The same, marked as being in that language. */
export function outletSpan(article: Article, context: PageContext): Html {
  const { text, language } = outletTitle(article, context);
  return html`<span${inLanguage(language)}>${text}</span>`;
}

/** The attributes of an element whose text is in a language: what the page around it is written in does not hold for it. */
export function inLanguage(language: string): Html {
  return html` lang="${language}"${isRightToLeft(language) && html` dir="rtl"`}`;
}

/** The attributes of a piece of interface within what is quoted. */
export function inInterface({ locale }: PageContext): Html {
  return html` lang="${locale}" dir="ltr"`;
}
