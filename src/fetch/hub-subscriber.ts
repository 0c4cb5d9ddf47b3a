import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { isSuccess, type WebClient } from "../lib/net/web-client.ts";
import { messageOf } from "../lib/message-of.ts";
import type { PushedFeed } from "./pushed-feed.ts";

export interface HubSubscriberDeps {
  readonly client: Pick<WebClient, "request">;
  /** Where hubs reach this process, without a final slash: callbacks lie below it. */
  readonly callbackUrl: string;
  /** Told of a source that has something new. */
  readonly onNews: (sourceUrl: string) => void;
  /** Told of subscriptions that began, and of those that a hub did not grant, with the reason. */
  readonly onChange: (sourceUrl: string, refusal?: string) => void;
  readonly now: () => Date;
}

/** A subscription that was asked for. Instants are in milliseconds since 1970. */
interface Subscription extends PushedFeed {
  readonly source: string;
  /** The last part of the callback: nobody else knows it. */
  readonly id: string;
  readonly secret: string;
  /** When it was asked for. */
  readonly askedAt: number;
  /** Absent until the hub has asked whether it was meant. */
  leaseEnd?: number;
}

const LEASE_SECONDS = 10 * 86_400;
/** A lease is renewed when it has less than this to go. */
const RENEWAL_MS = 86_400_000;
/** A hub that was asked and has not asked back is asked again after this. */
const PATIENCE_MS = 3_600_000;
const ID_BYTES = 20;

/**
 * Subscribes to what sources push, and takes their hubs' word that there is something new. Nothing is kept over a
 * restart: the next poll subscribes anew, and a hub that calls for a subscription of before is told that it is gone.
 */
export class HubSubscriber {
  readonly #deps: HubSubscriberDeps;
  readonly #bySource = new Map<string, Subscription>();

  constructor(deps: HubSubscriberDeps) {
    this.#deps = deps;
  }

  /** True while a source's hub has promised to tell of what is new. */
  isPushed(source: string): boolean {
    return (this.#bySource.get(source)?.leaseEnd ?? 0) > this.#deps.now().getTime();
  }

  /** Takes note of what a source says of its hub, and subscribes where there is no subscription, or not for long. */
  async note(source: string, feed: PushedFeed): Promise<void> {
    const now = this.#deps.now().getTime();
    const known = this.#bySource.get(source);
    const isSame = known?.hub === feed.hub && known.topic === feed.topic;
    const isWaiting = known?.leaseEnd === undefined && now - (known?.askedAt ?? 0) < PATIENCE_MS;
    if (isSame && (isWaiting || (known.leaseEnd ?? 0) - now > RENEWAL_MS)) return;
    await this.#subscribe(source, feed, isSame ? known : undefined);
  }

  async #subscribe(source: string, feed: PushedFeed, before: Subscription | undefined): Promise<void> {
    const { client, callbackUrl, onChange, now } = this.#deps;
    const id = before?.id ?? randomBytes(ID_BYTES).toString("hex");
    const secret = before?.secret ?? randomBytes(ID_BYTES).toString("hex");
    const leaseEnd = before?.leaseEnd;
    const asked = { ...feed, source, id, secret, askedAt: now().getTime() };
    this.#bySource.set(source, { ...asked, ...(leaseEnd !== undefined && { leaseEnd }) });
    const form = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.topic": feed.topic,
      "hub.callback": `${callbackUrl}/${id}`,
      "hub.secret": secret,
      "hub.lease_seconds": String(LEASE_SECONDS),
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const refusal = await client
      .request(feed.hub, { headers, body: form.toString(), wantsNoBody: true })
      .then(({ status }) => (isSuccess(status) ? undefined : `It answers ${status}.`), messageOf);
    if (refusal !== undefined) onChange(source, refusal);
  }

  /** Answers a hub that asks whether a subscription was meant (WebSub §5.3): the challenge, or undefined for no. */
  confirm(id: string, query: URLSearchParams): string | undefined {
    const subscription = this.#find(id);
    if (subscription === undefined || query.get("hub.topic") !== subscription.topic) return undefined;
    const mode = query.get("hub.mode");
    if (mode === "denied") {
      this.#bySource.delete(subscription.source);
      this.#deps.onChange(subscription.source, "The hub denies it.");
      return "";
    }
    const challenge = query.get("hub.challenge");
    const seconds = Number(query.get("hub.lease_seconds"));
    if (mode !== "subscribe" || challenge === null || !(seconds > 0)) return undefined;
    subscription.leaseEnd = this.#deps.now().getTime() + Math.min(seconds, LEASE_SECONDS) * 1000;
    this.#deps.onChange(subscription.source);
    return challenge;
  }

  /** Takes what a hub sends. False where nobody subscribed under this id; what is not signed by us is no news (§7.1). */
  take(id: string, body: Uint8Array, signature: string | undefined): boolean {
    const subscription = this.#find(id);
    if (subscription === undefined) return false;
    if (isSigned(body, subscription.secret, signature)) this.#deps.onNews(subscription.source);
    return true;
  }

  #find(id: string): Subscription | undefined {
    return this.#bySource.values().find((subscription) => subscription.id === id);
  }
}

/** WebSub §7.1: the hub chooses the method. */
const methods: ReadonlySet<string> = new Set(["sha1", "sha256", "sha384", "sha512"]);

function isSigned(body: Uint8Array, secret: string, signature = ""): boolean {
  const [method = "", hex = ""] = signature.split("=");
  if (!methods.has(method)) return false;
  const expected = createHmac(method, secret).update(body).digest();
  const given = Buffer.from(hex, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
