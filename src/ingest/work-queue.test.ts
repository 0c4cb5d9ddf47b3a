import { expect, test } from "vitest";
import { WorkQueue } from "./work-queue.ts";

test("one thing is done at a time, in order, and what fails is told and holds up nothing", async () => {
  const done: unknown[] = [];
  const queue = new WorkQueue((what, error) => done.push([what, error]));
  const reason = new Error("no disk");
  queue.add("first", async () => {
    await Promise.resolve();
    done.push(["first", queue.hasMore()]);
    throw reason;
  });
  await queue.run("second", () => void done.push(["second", queue.hasMore()]));
  expect(done).toEqual([
    ["first", true],
    ["first", reason],
    ["second", false],
  ]);
});

test("what can wait begins when nothing else waits, one after the other, and does not count as more to do", async () => {
  const done: unknown[] = [];
  const queue = new WorkQueue((what) => done.push(what));
  const later = (what: string): Promise<unknown> =>
    queue.runLater(what, () => {
      if (what === "second later") queue.add("third", () => void done.push(["third", queue.hasMore()]));
      done.push(what);
    });
  const waiting = ["first later", "second later", "third later"].map(later);
  queue.add("first", () => void done.push(["first", queue.hasMore()]));
  queue.add("second", () => void done.push(["second", queue.hasMore()]));
  await Promise.all(waiting);
  expect(done).toEqual([
    ["first", true],
    ["second", false],
    "first later",
    "second later",
    ["third", false],
    "third later",
  ]);
});

test("a caller who waits is given the result, or the failure", async () => {
  const told: string[] = [];
  const queue = new WorkQueue((what) => told.push(what));
  expect(await queue.run("counting", () => 7)).toBe(7);
  const failing = queue.run("reading", () => {
    throw new Error("no disk");
  });
  await expect(failing).rejects.toThrow("no disk");
  await queue.stop();
  expect(told).toEqual(["reading"]);
});

test("work that has begun is finished before a queue has stopped, and the rest is left out", async () => {
  const done: string[] = [];
  const queue = new WorkQueue(() => done.push("failure"));
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  queue.add("first", async () => {
    begun.resolve();
    await release.promise;
    done.push("first");
  });
  const second = queue.run("second", () => void done.push("second")).catch(String);
  await begun.promise;
  const stopped = queue.stop();
  release.resolve();
  await stopped;
  expect(await second).toContain("stopped");
  expect(done).toEqual(["first"]);
});
