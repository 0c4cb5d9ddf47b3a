import { html, raw, type Html } from "../lib/html/template.ts";
import type { Article } from "../model/article.ts";
import type { AskedSearchFeed } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import { MAX_ENTRIES } from "../model/feed.ts";
import { chineseScripts } from "../model/locale.ts";
import { MAX_QUERY_LENGTH } from "../model/query.ts";
import { articleList } from "./article-list.ts";
import { addressList, announced, type OfferedFeed } from "./feed-links.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";
import { mistakeNotice, type ShownMistake } from "./query-notice.ts";
import { inLanguage, quote } from "./quoted-text.ts";

export interface SearchFeedPageContent {
  readonly asked: AskedSearchFeed;
  readonly mistake?: ShownMistake;
  /** Absent where nothing was asked for yet. */
  readonly made?: MadeFeed;
}

export interface MadeFeed {
  readonly feed: OfferedFeed;
  /** The first that it holds. */
  readonly preview: readonly Article[];
}

/** The page at `/search/feed`: makes a feed of a search, and shows what is in it. */
export function renderSearchFeedPage(content: SearchFeedPageContent, context: PageContext): Document {
  const { asked, mistake, made } = content;
  const { words } = context;
  const { q = "" } = asked;
  const kept = q.length > MAX_QUERY_LENGTH ? {} : asked;
  const main = html`<h1>${words.feedForm.title}</h1>
${feedForm(kept, context)}
${mistake && mistakeNotice(mistake, context)}${made && madeFeed(made, context)}`;
  return renderPage(
    {
      kind: "search",
      target: { kind: "search-feed-page", asked: kept },
      title: words.feedForm.title,
      description: words.feedForm.title,
      ...(mistake !== undefined && { status: 400 }),
      alternates: announced(made ? [made.feed] : [], context),
      main,
    },
    context,
  );
}

const LIMITS = [10, 20, 30, MAX_ENTRIES];

/** A choice of what there is; what is chosen already stands in the address. */
interface Choice {
  readonly value: string;
  readonly label: string;
  readonly attributes?: Html;
}

function feedForm(asked: AskedSearchFeed, context: PageContext): Html {
  const { words, edition } = context;
  const { feedForm: form } = words;
  const outlets = edition.outlets.map(({ id, name, language }): Choice => {
    const { text, language: shown } = quote({ text: name, language }, context);
    return { value: id, label: text, attributes: inLanguage(shown) };
  });
  const scripts = chineseScripts.map((script) => ({ value: script.toLowerCase(), label: words.scriptNames[script] }));
  const limits = LIMITS.map((limit) => ({ value: String(limit), label: words.articles(limit) }));
  const entries = [
    { value: "full", label: form.full },
    { value: "summary", label: form.summary },
  ];
  return html`<form class="feed-form" action="${pageHref(context, { kind: "search-feed-page", asked: {} })}">
<label>${form.words} <input name="q" value="${asked.q ?? ""}" maxlength="${MAX_QUERY_LENGTH}"></label>
${select("outlet", words.outlet, [{ value: "", label: words.anyOutlet }, ...outlets], asked.outlet ?? "")}
${select("limit", form.howMany, limits, asked.limit ?? String(MAX_ENTRIES))}
${select("entries", form.entries, entries, asked.entries ?? "full")}
${select("script", form.script, [{ value: "", label: form.asWritten }, ...scripts], asked.script?.toLowerCase() ?? "")}
<button class="primary">${form.make}</button>
</form>`;
}

function select(name: string, label: string, choices: readonly Choice[], chosen: string): Html {
  return html`<label>${label} <select name="${name}">${choices.map(
    ({ value, label: shown, attributes = raw("") }) =>
      html`<option value="${value}"${attributes}${value === chosen && html` selected`}>${shown}</option>`,
  )}</select></label>`;
}

function madeFeed({ feed, preview }: MadeFeed, context: PageContext): Html {
  const { words } = context;
  return html`<section class="subscribe" aria-labelledby="address"><div>
<h2 id="address">${words.feedAddress}</h2>
${addressList(feed, context)}
</div></section>
<section aria-labelledby="preview"><h2 id="preview">${words.feedForm.preview}</h2>
${preview.length === 0 ? html`<p>${words.noResults}</p>` : articleList(preview, 3, context)}
</section>`;
}
