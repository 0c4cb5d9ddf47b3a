import { expect, test } from "vitest";
import { SubscriberMemory } from "./subscriber-memory.ts";

const day = 24 * 60 * 60 * 1000;

test("the latest count of each aggregator and format holds for three days", () => {
  const memory = new SubscriberMemory();
  memory.add([{ feed: "all", format: "rss", aggregator: "feedly", subscribers: 16 }], 0);
  memory.add([{ feed: "all", format: "atom", aggregator: "feedly", subscribers: 2 }], day);
  memory.add([{ feed: "dw-zh", format: "rss", aggregator: "newsblur", subscribers: 5 }], day);
  expect(memory.byFeed(day)).toEqual(
    new Map([
      ["all", 18],
      ["dw-zh", 5],
    ]),
  );
  memory.add([{ feed: "dw-zh", format: "rss", aggregator: "newsblur", subscribers: 4 }], 2 * day);
  expect(memory.byFeed(4 * day)).toEqual(
    new Map([
      ["all", 2],
      ["dw-zh", 4],
    ]),
  );
  expect(memory.byFeed(6 * day)).toEqual(new Map());
});

test("invented names push out the aggregator heard longest ago", () => {
  const memory = new SubscriberMemory();
  const liars = Array.from({ length: 20_000 }, (_, number) => {
    return { feed: "all", format: "rss", aggregator: `liar ${number}`, subscribers: 1 };
  });
  memory.add(liars, 0);
  expect(memory.byFeed(0)).toEqual(new Map([["all", 10_000]]));
});
