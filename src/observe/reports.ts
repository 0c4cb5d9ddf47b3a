/** Counts of a process that serves since its last report. Plain data: workers send it to the primary. */
export interface ServingReport {
  readonly answers: readonly AnswerCount[];
  readonly bytes: readonly ByteCount[];
  readonly subscribers: readonly SubscriberCount[];
  readonly made: readonly Making[];
  readonly eventLoopDelay: EventLoopDelay;
}

export interface AnswerCount {
  /** Empty for what belongs to no feed. */
  readonly feed: string;
  readonly format: string;
  readonly status: number;
  /** The content coding of a document sent in full. */
  readonly coding?: string;
  readonly requests: number;
}

/** Bytes of bodies, as they were sent. */
export interface ByteCount {
  readonly feed: string;
  readonly format: string;
  readonly bytes: number;
}

/** The newest word of an aggregator on how many people it asks for. */
export interface SubscriberCount {
  readonly feed: string;
  readonly format: string;
  readonly aggregator: string;
  readonly subscribers: number;
}

/** A document that was made when it was asked for, or was to be. */
export interface Making {
  /** `document`, or why there was none. */
  readonly result: string;
  readonly seconds: number;
}

/** Delay of the event loop, in seconds. */
export interface EventLoopDelay {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** What is pushed. A feed's name is empty for what is no feed of ours any more. */
export interface PushReport {
  /** As they are. */
  readonly subscriptions: readonly SubscriptionCount[];
  /** Since the last report. */
  readonly deliveries: readonly {
    readonly feed: string;
    readonly format: string;
    readonly result: string;
    readonly deliveries: number;
  }[];
  /** From the first sight of a version to the subscriber's answer. */
  readonly ageSeconds: readonly number[];
  /** Pings to a hub elsewhere. */
  readonly pings: Readonly<Record<"taken" | "failed", number>>;
}

export interface SubscriptionCount {
  readonly feed: string;
  readonly format: string;
  readonly subscriptions: number;
  readonly waiting: number;
  readonly failing: number;
}

/** Counts of the ingest thread since its last report. */
export interface IngestReport {
  readonly files: readonly IngestedFiles[];
  /** Articles that were added, revised and removed. */
  readonly articles: Readonly<Record<"added" | "revised" | "removed", number>>;
  /** The duration of each scan. */
  readonly scanSeconds: readonly number[];
  /** Files that were read for other machines that share the catalog, and by them. */
  readonly shared: Readonly<Record<"forOthers" | "byOthers", number>>;
}

export interface IngestedFiles {
  /** Empty where files gave no article. */
  readonly outlet: string;
  readonly result: "article" | "problem";
  readonly files: number;
}
