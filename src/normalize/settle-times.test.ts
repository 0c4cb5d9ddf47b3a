import { expect, test } from "vitest";
import { settleTimes } from "./settle-times.ts";

const at = (instant: Date) => ({ kind: "instant", instant }) as const;
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
  expect(settleTimes(capturedAt, publishedAt && at(publishedAt), "UTC")).toEqual(expected);
});

test.each([
  ["the day of the capture is the capture time", "2024-03-01", "UTC", "2024-03-01T03:00:00Z"],
  ["a day before it is that day's last second", "2024-02-28", "Asia/Shanghai", "2024-02-28T15:59:59Z"],
  ["the zone decides which day it is", "2024-03-01", "Asia/Shanghai", "2024-03-01T03:00:00Z"],
  ["a day after it is not believed", "2024-03-02", "UTC", "2024-03-01T03:00:00Z"],
])("a day without an hour: %s", (_what, day, zone, expected) => {
  expect(settleTimes(early, { kind: "day", day }, zone)?.publishedAt).toEqual(new Date(expected));
});

test("a day stands in for an unknown capture time with its first moment", () => {
  const publishedAt = new Date("2024-02-29T16:00:00Z");
  expect(settleTimes(undefined, { kind: "day", day: "2024-03-01" }, "Asia/Shanghai")).toEqual({
    capturedAt: publishedAt,
    publishedAt,
  });
});
