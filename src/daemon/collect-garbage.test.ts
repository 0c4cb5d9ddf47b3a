import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { collectGarbage } from "./collect-garbage.ts";

test.each(["regular", "last-resort"] as const)("what nothing refers to any more is given back at once (%s)", async (flavor) => {
  const garbage = new WeakRef({ some: "thing" });
  await nextTurn(); // A weak reference that was just made keeps what it refers to until the turn is over.
  collectGarbage(flavor);
  expect(garbage.deref()).toBeUndefined();
});
