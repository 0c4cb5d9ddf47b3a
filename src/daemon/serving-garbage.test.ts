import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { createServingGarbage, type ServingGarbage } from "./serving-garbage.ts";

const SOON_MS = 1;

/** Whether garbage that there was before is gone once a rest is over: timers of one length ring in their order. */
async function isCollected(garbage: ServingGarbage): Promise<boolean> {
  const thing = new WeakRef({ some: "thing" });
  garbage.rest();
  await pause(SOON_MS);
  return thing.deref() === undefined;
}

test("what starting left behind is collected after the first scan, and then what a hundred changes did", async () => {
  const garbage = createServingGarbage(SOON_MS);
  expect(await isCollected(garbage)).toBe(true);
  garbage.came(200 * 1024 * 1024);
  expect(await isCollected(garbage)).toBe(false);
  garbage.came(56 * 1024 * 1024);
  expect(await isCollected(garbage)).toBe(true);
});

test("nothing is collected once it is over", async () => {
  const garbage = createServingGarbage(SOON_MS);
  garbage.rest();
  garbage.stop();
  const thing = new WeakRef({ some: "thing" });
  await pause(SOON_MS);
  expect(thing.deref()).toBeDefined();
});
