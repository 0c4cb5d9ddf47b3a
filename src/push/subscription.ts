/** A subscriber's request, checked by itself: whether there is such a topic is not known yet. */
export interface SubscriptionRequest {
  readonly mode: "subscribe" | "unsubscribe";
  /** The address of the feed, as it was written. */
  readonly topic: string;
  /** As it was written. */
  readonly callback: string;
  readonly leaseSeconds: number;
  readonly secret?: string;
}

/** A verified subscription. Instants are in milliseconds since 1970. */
export interface Subscription {
  readonly topic: string;
  readonly callback: string;
  readonly secret?: string;
  readonly subscribedAt: number;
  readonly leaseEnd: number;
  /** The entity tag of the version that the subscriber has. */
  readonly delivered: string;
  /** When the newest version is to be sent; absent where the subscriber has it. */
  readonly dueAt?: number;
  /** Failed deliveries in a row. */
  readonly failures: number;
  /** Why the last one failed, in a sentence. */
  readonly failure?: string;
}
