import { hostOf } from "./deliverer.ts";
import { HubRefusal } from "./hub-refusal.ts";
import type { SubscriptionRequest } from "./subscription.ts";

/** A request that waits for its callback's word. */
export interface Pending extends SubscriptionRequest {
  /** Who sent it; empty where that is not known. */
  readonly client: string;
}

const AT_ONCE = 16;
const AT_ONCE_FOR_HOST = 4;
const MAX_WAITING = 1000;
const MAX_WAITING_FOR_HOST = 100;
const MAX_WAITING_FOR_CLIENT = 100;

/**
 * Has callbacks asked whether they meant what was requested: 16 at once, one request for each topic and callback, the
 * latest. What waits is nowhere but here: it is forgotten with the process, and a request that is not confirmed with its
 * answer.
 */
export class Verifier {
  readonly #verify: (pending: Pending) => Promise<void>;
  readonly #waiting = new Map<string, Pending>();
  readonly #underWay = new Map<string, string>();

  /** @param verify Resolves when a request was confirmed and taken, or was not. */
  constructor(verify: (pending: Pending) => Promise<void>) {
    this.#verify = verify;
  }

  /** Takes a request in. Throws a `HubRefusal` where too many wait already. */
  add(pending: Pending): void {
    const key = JSON.stringify([pending.topic, pending.callback]);
    if (!this.#waiting.has(key)) this.#checkRoom(pending);
    this.#waiting.set(key, pending);
    this.#begin();
  }

  #checkRoom({ callback, client }: Pending): void {
    const waiting = [...this.#waiting.values()];
    const host = hostOf(callback);
    const ofHost = waiting.filter((each) => hostOf(each.callback) === host).length;
    const ofClient = client === "" ? 0 : waiting.filter((each) => each.client === client).length;
    if (waiting.length >= MAX_WAITING) throw new HubRefusal(503, "Too many requests wait here. Try again in a minute.");
    if (ofHost >= MAX_WAITING_FOR_HOST || ofClient >= MAX_WAITING_FOR_CLIENT) {
      throw new HubRefusal(429, "Too many of your requests wait to be verified. Try again in a minute.");
    }
  }

  #begin(): void {
    for (const [key, pending] of this.#waiting) {
      if (this.#underWay.size >= AT_ONCE) return;
      const host = hostOf(pending.callback);
      const ofHost = [...this.#underWay.values()].filter((each) => each === host).length;
      if (this.#underWay.has(key) || ofHost >= AT_ONCE_FOR_HOST) continue;
      this.#waiting.delete(key);
      this.#underWay.set(key, host);
      void this.#verify(pending).finally(() => {
        this.#underWay.delete(key);
        this.#begin();
      });
    }
  }
}
