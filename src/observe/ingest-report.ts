/** What the ingest thread has done since the last report. */
export interface IngestReport {
  readonly files: readonly IngestedFiles[];
  /** Articles that were added, revised and removed. */
  readonly articles: Readonly<Record<"added" | "revised" | "removed", number>>;
  /** How long each scan took. */
  readonly scanSeconds: readonly number[];
}

export interface IngestedFiles {
  /** Empty where files gave no article. */
  readonly outlet: string;
  readonly result: "article" | "problem";
  readonly files: number;
}
