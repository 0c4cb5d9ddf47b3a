/** A feed of the web that `feedmill fetch` makes article files of. */
export interface Source {
  /** Absolute, http or https. */
  readonly url: string;
  /** A folder below the archive's first directory, `/` between levels. */
  readonly into: string;
  readonly everySeconds: number;
  /** Where an entry lacks its full text: leave it so, or read the article's own page. */
  readonly fullText: "no" | "readability";
  /** Sent with every request to the feed's own host, names in lower case: keys and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether an entry is wanted; absent where all are. */
  readonly isWanted?: (entry: WantedFacts) => boolean;
}

/** What a source's `only` and `except` can ask of an entry. */
export interface WantedFacts {
  readonly title: string;
  readonly text: string;
  readonly authors: readonly string[];
}

/** The state of a source, for the operator. */
export interface SourceStatus<Instant = Date> {
  readonly url: string;
  readonly succeededAt?: Instant;
  readonly nextPollAt: Instant;
  /** Article files written since the first poll. */
  readonly written: number;
  /** Failed polls in a row. */
  readonly failures: number;
  /** The reason of the last failure, in a sentence. */
  readonly failure?: string;
  /** It said that it is gone for good, and is polled no more. */
  readonly isGone: boolean;
}
