import { HubRefusal } from "./hub-refusal.ts";
import type { SubscriptionRequest } from "./subscription.ts";

const DAY_SECONDS = 86_400;
const LEAST_LEASE_SECONDS = DAY_SECONDS;
const MOST_LEASE_SECONDS = 10 * DAY_SECONDS;
const MAX_SECRET_BYTES = 200;
/** Of a topic or a callback, in characters. */
const MAX_ADDRESS = 2048;

/**
 * Reads the form of a request to the hub (WebSub §5.1). Fields that are none of ours change nothing: subscribers of
 * PubSubHubbub 0.3 send `hub.verify`. Throws a `HubRefusal`.
 */
export function readHubRequest(form: string): SubscriptionRequest {
  const fields = new URLSearchParams(form);
  const mode = fields.get("hub.mode");
  if (mode === "publish")
    throw new HubRefusal(400, "This hub tells of its own feeds, and knows by itself what is new.");
  if (mode !== "subscribe" && mode !== "unsubscribe") {
    throw new HubRefusal(400, "hub.mode must be subscribe or unsubscribe.");
  }
  const secret = fields.get("hub.secret") ?? "";
  if (Buffer.byteLength(secret) > MAX_SECRET_BYTES) {
    throw new HubRefusal(400, `hub.secret may have ${MAX_SECRET_BYTES} bytes.`);
  }
  return {
    mode,
    topic: addressIn(fields, "hub.topic"),
    callback: addressIn(fields, "hub.callback"),
    leaseSeconds: leaseIn(fields),
    ...(secret !== "" && { secret }),
  };
}

function addressIn(fields: URLSearchParams, name: string): string {
  const [address = "", ...others] = fields.getAll(name);
  if (address === "") throw new HubRefusal(400, `${name} is missing.`);
  if (others.length > 0) throw new HubRefusal(400, `${name} is there more than once.`);
  if (address.length > MAX_ADDRESS) throw new HubRefusal(400, `${name} may have ${MAX_ADDRESS} characters.`);
  return address;
}

/** As asked, within what this hub grants (WebSub §5.1.1: the hub decides). */
function leaseIn(fields: URLSearchParams): number {
  const asked = fields.get("hub.lease_seconds") ?? "";
  if (asked === "") return MOST_LEASE_SECONDS;
  if (!/^\d{1,12}$/.test(asked)) throw new HubRefusal(400, "hub.lease_seconds must be a whole number of seconds.");
  return Math.min(MOST_LEASE_SECONDS, Math.max(LEAST_LEASE_SECONDS, Number(asked)));
}
