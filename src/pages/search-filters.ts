import { html, type Html } from "../lib/html/template.ts";
import { pageHref, type PageContext } from "./page-context.ts";

/** A condition that can be chosen with one tap. */
export interface SearchFilter {
  readonly about: "outlet" | "time" | "language";
  /** In the order they are shown; the first is the absence of a condition. */
  readonly choices: readonly SearchChoice[];
}

export interface SearchChoice {
  readonly label: string;
  /** Of the label, where it is not the interface's. */
  readonly language?: string;
  /** The query that makes the choice. */
  readonly query: string;
  readonly isChosen: boolean;
}

/** Filters as links: each is an address of its own, and works without scripts. */
export function searchFilters(filters: readonly SearchFilter[], context: PageContext): Html {
  return html`<div class="filters">${filters.map(
    ({ about, choices }) => html`
<nav aria-label="${context.words[about]}"><span>${context.words[about]}</span> <ul>${choices.map((choice) => html`<li>${choiceLink(choice, context)}</li>`)}</ul></nav>`,
  )}
</div>`;
}

function choiceLink({ label, language, query, isChosen }: SearchChoice, context: PageContext): Html {
  const href = pageHref(context, { kind: "search-page", query, page: 1 });
  const lang = language !== undefined && html` lang="${language}"`;
  return html`<a href="${href}"${lang}${isChosen && html` aria-current="true"`}>${label}</a>`;
}
