import { formatQuery, all, any, not } from "./canonical-query.ts";
import { MAX_QUERY_LENGTH, type Query } from "../model/query.ts";
import { mistaken, parsed, type Parsed } from "./query-mistake.ts";
import { readQueryTokens, type QueryToken } from "./read-query-tokens.ts";

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
 */
export function parseQuery(text: string): Parsed<Query> {
  if (text.length > MAX_QUERY_LENGTH)
    return mistaken(`A query can have ${MAX_QUERY_LENGTH} characters.`, MAX_QUERY_LENGTH);
  const tokens = readQueryTokens(text);
  if (!tokens.ok) return tokens;
  const query = buildQuery(tokens.value, text.length);
  // The canonical spelling can be longer, and must be a query as well.
  if (query.ok && formatQuery(query.value).length > MAX_QUERY_LENGTH) {
    return mistaken(`A query can have ${MAX_QUERY_LENGTH} characters; spelled out, this one has more.`, text.length);
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
        if (++terms > MAX_TERMS) return mistaken(`A query can have ${MAX_TERMS} terms.`, token.at);
        add(level, token.query);
        break;
      case "(":
        if (outer.length === MAX_NESTING) return mistaken(`Parentheses can be ${MAX_NESTING} deep.`, token.at);
        outer.push(level);
        level = newLevel(token.at);
        break;
      case ")": {
        const enclosing = outer.pop();
        if (enclosing === undefined) return mistaken("No parenthesis is open here.", token.at);
        const group = close(level, "There is nothing to search for between these parentheses.");
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
          return mistaken(`${token.kind} needs a term before it.`, token.at);
        }
        if (token.kind === "OR") {
          level.alternatives.push(all(level.parts));
          level.parts = [];
        }
        level.waiting = token;
    }
  }
  if (outer.length > 0) return mistaken("This parenthesis is not closed.", level.at);
  return close(level, end === 0 ? "The query is empty." : "There is no letter or digit to search for.");
}

function newLevel(at: number): Level {
  return { at, alternatives: [], parts: [], excludesNext: false, waiting: undefined };
}

function add(level: Level, query: Query): void {
  level.parts.push(level.excludesNext ? not(query) : query);
  level.excludesNext = false;
  level.waiting = undefined;
}

function close(level: Level, ifEmpty: string): Parsed<Query> {
  const { waiting } = level;
  if (waiting !== undefined) return mistaken(`${waiting.kind} needs a term after it.`, waiting.at);
  if (level.parts.length === 0) return mistaken(ifEmpty, level.at);
  return parsed(any([...level.alternatives, all(level.parts)]));
}
