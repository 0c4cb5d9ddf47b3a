/** An article by when it was first captured, as narrow as it takes to cut a history into parts. */
export interface CapturedArticle {
  readonly id: string;
  readonly firstCapturedAt: Date;
  /**
   * UTF-8 bytes of its body, or of its excerpt where feeds may show no more, in its first capture: a correction does
   * not move where a history was cut.
   */
  readonly shownBytes: number;
}

/** The number of articles that were first captured on a UTC day, `2024-05-17`. */
export interface DayCount {
  readonly day: string;
  readonly articles: number;
}
