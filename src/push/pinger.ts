import { isSuccess, type WebClient } from "../lib/net/web-client.ts";
import { messageOf } from "../lib/message-of.ts";
import { retryDelayMs } from "./retry-delay.ts";

export interface PingerDeps {
  /** The address of a hub of somebody else's. */
  readonly hub: string;
  readonly client: Pick<WebClient, "request">;
  /** Told of each ping: absent `failure` where the hub took it. */
  readonly onPing: (topics: number, failure?: string) => void;
  readonly random: () => number;
}

/**
 * Tells a hub which feeds have something new: one ping for an edition, as PubSubHubbub 0.4 §7 has it, which WebSub leaves
 * open. While a ping is under way, or waits to be tried again, what comes is told with the next.
 */
export class Pinger {
  readonly #deps: PingerDeps;
  #topics = new Set<string>();
  #failures = 0;
  #isBusy = false;
  #retry: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(deps: PingerDeps) {
    this.#deps = deps;
  }

  tell(topics: Iterable<string>): void {
    for (const topic of topics) this.#topics.add(topic);
    if (!this.#isStopped && !this.#isBusy && this.#retry === undefined) void this.#ping();
  }

  /** Begins no further ping. What becomes of one that is under way is not told. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retry);
  }

  async #ping(): Promise<void> {
    const { hub, client, onPing, random } = this.#deps;
    const topics = [...this.#topics];
    if (topics.length === 0) return;
    this.#topics.clear();
    this.#isBusy = true;
    const form = new URLSearchParams({ "hub.mode": "publish" });
    for (const topic of topics) form.append("hub.url", topic);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const failure = await client
      .request(hub, { headers, body: form.toString(), wantsNoBody: true })
      .then(({ status }) => (isSuccess(status) ? undefined : `The hub answers ${status}.`), messageOf);
    if (this.#isStopped) return;
    this.#isBusy = false;
    onPing(topics.length, failure);
    if (failure === undefined) {
      this.#failures = 0;
      return this.#ping();
    }
    for (const topic of topics) this.#topics.add(topic);
    this.#retry = setTimeout(
      () => {
        this.#retry = undefined;
        void this.#ping();
      },
      retryDelayMs(++this.#failures, random),
    );
  }
}
