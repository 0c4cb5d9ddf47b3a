import type { Flaw } from "./flaw.ts";

/**
 * Why one file was not published. A problem is a value, never thrown: one bad file costs one article.
 *
 * Every code has one remedy, a sentence for the person who runs feedmill. The documents' table of
 * problems is checked against this one.
 */
export const remedies = {
  UNREADABLE_FILE: "Check the file's permissions and the disk, or delete the file.",
  OVERSIZE_FILE: "An article file may have 5 MB. Delete the file, or have the crawler save the article alone.",
  EMPTY_FILE: "Delete the file, or have the crawler save the article again.",
  INCOMPLETE_FILE: "The file stops before its article does. Copy it again, or have the crawler save it again.",
  UNKNOWN_ENCODING: "Save the file as UTF-8.",
  AMBIGUOUS_ENCODING: "The bytes read as well in two encodings. Save the file as UTF-8.",
  MISSING_HEADER: "Begin the article with a line [TITLE](URL), above a line of dashes.",
  INVALID_URL: "Write the outlet's own http or https address of the article in the header's parentheses.",
  MISSING_TITLE: "Write the headline in the header's brackets.",
  MISSING_DATE:
    "Put the capture time into the first line, as <!--epoch milliseconds-->, or a publication time in the body.",
  FUTURE_CAPTURE: "Nothing to do if the clock is right: the article is published once its capture time has passed.",
  EMPTY_BODY: "Nothing was left of the body. Check the file, and what the outlet's profile removes.",
  TOO_MANY_ELEMENTS: "The body's markup is beyond what an article has. Delete the file if it is not one.",
  TOO_DEEP: "The body's markup is nested beyond what an article has. Delete the file if it is not one.",
  INTERNAL_ERROR: "This is a mistake in feedmill, not in your archive. Please report it with the file.",
  TOO_MANY_ATTRIBUTES: "One tag carries more attributes than any article's does. Delete the file if it is not one.",
} as const satisfies Record<string, string>;

export type ProblemCode = keyof typeof remedies;

export interface Problem {
  readonly code: ProblemCode;
  /** One sentence: what is wrong, and where in the file if that is known. */
  readonly message: string;
}

/** A problem of a named file, as `check` and the problems page show it. */
export interface FileProblem extends Problem {
  readonly path: string;
  readonly remedy: string;
}

export function fileProblem(path: string, problem: Problem): FileProblem {
  return { path, ...problem, remedy: remedies[problem.code] };
}

/** Returned by a step that is expected to fail. A step that should not fail throws. Flaws are absent where there are none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly flaws?: readonly Flaw[] }
  | { readonly ok: false; readonly problem: Problem };

export function success<T>(value: T, flaws: readonly Flaw[] = []): Outcome<T> {
  return flaws.length === 0 ? { ok: true, value } : { ok: true, value, flaws };
}

export function failure(code: ProblemCode, message: string): Outcome<never> {
  return { ok: false, problem: { code, message } };
}
