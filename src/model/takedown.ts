/** An article that is published no more, though the archive may hold it. */
export interface Takedown {
  /** The id of the article. */
  readonly id: string;
  readonly takenDownAt: Date;
  /** For the operator; it is not published. */
  readonly reason?: string;
  /** Whose article it was; absent where there was none when it was taken down. */
  readonly outletId?: string;
  /** The story of several outlets that it was a report of when it was taken down. */
  readonly storyId?: string;
}
