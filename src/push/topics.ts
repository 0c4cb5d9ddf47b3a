/** A feed's document that can be subscribed to, in its newest version. */
export interface TopicDocument {
  /** Its entity tag. */
  readonly tag: string;
  /** Full `Content-Type`. */
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Kept ready, so that it is known to be the same while nobody tells of a change; otherwise made when asked for. */
  readonly isReady: boolean;
}

export type FoundTopic =
  | { readonly kind: "topic"; readonly document: TopicDocument }
  /** The feed has one address, and it is another (WebSub §4: `self`). */
  | { readonly kind: "elsewhere"; readonly topic: string }
  /** There was such a feed, and there will be no more. */
  | { readonly kind: "gone" }
  | { readonly kind: "none" }
  /** It cannot be told now. */
  | { readonly kind: "not-now" };

/** Finds what an address is the topic of. Never rejects. */
export type FindTopic = (topic: string) => Promise<FoundTopic>;
