import { expect, test } from "vitest";
import { createWorkQueue } from "./work-queue.ts";

test("one thing is done at a time, in order, and what fails is told and holds up nothing", async () => {
  const done: unknown[] = [];
  const queue = createWorkQueue((what, error) => done.push([what, error]));
  const reason = new Error("no disk");
  queue.add("first", async () => {
    await Promise.resolve();
    done.push(["first", queue.hasMore()]);
    throw reason;
  });
  const last = Promise.withResolvers<void>();
  queue.add("second", () => {
    done.push(["second", queue.hasMore()]);
    last.resolve();
  });
  await last.promise;
  expect(done).toEqual([
    ["first", true],
    ["first", reason],
    ["second", false],
  ]);
});

test("what has begun is finished before a queue has stopped, and what has not is left out", async () => {
  const done: string[] = [];
  const queue = createWorkQueue(() => done.push("failure"));
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  queue.add("first", async () => {
    begun.resolve();
    await release.promise;
    done.push("first");
  });
  queue.add("second", () => void done.push("second"));
  await begun.promise;
  const stopped = queue.stop();
  release.resolve();
  await stopped;
  expect(done).toEqual(["first"]);
});
