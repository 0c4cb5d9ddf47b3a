import { countNoun } from "../../lib/text/quantities.ts";
import { utcDay } from "../../lib/time/utc-day.ts";
import type { Subscription } from "../../push/subscription.ts";
import { Subscriptions } from "../../push/subscriptions.ts";
import type { CommandContext } from "../commands.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

/** `feedmill subscribers`: who is sent what is new, also beside a running daemon. Secrets stay where they are. */
export async function run({ config, flags }: CommandContext): Promise<number> {
  const store = Subscriptions.openToRead(config.data);
  const subscriptions = store?.all() ?? [];
  store?.close();
  if (flags["json"] === true) return writeJson(subscriptions.map(toJson));
  if (subscriptions.length === 0)
    return writeText("Nobody has subscribed. Readers do by themselves where `push` is on.");
  const rows = subscriptions.map(({ topic, callback, leaseEnd, failures, failure = "" }) => [
    topic,
    callback,
    utcDay(new Date(leaseEnd)),
    failures === 0 ? "" : `${countNoun(failures, "failure")}: ${failure}`,
  ]);
  return writeText(formatTable([["FEED", "CALLBACK", "UNTIL", "WHAT IS WRONG"], ...rows]));
}

function toJson({ secret, subscribedAt, leaseEnd, dueAt, ...subscription }: Subscription): object {
  return {
    ...subscription,
    isSigned: secret !== undefined,
    subscribedAt: new Date(subscribedAt),
    leaseEnd: new Date(leaseEnd),
    ...(dueAt !== undefined && { dueAt: new Date(dueAt) }),
  };
}
