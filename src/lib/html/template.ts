/** Markup that is safe to send. Only `html` and `raw` make it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

/** What may stand in a template. Nothing is written for `undefined` and `false`, so that parts can be optional. */
export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

/**
 * Builds HTML from a template literal. Values are escaped for text and for quoted attributes (HTML Standard §13.1.2);
 * `Html` is taken as it is, and a list is written one after the other. A value right after `=` throws: an unquoted
 * attribute cannot be escaped. What it does not know is addresses: an `href` is safe from script only if its scheme is.
 */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = literals[0] ?? "";
  for (const [index, value] of values.entries()) {
    if (literals[index]?.endsWith("=")) throw new TypeError("A value in an attribute must stand in quotes.");
    markup += render(value) + (literals[index + 1] ?? "");
  }
  return new Html(markup);
}

/** Takes markup as it is: for markup that has been sanitized, or written by us. */
export function raw(markup: string): Html {
  return new Html(markup);
}

const special = /[&<>"']/g;
const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "string") return value.replace(special, (character) => references[character] ?? character);
  return typeof value === "number" ? String(value) : value.map(render).join("");
}
