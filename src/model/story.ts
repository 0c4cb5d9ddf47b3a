/** An article as one of the reports of an event. */
export interface Report {
  /** Of the article. */
  readonly id: string;
  readonly outletId: string;
  readonly publishedAt: Date;
  /** When the article was first captured: from then on it can be shown. */
  readonly firstCapturedAt: Date;
  /** The same article in the other script. */
  readonly twinId?: string;
  /** The report that it was linked to. One that began its story has none, or one to a story that began over 72 hours before. */
  readonly link?: Link;
}

/** A report's link to the best earlier report of the same event. */
export interface Link {
  /** The id of the earlier article. */
  readonly to: string;
  /** How sure it is; see `stories/find-parent.ts`. Absent where the two are one article in both scripts, or the operator joined them. */
  readonly score?: number;
}

/** One event, with all its reports. */
export interface Story {
  /** `urn:uuid:…`, version 5 of the id of the article that began it (RFC 9562 §5.5). */
  readonly id: string;
  /** By time, then by id; the first one began it. */
  readonly reports: readonly Report[];
  /** Absent while one outlet alone reports it. */
  readonly shared?: Shared;
}

/** A story that several outlets report. */
export interface SharedStory extends Story {
  readonly shared: Shared;
}

/** Instants since when a story is that of several outlets: captures of an outlet's first report. */
export interface Shared {
  /** The second outlet joined. */
  readonly since: Date;
  /** The last outlet joined: what an outlet adds to its own report is no news of the story. */
  readonly joinedAt: Date;
}

/** What the operator says of stories, which goes before what texts say. */
export interface Corrections {
  /** The later article reports what the earlier one does; they are at most 72 hours apart. */
  readonly join: readonly ArticlePair[];
  /** Neither article is linked to the other. */
  readonly forbid: readonly ArticlePair[];
}

/** Two articles, by ids. */
export type ArticlePair = readonly [one: string, other: string];
