import { html, type Html } from "../lib/html/template.ts";
import type { ShownPart } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { announced, offeredFeed } from "./feed-links.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";
import { feedTitle, inLanguage } from "./quoted-text.ts";

/** What a page shows of a feed, such as one day of it. */
export interface Part {
  readonly shown: ShownPart;
  readonly heading: string;
  readonly lead: string | Html;
  readonly main: Html;
}

/** A page of a part of a feed, below `/feeds/<name>/`: the way up to the feed, a heading, and the part. */
export function renderPartPage(definition: FeedDefinition, part: Part, context: PageContext): Document {
  const { name } = definition;
  const { shown, heading, lead, main } = part;
  const title = feedTitle(definition, context);
  return renderPage(
    {
      kind: "feed",
      target: { kind: "feed-page", name, shown },
      title: `${heading} · ${title.text}`,
      description: `${title.text} · ${heading}`,
      alternates: announced([offeredFeed(definition, context)], context),
      main: html`<p class="above"><a href="${pageHref(context, { kind: "feed-page", name })}"${inLanguage(title.language)}>${title.text}</a></p>
<h1>${heading}</h1>
<p class="lead">${lead}</p>
${main}`,
    },
    context,
  );
}

interface Neighbor {
  readonly shown: ShownPart;
  readonly label: string;
  readonly title: string;
}

/** The ways to the parts of a feed before and after the one that a page shows. */
export function partNeighbors(
  name: string,
  { earlier, later }: { readonly earlier: Neighbor | undefined; readonly later: Neighbor | undefined },
  context: PageContext,
): Html {
  const link = ({ shown, label, title }: Neighbor, rel: string): Html =>
    html`<a href="${pageHref(context, { kind: "feed-page", name, shown })}" rel="${rel}"><small>${label}</small> ${title}</a>`;
  return html`<nav class="neighbors" aria-label="${context.words.archive}">${earlier && link(earlier, "prev")}${later && link(later, "next")}</nav>`;
}
