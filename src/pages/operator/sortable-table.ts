import { html, type Html, type HtmlValue } from "../../lib/html/template.ts";

export interface Column<Row> {
  /** Names it in the address. */
  readonly key: string;
  readonly label: string;
  /** What is sorted by: numbers, and instants as numbers, come the largest first. */
  readonly value: (row: Row) => string | number;
  /** What is shown; absent where that is the value. */
  readonly cell?: (row: Row) => HtmlValue;
}

export interface SortableTable<Row> {
  /** The path of the page it stands on. */
  readonly path: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** As it was asked for: a column's key, with `-` before it for the other way round. */
  readonly sort: string | undefined;
}

/** A table whose headings sort it: each is an address, so that it needs no script. */
export function sortableTable<Row>({ path, label, columns, rows, sort = "" }: SortableTable<Row>): Html {
  const isReversed = sort.startsWith("-");
  const by = columns.find(({ key }) => key === sort.replace(/^-/, ""));
  const sorted = by === undefined ? rows : rows.toSorted((a, b) => compare(by.value(a), by.value(b)));
  const shown = isReversed ? sorted.toReversed() : sorted;
  const heading = ({ key, label: text }: Column<Row>): Html => {
    const isSorted = by?.key === key;
    const href = `${path}?sort=${isSorted && !isReversed ? "-" : ""}${key}`;
    const direction = isSorted && html` aria-sort="${isReversed ? "descending" : "ascending"}"`;
    return html`<th scope="col"${direction}><a href="${href}">${text}</a></th>`;
  };
  return html`<div class="scrolls" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${columns.map(heading)}</tr></thead>
<tbody>${shown.map((row) => html`\n<tr>${columns.map(({ value, cell = value }) => html`<td>${cell(row)}</td>`)}</tr>`)}
</tbody></table></div>`;
}

/** Names in their order, numbers from the largest. */
function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return b - a;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}
