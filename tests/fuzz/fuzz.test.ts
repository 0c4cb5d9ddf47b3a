import { afterAll, expect, test } from "vitest";
import { createTargets } from "./targets.ts";

const targets = await createTargets();
afterAll(async () => {
  for (const target of targets) await target.close?.();
});

test.each(targets)("$name hold against 300 inputs, always the same", async (target) => {
  const { tried, failure } = await target.fuzz({ seed: 20_240_610, runs: 300 });
  expect(failure).toBeUndefined();
  expect(tried).toBe(300);
});
