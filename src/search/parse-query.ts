import { formatQuery, all, any, not } from "./canonical-query.ts";
import { MAX_QUERY_LENGTH, type Query } from "../model/query.ts";
import type { QueryMistakeCode } from "../model/query-mistake.ts";
import { mistaken, parsed, type Parsed } from "./query-mistake.ts";
import { readQueryTokens, type NamedOutlet, type QueryToken } from "./read-query-tokens.ts";

const MAX_TERMS = 32;
const MAX_NESTING = 8;

/** What has been read between two parentheses, or of the whole query. */
interface Level {
  readonly at: number;
  /** Groups of terms with an `OR` after each. */
  readonly alternatives: Query[];
  parts: Query[];
  excludesNext: boolean;
  /** The operator that still waits for its right side. */
  waiting: QueryToken | undefined;
}

/**
 * The query a text stands for: words, “phrases”, `-term` or `NOT`, `OR` or `|`, parentheses, and fields. Terms side by
 * side must all hold, and bind more than `OR`. Letter case, width and script make no difference, here or in what is
 * found. At most 500 characters, 32 terms, and 8 parentheses in one another.
 *
 * @param outlets Those that a query can name by a part of their names. Without them, it names outlets by id alone.
 */
export function parseQuery(text: string, outlets: readonly NamedOutlet[] = []): Parsed<Query> {
  if (text.length > MAX_QUERY_LENGTH) return mistaken("too-long", MAX_QUERY_LENGTH, MAX_QUERY_LENGTH);
  const tokens = readQueryTokens(text, outlets);
  if (!tokens.ok) return tokens;
  const query = buildQuery(tokens.value, text.length);
  // The canonical spelling can be longer, and must be a query as well.
  if (query.ok && formatQuery(query.value).length > MAX_QUERY_LENGTH) {
    return mistaken("too-long-spelled-out", text.length, MAX_QUERY_LENGTH);
  }
  return query;
}

function buildQuery(tokens: readonly QueryToken[], end: number): Parsed<Query> {
  let level = newLevel(0);
  const outer: Level[] = [];
  let terms = 0;
  for (const token of tokens) {
    switch (token.kind) {
      case "condition":
        if (++terms > MAX_TERMS) return mistaken("too-many-terms", token.at, MAX_TERMS);
        add(level, token.query);
        break;
      case "(":
        if (outer.length === MAX_NESTING) return mistaken("too-deep", token.at, MAX_NESTING);
        outer.push(level);
        level = newLevel(token.at);
        break;
      case ")": {
        const enclosing = outer.pop();
        if (enclosing === undefined) return mistaken("nothing-open", token.at);
        const group = close(level, "empty-parentheses");
        if (!group.ok) return group;
        level = enclosing;
        add(level, group.value);
        break;
      }
      case "NOT":
        level.excludesNext = !level.excludesNext;
        level.waiting = token;
        break;
      case "AND":
      case "OR":
        if (level.parts.length === 0 || level.waiting !== undefined) {
          return mistaken("nothing-before", token.at, token.kind);
        }
        if (token.kind === "OR") {
          level.alternatives.push(all(level.parts));
          level.parts = [];
        }
        level.waiting = token;
    }
  }
  if (outer.length > 0) return mistaken("not-closed", level.at);
  return close(level, end === 0 ? "empty" : "no-letters");
}

function newLevel(at: number): Level {
  return { at, alternatives: [], parts: [], excludesNext: false, waiting: undefined };
}

function add(level: Level, query: Query): void {
  level.parts.push(level.excludesNext ? not(query) : query);
  level.excludesNext = false;
  level.waiting = undefined;
}

function close(level: Level, ifEmpty: QueryMistakeCode): Parsed<Query> {
  const { waiting } = level;
  if (waiting !== undefined) return mistaken("nothing-after", waiting.at, waiting.kind);
  if (level.parts.length === 0) return mistaken(ifEmpty, level.at);
  return parsed(any([...level.alternatives, all(level.parts)]));
}
