/**
 * Rows, at most `size` at a time, until there are no more.
 *
 * @param rowsAfter Finds the first rows, and then those after the last one so far.
 */
export async function* rowPages<Row>(
  size: number,
  rowsAfter: (last: Row | undefined) => readonly Row[] | Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[], undefined> {
  let rows: readonly Row[] | undefined;
  while (rows === undefined || rows.length === size) {
    rows = await rowsAfter(rows?.at(-1));
    if (rows.length > 0) yield rows;
  }
  return undefined;
}
