import type { SQLInputValue } from "node:sqlite";
import type { Selection } from "../model/selection.ts";
import { liesBetweenPlaces } from "./place.ts";
import { selectionParts } from "./selection-parts.ts";

/** A condition on rows of `article`, to stand after WHERE or AND, and the values of its parameters in order. */
export interface SelectionSql {
  readonly where: string;
  readonly values: readonly SQLInputValue[];
}

/**
 * The articles of a selection as a condition on `article`, for statements that look at all of them; SQLite finds the
 * places of what is searched for once, not for each row. Only where `isIndexed` says so does it find everything.
 */
export function selectionSql(selection: Selection): SelectionSql {
  const { outletIds } = selection;
  if (!asksIndex(selection)) {
    if (outletIds === undefined) return { where: "TRUE", values: [] };
    return { where: `outlet_id IN (${outletIds.map(() => "?").join(", ")})`, values: outletIds };
  }
  const parts = selectionParts(selection);
  if (parts.length === 0) return { where: "FALSE", values: [] };
  const found = parts.map(
    () => `article.place IN (SELECT rowid FROM search WHERE search MATCH ? AND ${liesBetweenPlaces})`,
  );
  return {
    where: `(${found.join(" OR ")})`,
    values: parts.flatMap(({ expression, first, last }) => [expression, first, last]),
  };
}

/** Whether a selection needs the search index, and not only the outlets. */
export function asksIndex({ match, condition }: Selection): boolean {
  return match !== undefined || condition !== undefined;
}
