import { expect, test } from "vitest";
import { cutDatedLine, parseCaptureTime } from "./parse-capture-time.ts";

test("milliseconds are floored to whole seconds", () => {
  expect(parseCaptureTime(" 1677127022999 ")).toEqual({ capturedAt: new Date("2023-02-23T04:37:02Z") });
});

test.each([undefined, "", "saved by a crawler", "2023-02-23", "-1677127022000", "1677127022000.5"])(
  "a comment of %j says nothing about the time",
  (comment) => {
    expect(parseCaptureTime(comment)).toEqual({});
  },
);

test("seconds are a flaw that says so", () => {
  const flaw = { code: "TIME_OUT_OF_RANGE", message: expect.stringContaining("looks like seconds") };
  expect(parseCaptureTime("1677127022")).toEqual({ flaw });
});

test.each(["0", "1677127022000000", "99999999999999999999"])("%s is no capture time", (comment) => {
  expect(parseCaptureTime(comment)).toMatchObject({ flaw: { code: "TIME_OUT_OF_RANGE" } });
});

test.each([
  ["日期：Thu, 02 Jul 2020 10:28:51 +0000\n\n<p>a</p>", "<p>a</p>", "2020-07-02T10:28:51.000Z"],
  ["日期: 2020-07-02 18:28:51 +08:00\n<p>a</p>", "<p>a</p>", "2020-07-02T10:28:51.000Z"],
  ["日期：2020-07-02 10:28:51\n<p>a</p>", "日期：2020-07-02 10:28:51\n<p>a</p>", undefined],
  ["日期：未定\n<p>a</p>", "日期：未定\n<p>a</p>", undefined],
  ["<p>日期：Thu, 02 Jul 2020 10:28:51 +0000</p>", "<p>日期：Thu, 02 Jul 2020 10:28:51 +0000</p>", undefined],
])("the dated line of %j is cut where it names a moment", (written, body, capturedAt) => {
  const { capturedAt: read, body: rest } = cutDatedLine(written);
  expect([rest, read?.toISOString()]).toEqual([body, capturedAt]);
});
