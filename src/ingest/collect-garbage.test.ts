import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { collectGarbage } from "./collect-garbage.ts";

test("what nothing refers to any more is given back at once", async () => {
  const garbage = new WeakRef({ some: "thing" });
  await nextTurn(); // A weak reference that was just made keeps what it refers to until the turn is over.
  collectGarbage();
  expect(garbage.deref()).toBeUndefined();
});
