import { expect, test } from "vitest";
import { createSubscriberCounter, parseSubscription } from "./subscribers.ts";
import { AnswerCounts } from "../answer-counts.ts";

test.each([
  ["Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)", "feedly", 16],
  [
    "NewsBlur Feed Fetcher - 12 subscribers - https://www.newsblur.com/site/1/x (Mac OS X 10.15)",
    "newsblur feed fetcher",
    12,
  ],
  ["Feedbin feed-id:1373711 - 1 subscribers", "feedbin", 1],
  ["Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 7 subscribers)", "bazqux", 7],
  ["Mozilla/5.0 (compatible; inoreader.com-like; 1204 subscribers)", "inoreader.com-like", 1204],
  ["theoldreader.com/1.0 (1 subscriber; feed-id=ab)", "theoldreader.com", 1],
])("%s asks for %s's subscribers", (userAgent, aggregator, subscribers) => {
  expect(parseSubscription(userAgent)).toEqual({ aggregator, subscribers });
});

test.each([
  "NetNewsWire (RSS Reader; https://netnewswire.com/)",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Reader/2.7 readers",
  "Tiny/1 (123456789 subscribers)",
  "(5 subscribers)",
  "",
])("%j asks for itself", (userAgent) => {
  expect(parseSubscription(userAgent)).toBeUndefined();
});

test("an aggregator counts once, by its newest word, and inventing many costs no memory", () => {
  const counts = new AnswerCounts("all", "rss");
  const count = createSubscriberCounter();
  count("Feedly/1.0 (+http://www.feedly.com; 16 subscribers)", counts);
  count("Feedly/1.1 (+http://www.feedly.com; 17 subscribers)", counts);
  count("curl/8.0", counts);
  count(undefined, counts);
  expect([...counts.subscribers]).toEqual([["feedly", 17]]);
  for (let number = 0; number < 1000; number++) count(`Liar${number}x/1 (5 subscribers)`, counts);
  expect(counts.subscribers.size).toBe(256);
  count("Feedly/1.1 (+http://www.feedly.com; 18 subscribers)", counts);
  expect(counts.subscribers.get("feedly")).toBe(18);
});
