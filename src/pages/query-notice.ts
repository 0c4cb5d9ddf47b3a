import { html, type Html } from "../lib/html/template.ts";
import type { PageContext } from "./page-context.ts";

/** A mistake in a query, with the line and the caret that show where. */
export interface ShownMistake {
  readonly message: string;
  readonly shown: string;
}

export function mistakeNotice({ message, shown }: ShownMistake, { words }: PageContext): Html {
  return html`<div class="notice" role="alert"><p><strong>${words.queryMistake}</strong> ${message}</p>
<pre tabindex="0" translate="no">${shown}</pre></div>`;
}
