/**
 * What is wrong with a file that was published all the same. Each code has one remedy, a sentence for the person who
 * runs feedmill.
 */
export const flawRemedies = {
  DAMAGED_TEXT:
    "A character was lost when the file was saved. Have the crawler save the article again, or mend the text.",
  NUL_CHARACTER: "NUL characters were left out. Have the crawler save the article again, or delete them.",
  TIME_OUT_OF_RANGE: "The time is not believed. Correct it in the file, or have the crawler save the article again.",
  UNREADABLE_TIME: "Say in the outlet's profile where its times stand and how they are written.",
  SWALLOWED_CAPTURE:
    "Two articles come to one id, and one of them is not shown. Say in the outlet's profile what tells their addresses apart.",
} as const satisfies Record<string, string>;

export type FlawCode = keyof typeof flawRemedies;

export interface Flaw {
  readonly code: FlawCode;
  /** One sentence: what is wrong, and where in the file if that is known. */
  readonly message: string;
}

/** A flaw of a named file, as `check` and the problems page show it. */
export interface FileFlaw extends Flaw {
  readonly path: string;
  readonly remedy: string;
}

export function fileFlaw(path: string, flaw: Flaw): FileFlaw {
  return { path, ...flaw, remedy: flawRemedies[flaw.code] };
}
