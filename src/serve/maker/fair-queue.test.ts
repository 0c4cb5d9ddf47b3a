import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue.ts";

function queueOf(...waiting: readonly (readonly [client: string, item: number])[]): FairQueue<number> {
  const queue = new FairQueue<number>();
  for (const [client, item] of waiting) queue.add(client, item);
  return queue;
}

function taken(queue: FairQueue<number>): readonly number[] {
  return Array.from({ length: queue.size }, () => queue.next() ?? Number.NaN);
}

test("clients take turns, however many one of them asks, and what came first of one comes first", () => {
  const queue = queueOf(["a", 1], ["a", 2], ["a", 3], ["b", 10], ["c", 20], ["b", 11]);
  expect(taken(queue)).toEqual([1, 10, 20, 2, 11, 3]);
  expect(queue.next()).toBeUndefined();
});

test("a client that comes later waits for one of each other client, not for all of them", () => {
  const queue = queueOf(["a", 1], ["a", 2], ["a", 3]);
  expect(queue.next()).toBe(1);
  queue.add("b", 10);
  expect(taken(queue)).toEqual([2, 10, 3]);
});

test("what is given up has no turn", () => {
  const queue = queueOf(["a", 1], ["a", 2], ["b", 10]);
  queue.remove("b", 10);
  queue.remove("a", 1);
  queue.remove("a", 7);
  expect(taken(queue)).toEqual([2]);
});

test("where too many wait, the last of the client that asked most goes, and the newcomer's own only where it asked as much", () => {
  const queue = queueOf(["a", 1], ["a", 2], ["a", 3], ["b", 10]);
  expect([queue.dropLast(), queue.dropLast(), queue.dropLast()]).toEqual([3, 2, 10]);
  expect(taken(queue)).toEqual([1]);
  expect(queue.dropLast()).toBeUndefined();
});
