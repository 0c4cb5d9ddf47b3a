/** A request to the hub, as it came (WebSub §5.1). */
export interface HubRequest {
  /** The fields of the form, undecoded: `hub.mode=subscribe&hub.topic=…`. */
  readonly form: string;
  /** Who asks, as budgets tell clients apart; empty where that is not known. */
  readonly client: string;
}

export interface HubAnswer {
  readonly status: 202 | 400 | 403 | 404 | 429 | 503;
  /** A sentence on it for those who write subscribers. */
  readonly message: string;
}

/** Takes requests to the hub. Never rejects. */
export type AskHub = (request: HubRequest) => Promise<HubAnswer>;
