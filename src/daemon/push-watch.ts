import { parseAddress } from "../model/addresses.ts";
import type { FeedFormat } from "../model/feed.ts";
import type { PushReport } from "../observe/reports.ts";
import { Subscriptions } from "../push/subscriptions.ts";
import type { Delivery, PushNews } from "./push-messages.ts";
import type { PushStatus } from "./status.ts";

export interface PushWatchDeps {
  /** The directory of `hub.db`. */
  readonly data: string;
  readonly publicUrl: string;
  readonly hub: string;
}

/** The latest ages are remembered, where nobody asks. */
const MAX_AGES = 10_000;

/** Follows what is pushed, for status and metrics. */
export class PushWatch {
  readonly #deps: PushWatchDeps;
  readonly #sinceStart = { delivered: 0, failed: 0, gone: 0 };
  #deliveries = new Map<string, PushReport["deliveries"][number]>();
  #ages: number[] = [];
  #pings = { taken: 0, failed: 0 };

  constructor(deps: PushWatchDeps) {
    this.#deps = deps;
  }

  take(news: PushNews): void {
    if (news.kind === "ping") this.#pings[news.isTaken ? "taken" : "failed"]++;
    else this.#count(news.delivery);
  }

  #count({ topic, result, ageSeconds }: Delivery): void {
    const { feed, format } = feedOf(topic, this.#deps.publicUrl);
    const key = `${feed}/${format}/${result}`;
    const deliveries = (this.#deliveries.get(key)?.deliveries ?? 0) + 1;
    this.#deliveries.set(key, { feed, format, result, deliveries });
    this.#sinceStart[result]++;
    if (result !== "delivered") return;
    if (this.#ages.length >= MAX_AGES) this.#ages.shift();
    this.#ages.push(ageSeconds);
  }

  /** What there is to see now. */
  status(): PushStatus {
    const store = Subscriptions.openToRead(this.#deps.data);
    try {
      return { hub: this.#deps.hub, topics: store?.topics() ?? [], deliveries: { ...this.#sinceStart } };
    } finally {
      store?.close();
    }
  }

  /** The counts since the last time, with the subscriptions of a status. */
  drain({ topics }: PushStatus): PushReport {
    const subscriptions = topics.map(({ topic, ...counts }) => {
      return { ...feedOf(topic, this.#deps.publicUrl), ...counts };
    });
    const report = {
      subscriptions,
      deliveries: [...this.#deliveries.values()],
      ageSeconds: this.#ages,
      pings: this.#pings,
    };
    this.#deliveries = new Map();
    this.#ages = [];
    this.#pings = { taken: 0, failed: 0 };
    return report;
  }
}

/** What a topic is counted as. One of another public address is none of ours any more. */
function feedOf(topic: string, publicUrl: string): { readonly feed: string; readonly format: FeedFormat | "" } {
  const [path = "", query = ""] = topic.slice(publicUrl.length).split("?");
  const address = topic.startsWith(publicUrl) ? parseAddress(path, query, "zh-Hans") : undefined;
  return address?.kind === "feed" ? { feed: address.variant.name, format: address.format } : { feed: "", format: "" };
}
