import { createHmac } from "node:crypto";
import { isSuccess, type WebClient } from "../lib/net/web-client.ts";
import { messageOf } from "../lib/message-of.ts";
import type { Subscription } from "./subscription.ts";
import type { TopicDocument } from "./topics.ts";

/** What a subscriber is asked or told at its callback by a GET (WebSub §5.3). */
export type Intent =
  | { readonly mode: "subscribe"; readonly topic: string; readonly challenge: string; readonly leaseSeconds: number }
  | { readonly mode: "unsubscribe"; readonly topic: string; readonly challenge: string }
  | { readonly mode: "denied"; readonly topic: string; readonly reason: string };

/** The fields of an intent behind a callback's own query, which stays as it is (WebSub §5.3.1). */
export function intentUrl(callback: string, intent: Intent): string {
  const fields = new URLSearchParams({ "hub.mode": intent.mode, "hub.topic": intent.topic });
  if (intent.mode === "denied") fields.set("hub.reason", intent.reason);
  else fields.set("hub.challenge", intent.challenge);
  if (intent.mode === "subscribe") fields.set("hub.lease_seconds", String(intent.leaseSeconds));
  const url = new URL(callback);
  const own = url.search.slice(1);
  url.search = own === "" ? fields.toString() : `${own}&${fields.toString()}`;
  return url.href;
}

/** True where the callback repeats the challenge and nothing else (WebSub §5.3). Nothing more is kept of its answer. */
export async function isConfirmed(
  client: Pick<WebClient, "request">,
  callback: string,
  intent: Exclude<Intent, { mode: "denied" }>,
): Promise<boolean> {
  try {
    const { status, body } = await client.request(intentUrl(callback, intent));
    return isSuccess(status) && Buffer.from(body).equals(Buffer.from(intent.challenge));
  } catch {
    return false;
  }
}

export type DeliveryResult =
  | { readonly kind: "delivered" }
  /** The subscriber wants no more (WebSub §7). */
  | { readonly kind: "gone" }
  /** `why` is a sentence for the operator, with nothing of the answer in it but its status. */
  | { readonly kind: "failed"; readonly why: string };

const GONE = 410;

/** Sends a subscriber the whole of a document, with its type and the addresses it has (WebSub §7). */
export async function deliver(
  client: Pick<WebClient, "request">,
  { callback, topic, secret }: Subscription,
  { body, contentType }: TopicDocument,
  hub: string,
): Promise<DeliveryResult> {
  const headers = {
    "content-type": contentType,
    link: `<${hub}>; rel="hub", <${topic}>; rel="self"`,
    ...(secret !== undefined && { "x-hub-signature": signature(body, secret) }),
  };
  try {
    const { status } = await client.request(callback, { headers, body, wantsNoBody: true });
    if (isSuccess(status)) return { kind: "delivered" };
    return status === GONE ? { kind: "gone" } : { kind: "failed", why: `It answers ${status}.` };
  } catch (error) {
    return { kind: "failed", why: messageOf(error) };
  }
}

/** WebSub §7.1. */
export function signature(body: Uint8Array, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
