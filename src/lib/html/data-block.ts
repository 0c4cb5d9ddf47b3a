import { html, raw, type Html } from "./template.ts";

const markup = /[<>&\u2028\u2029]/g;

/**
 * JSON as a data block (HTML Standard §4.12.1): no script, and nothing in it can end the element or open a comment,
 * since what could is written as an escape of JSON.
 */
export function dataBlock(type: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll(markup, escapeOf);
  return html`<script type="${type}">${raw(json)}</script>`;
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
