import { expect, test } from "vitest";
import { createSubscriberMemory } from "./subscriber-memory.ts";

const day = 24 * 60 * 60 * 1000;

test("of each aggregator the newest word counts, of every format, until it has not been heard for three days", () => {
  const memory = createSubscriberMemory();
  memory.take([{ feed: "all", format: "rss", aggregator: "feedly", subscribers: 16 }], 0);
  memory.take([{ feed: "all", format: "atom", aggregator: "feedly", subscribers: 2 }], day);
  memory.take([{ feed: "dw-zh", format: "rss", aggregator: "newsblur", subscribers: 5 }], day);
  expect(memory.byFeed(day)).toEqual(
    new Map([
      ["all", 18],
      ["dw-zh", 5],
    ]),
  );
  memory.take([{ feed: "dw-zh", format: "rss", aggregator: "newsblur", subscribers: 4 }], 2 * day);
  expect(memory.byFeed(4 * day)).toEqual(
    new Map([
      ["all", 2],
      ["dw-zh", 4],
    ]),
  );
  expect(memory.byFeed(6 * day)).toEqual(new Map());
});

test("names that are made up push out who was heard longest ago", () => {
  const memory = createSubscriberMemory();
  const liars = Array.from({ length: 20_000 }, (_, number) => {
    return { feed: "all", format: "rss", aggregator: `liar ${number}`, subscribers: 1 };
  });
  memory.take(liars, 0);
  expect(memory.byFeed(0)).toEqual(new Map([["all", 10_000]]));
});
