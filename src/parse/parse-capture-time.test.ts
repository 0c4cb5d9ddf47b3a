import { expect, test } from "vitest";
import { parseCaptureTime } from "./parse-capture-time.ts";

test("milliseconds are floored to whole seconds", () => {
  expect(parseCaptureTime(" 1677127022999 ")).toEqual({
    ok: true,
    value: { capturedAt: new Date("2023-02-23T04:37:02Z") },
  });
});

test.each([undefined, "", "saved by a crawler", "2023-02-23", "-1677127022000", "1677127022000.5"])(
  "a comment of %j says nothing about the time",
  (comment) => {
    expect(parseCaptureTime(comment)).toEqual({ ok: true, value: {} });
  },
);

test("seconds are a problem that says so", () => {
  expect(parseCaptureTime("1677127022")).toMatchObject({
    problem: { code: "MISSING_DATE", message: expect.stringContaining("looks like seconds") },
  });
});

test.each(["0", "1677127022000000", "99999999999999999999"])("%s is no capture time", (comment) => {
  expect(parseCaptureTime(comment)).toMatchObject({ problem: { code: "MISSING_DATE" } });
});
