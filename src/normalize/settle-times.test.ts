import { expect, test } from "vitest";
import { settleTimes } from "./settle-times.ts";

const early = new Date("2024-03-01T03:00:00.900Z");
const late = new Date("2024-03-01T04:00:00.100Z");
const [earlySecond, lateSecond] = [new Date("2024-03-01T03:00:00Z"), new Date("2024-03-01T04:00:00Z")];

test.each([
  ["both are known", late, early, { capturedAt: lateSecond, publishedAt: earlySecond }],
  ["publication cannot follow capture", early, late, { capturedAt: earlySecond, publishedAt: earlySecond }],
  ["publication stands in for capture", undefined, early, { capturedAt: earlySecond, publishedAt: earlySecond }],
  ["an article may not say when it was published", late, undefined, { capturedAt: lateSecond }],
  ["nothing is known", undefined, undefined, undefined],
])("%s", (_what, capturedAt, publishedAt, expected) => {
  expect(settleTimes(capturedAt, publishedAt)).toEqual(expected);
});
