/** A change by one step of normalization, for `explain`. */
export interface TraceEntry {
  /** The step's name as the list in `normalize/normalize-article.ts` gives it. */
  readonly step: string;
  /** The kind of change, e.g. `removed`, `moved to publishedAt`, `rewritten`. */
  readonly change: string;
  /** The rule that made it happen: a selector, a literal text, a built-in's name. */
  readonly rule: string;
  /** The text concerned, as a reader sees it, else the name of the element. */
  readonly subject: string;
}

/** Called for every change; absent outside `explain`, so that tracing costs nothing. */
export type Trace = (entry: TraceEntry) => void;

/** What an article looked for and what found it: a part such as `time` or `remove`, and the rule, as the profile has it. */
export interface FoundPart {
  readonly part: string;
  readonly rule: string;
}

/** Called for every part that a rule finds: cheap enough for each article, to count what profiles find. */
export type FoundListener = (found: FoundPart) => void;
