import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { timeWork } from "./time-work.ts";

test("waiting costs nothing, and working no more than the time that passes", () => {
  const startedMs = performance.now();
  const costMs = timeWork();
  // The other process has a millisecond of its own for each that this one waits.
  execFileSync("sh", ["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"]);
  const passedMs = performance.now() - startedMs;
  expect(costMs()).toBeLessThan(passedMs);
  const untilMs = performance.now() + 20;
  while (performance.now() < untilMs);
  expect(costMs()).toBeGreaterThan(0);
  expect(costMs()).toBeLessThanOrEqual(performance.now() - startedMs);
});
