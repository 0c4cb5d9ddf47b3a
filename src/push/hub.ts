import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { WebClient } from "../lib/net/web-client.ts";
import type { HubAnswer, HubRequest } from "../model/hub.ts";
import { deliver, intentUrl, isConfirmed } from "./call-back.ts";
import { checkCallback, type CallbackRules } from "./check-callback.ts";
import { Deliverer, hostOf, type DeliveryReport } from "./deliverer.ts";
import { HubRefusal } from "./hub-refusal.ts";
import { readHubRequest } from "./read-request.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { FindTopic, TopicDocument } from "./topics.ts";
import { Verifier, type Pending } from "./verifier.ts";

export interface HubDeps extends CallbackRules {
  /** Its own address. */
  readonly url: string;
  readonly store: Subscriptions;
  readonly client: Pick<WebClient, "request">;
  readonly findTopic: FindTopic;
  readonly limits?: HubLimits;
  /** Told of what subscribers were sent. */
  readonly onReport: (report: DeliveryReport, ageSeconds: number) => void;
  /** Told how many deliveries there were, once nothing is due any more. */
  readonly onIdle: (deliveries: number) => void;
  /** Told of subscriptions that began and ended, and of requests that nobody confirmed. */
  readonly onChange: (
    what: "subscribed" | "unsubscribed" | "unconfirmed" | "denied",
    callback: string,
    topic: string,
  ) => void;
  readonly now: () => Date;
  readonly random: () => number;
}

/** The most subscriptions there may be. */
export interface HubLimits {
  readonly total: number;
  readonly topic: number;
  /** Of one callback host. */
  readonly host: number;
  readonly client: number;
  /** Topics whose documents are made when asked for: each is made again with each edition. */
  readonly madeTopics: number;
}

const usualLimits: HubLimits = { total: 100_000, topic: 10_000, host: 1000, client: 1000, madeTopics: 200 };
const CHALLENGE_BYTES = 32;
const KEPT_BYTES = 32 * 1024 * 1024;

/** The version of a topic that subscribers are to have. */
interface Version {
  readonly tag: string;
  readonly isReady: boolean;
  /** When it was first seen here, in milliseconds since 1970. */
  readonly seenAt: number;
}

/** A WebSub hub for the feeds of one site (https://www.w3.org/TR/websub/). */
export class Hub {
  readonly #deps: HubDeps;
  readonly #limits: HubLimits;
  readonly #verifier = new Verifier((pending) => this.#verify(pending));
  readonly #deliverer: Deliverer;
  /** Of every topic that has subscribers. */
  readonly #versions = new Map<string, Version>();
  /** Counts editions: what was read of one is nothing to go by once there is another. */
  #edition = 0;
  readonly #documents = new LRUCache<string, TopicDocument>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ body }) => body.length + 1,
  });

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.#limits = deps.limits ?? usualLimits;
    const { store, client, url, now, random, onReport, onIdle } = deps;
    this.#deliverer = new Deliverer({
      store,
      newest: async (topic) => this.#documents.get(topic) ?? (await this.#look(topic)),
      isNewest: (topic, tag) => this.#versions.get(topic)?.tag === tag,
      deliver: (subscription, document) => deliver(client, subscription, document, url),
      onReport: (report) => {
        const { seenAt = 0 } = this.#versions.get(report.subscription.topic) ?? {};
        onReport(report, (now().getTime() - seenAt) / 1000);
      },
      onIdle,
      now,
      random,
    });
  }

  /** Answers a request, and has it verified. */
  async ask({ form, client }: HubRequest): Promise<HubAnswer> {
    try {
      await this.#take({ ...readHubRequest(form), client });
      return { status: 202, message: "Your callback is asked whether it meant that." };
    } catch (error) {
      if (!(error instanceof HubRefusal)) throw error;
      return { status: error.status, message: error.message };
    }
  }

  /**
   * Looks which topics have other versions than those that subscribers have, and delivers them. `changed` tells of topics
   * whose documents are kept ready whether they changed; without it, that is not known. What is made when asked for is made
   * again, in steps between which other work goes on.
   */
  async deliverNews(changed: (topic: string) => boolean = () => true): Promise<void> {
    const isOld = (topic: string): boolean => this.#versions.get(topic)?.isReady !== true || changed(topic);
    // Whatever is sent from here on is the newest.
    this.#edition++;
    for (const topic of [...this.#documents.keys()].filter(isOld)) this.#documents.delete(topic);
    const topics = this.#deps.store.topics().map(({ topic }) => topic);
    for (const topic of new Set(this.#versions.keys()).difference(new Set(topics))) this.#versions.delete(topic);
    for (const topic of topics.filter(isOld)) {
      if (!this.#documents.has(topic)) await this.#look(topic);
      this.#deliverer.wake();
    }
    this.#deliverer.wake();
  }

  /** Ends when what is under way has ended. */
  async stop(): Promise<void> {
    await this.#deliverer.stop();
  }

  /** Reads the present version of a topic, and has it delivered to those who do not have it. */
  async #look(topic: string): Promise<TopicDocument | undefined> {
    const { store, findTopic, now } = this.#deps;
    const edition = this.#edition;
    const found = await findTopic(topic);
    if (edition !== this.#edition) return this.#documents.get(topic) ?? this.#look(topic);
    if (found.kind === "gone" || found.kind === "elsewhere") void this.#deny(topic);
    if (found.kind !== "topic") return undefined;
    const { document } = found;
    this.#documents.set(topic, document);
    if (this.#versions.get(topic)?.tag !== document.tag) {
      const seenAt = now().getTime();
      this.#versions.set(topic, { tag: document.tag, isReady: document.isReady, seenAt });
      store.makeDue(topic, document.tag, seenAt);
    }
    return document;
  }

  async #take(pending: Pending): Promise<void> {
    const { store } = this.#deps;
    const { topic, callback, mode, client } = pending;
    checkCallback(callback, this.#deps);
    if (mode === "subscribe" && store.get(topic, callback) === undefined) {
      await this.#checkTopic(topic);
      const { total, topic: ofTopic, host, client: ofClient } = this.#limits;
      if (store.total() >= total || store.count("topic", topic) >= ofTopic) {
        throw new HubRefusal(503, "This hub has as many subscriptions as it can serve.");
      }
      if (store.count("host", hostOf(callback)) >= host) {
        throw new HubRefusal(403, `The host of hub.callback has ${host} subscriptions already.`);
      }
      if (client !== "" && store.count("client", client) >= ofClient) {
        throw new HubRefusal(403, `You have ${ofClient} subscriptions already.`);
      }
    }
    this.#verifier.add(pending);
  }

  async #checkTopic(topic: string): Promise<void> {
    const found = await this.#deps.findTopic(topic);
    if (found.kind === "elsewhere") throw new HubRefusal(404, `hub.topic has one address, and it is ${found.topic}`);
    if (found.kind === "gone") throw new HubRefusal(404, "hub.topic was a feed, and is no more.");
    if (found.kind === "none") throw new HubRefusal(404, "hub.topic is no feed of this site.");
    if (found.kind === "not-now")
      throw new HubRefusal(503, "hub.topic cannot be looked at now. Try again in a minute.");
    if (found.document.isReady || this.#versions.has(topic)) return;
    const made = [...this.#versions.values()].filter(({ isReady }) => !isReady);
    if (made.length >= this.#limits.madeTopics) {
      throw new HubRefusal(503, "This hub tells of as many selections as it can. It tells of every feed.");
    }
  }

  async #verify(pending: Pending): Promise<void> {
    const { store, client, onChange, now } = this.#deps;
    const { mode, topic, callback, leaseSeconds, secret } = pending;
    const challenge = randomBytes(CHALLENGE_BYTES).toString("base64url");
    const intent = mode === "subscribe" ? { mode, topic, challenge, leaseSeconds } : { mode, topic, challenge };
    if (!(await isConfirmed(client, callback, intent))) return onChange("unconfirmed", callback, topic);
    if (mode === "unsubscribe") {
      store.remove(topic, callback);
      return onChange("unsubscribed", callback, topic);
    }
    const document = this.#documents.get(topic) ?? (await this.#look(topic));
    if (document === undefined) return onChange("unconfirmed", callback, topic);
    const subscribedAt = now().getTime();
    const leaseEnd = subscribedAt + leaseSeconds * 1000;
    store.put(
      {
        topic,
        callback,
        subscribedAt,
        leaseEnd,
        // What there is now it has read, or will.
        delivered: document.tag,
        ...(secret !== undefined && { secret }),
      },
      { host: hostOf(callback), client: pending.client },
    );
    onChange("subscribed", callback, topic);
  }

  /** Tells subscribers of a topic that there is no more to come (WebSub §5.2). They are told once. */
  async #deny(topic: string): Promise<void> {
    const { store, client, onChange } = this.#deps;
    this.#versions.delete(topic);
    for (const callback of store.callbacksOf(topic)) {
      store.remove(topic, callback);
      onChange("denied", callback, topic);
      const url = intentUrl(callback, { mode: "denied", topic, reason: "The feed is no more at this address." });
      await client.request(url, { wantsNoBody: true }).catch(() => undefined);
    }
  }
}
