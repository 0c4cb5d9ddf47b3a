import type { DeliveryResult } from "./call-back.ts";
import { retryDelayMs } from "./retry-delay.ts";
import type { Subscription } from "./subscription.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { TopicDocument } from "./topics.ts";

/** What one delivery came to. */
export interface DeliveryReport {
  readonly subscription: Subscription;
  readonly result: DeliveryResult;
}

export interface DelivererDeps {
  readonly store: Subscriptions;
  /** The newest version of a topic's document; undefined where there is none at the moment. */
  readonly newest: (topic: string) => Promise<TopicDocument | undefined>;
  /** True where a topic has no newer version than that of a tag. */
  readonly isNewest: (topic: string, tag: string) => boolean;
  readonly deliver: (subscription: Subscription, document: TopicDocument) => Promise<DeliveryResult>;
  readonly onReport: (report: DeliveryReport) => void;
  /** Told how many deliveries there were, once nothing is due any more. */
  readonly onIdle: (deliveries: number) => void;
  readonly now: () => Date;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const AT_ONCE = 32;
/** Those whose last delivery failed may fail again, slowly: they never have all places. */
const RETRIED_AT_ONCE = 16;
/** Of one host: where it answers no more, others go on. */
const AT_ONCE_FOR_HOST = 8;
/** The clock may be set, and a machine may sleep: nothing is waited for longer without a look at what is due. */
const LONGEST_WAIT_MS = 60_000;

interface UnderWay {
  readonly host: string;
  readonly isRetried: boolean;
}

/**
 * Delivers what is due, the longest waiting first, and those who had no failure before those who did: 32 at once, one to
 * a callback. Each is sent the newest version as it is when its turn comes, so that a burst of editions comes as one.
 */
export class Deliverer {
  readonly #deps: DelivererDeps;
  /** By callback. */
  readonly #underWay = new Map<string, UnderWay>();
  #timer: NodeJS.Timeout | undefined;
  /** Since it was last idle. */
  #deliveries = 0;
  #ended = Promise.withResolvers<void>();
  #isStopping = false;

  constructor(deps: DelivererDeps) {
    this.#deps = deps;
  }

  /** Begins what is due and has a place, and sees to it that the rest follows. */
  wake(): void {
    if (this.#isStopping) return;
    const now = this.#deps.now().getTime();
    this.#deps.store.removeEnded(now);
    for (let next = this.#next(now); next !== undefined; next = this.#next(now)) this.#begin(next);
    if (this.#underWay.size === 0) this.#rest();
    clearTimeout(this.#timer);
    const nextAt = this.#deps.store.nextDueAt(now) ?? Number.POSITIVE_INFINITY;
    this.#timer = setTimeout(() => this.wake(), Math.min(LONGEST_WAIT_MS, nextAt - now));
  }

  /** Begins nothing more, and resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    if (this.#underWay.size > 0) await this.#ended.promise;
  }

  #rest(): void {
    if (this.#deliveries > 0) this.#deps.onIdle(this.#deliveries);
    this.#deliveries = 0;
  }

  #next(now: number): Subscription | undefined {
    const underWay = [...this.#underWay.values()];
    if (underWay.length >= AT_ONCE) return undefined;
    const byHost = Map.groupBy(underWay, ({ host }) => host);
    const full = [...byHost].filter(([, those]) => those.length >= AT_ONCE_FOR_HOST);
    const busy = { callbacks: [...this.#underWay.keys()], hosts: full.map(([host]) => host) };
    const fresh = this.#deps.store.nextDue("fresh", now, busy);
    if (fresh !== undefined || underWay.filter(({ isRetried }) => isRetried).length >= RETRIED_AT_ONCE) return fresh;
    return this.#deps.store.nextDue("retried", now, busy);
  }

  #begin(subscription: Subscription): void {
    const { callback, failures } = subscription;
    this.#deliveries++;
    this.#underWay.set(callback, { host: hostOf(callback), isRetried: failures > 0 });
    void this.#deliver(subscription).finally(() => {
      this.#underWay.delete(callback);
      if (this.#underWay.size === 0 && this.#isStopping) this.#ended.resolve();
      this.wake();
    });
  }

  async #deliver(subscription: Subscription): Promise<void> {
    const { store, newest, isNewest, deliver, onReport, now, random } = this.#deps;
    const { topic, callback, failures } = subscription;
    const document = await newest(topic);
    const fail = (why: string): void => {
      store.noteFailed(subscription, why, now().getTime() + retryDelayMs(failures + 1, random));
    };
    if (document === undefined) return fail("The feed could not be read here.");
    const result = await deliver(subscription, document);
    if (result.kind === "gone") store.remove(topic, callback);
    else if (result.kind === "failed") fail(result.why);
    else store.noteDelivered(subscription, document.tag, isNewest(topic, document.tag), now().getTime());
    onReport({ subscription, result });
  }
}

/** The host of a callback, whatever its port: what fails together. */
export function hostOf(callback: string): string {
  return new URL(callback).hostname;
}
