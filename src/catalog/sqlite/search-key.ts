/** This many articles of one second have keys of their own. */
const PER_SECOND = 2 ** 20;
/** Seconds from 1970 beyond which all share the last second's keys: 1697 and 2242. */
const FARTHEST = 2 ** 33 - 1;
export const newestKey = Number.MAX_SAFE_INTEGER;

/**
 * The first search key of a second since 1970. An article's search key, its row in the search index, ascends with the
 * second in which it surfaced; those of one second stand in no order. It is a safe integer.
 */
export function firstKey(second: number): number {
  return Math.min(Math.max(second, -FARTHEST), FARTHEST) * PER_SECOND;
}

export function lastKey(second: number): number {
  return firstKey(second) + PER_SECOND - 1;
}

/**
 * SQL: a row of the search index lies between two keys, both included. FTS5 begins and leaves off at bounds only where
 * they are integers, else it visits all it finds; and Node binds a number as a real.
 */
export const liesBetweenKeys = "search.rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)";
