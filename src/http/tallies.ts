import { opmlPath } from "../model/addresses.ts";
import type { AnswerCount, ByteCount, ServingReport, SubscriberCount } from "../observe/reports.ts";
import { parseAddress } from "../model/addresses.ts";
import { createTally, tallyPlaces, type TalliedFormat, type Tally } from "./tally.ts";

/** The tallies of a server. There are as many as feeds have formats, whatever is asked for. */
export interface Tallies {
  /** That of the document at this path, which must be there: a path is not to make a tally by being asked for. */
  of(path: string): Tally;
  /** For answers that are no document: redirects, what is not there, health. */
  readonly elsewhere: Tally;
  /** What was counted since the last time. */
  drain(): Pick<ServingReport, "answers" | "bytes" | "subscribers">;
}

export function createTallies(): Tallies {
  const tallies = new Map<string, Tally>();

  function tallyOf(feed: string, format: TalliedFormat): Tally {
    const key = `${feed}/${format}`;
    const tally = tallies.get(key) ?? createTally(feed, format);
    tallies.set(key, tally);
    return tally;
  }

  return {
    of(path) {
      const query = path.indexOf("?");
      const address = parseAddress(query === -1 ? path : path.slice(0, query), "", "zh-Hans");
      if (address?.kind === "feed") return tallyOf(address.variant.name, address.format);
      if (address?.kind === "feed-page") return tallyOf(address.name, "page");
      if (address !== undefined) return tallyOf("", "page");
      return tallyOf("", path === opmlPath ? "opml" : "file");
    },
    elsewhere: tallyOf("", "none"),
    drain() {
      const all = [...tallies.values()];
      const drained = {
        answers: all.flatMap(answersOf),
        bytes: all.flatMap(bytesOf),
        subscribers: all.flatMap(subscribersOf),
      };
      for (const { frequent, rare, subscribers } of all) {
        frequent.fill(0);
        rare.clear();
        subscribers.clear();
      }
      return drained;
    },
  };
}

const codings = ["identity", "gzip", "br", "zstd"] as const;

function answersOf({ feed, format, frequent, rare }: Tally): readonly AnswerCount[] {
  const inFull = codings.map((coding) => ({
    feed,
    format,
    status: 200,
    coding,
    requests: frequent[tallyPlaces[coding]] ?? 0,
  }));
  const notModified = { feed, format, status: 304, requests: frequent[tallyPlaces.notModified] ?? 0 };
  const others = [...rare].map(([status, requests]) => ({ feed, format, status, requests }));
  return [...inFull, notModified, ...others].filter(({ requests }) => requests > 0);
}

function bytesOf({ feed, format, frequent }: Tally): readonly ByteCount[] {
  const bytes = frequent[tallyPlaces.bytes] ?? 0;
  return bytes === 0 ? [] : [{ feed, format, bytes }];
}

function subscribersOf({ feed, format, subscribers }: Tally): readonly SubscriberCount[] {
  return [...subscribers].map(([aggregator, count]) => ({ feed, format, aggregator, subscribers: count }));
}
