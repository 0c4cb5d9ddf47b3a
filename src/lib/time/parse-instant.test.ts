import { expect, test } from "vitest";
import { parseInstant } from "./parse-instant.ts";

test.each([
  ["2023-02-23 12:24:36", "Asia/Shanghai", "2023-02-23T04:24:36.000Z"],
  ["2024-05-17T10:50", "Asia/Shanghai", "2024-05-17T02:50:00.000Z"],
  ["2024-05-17 10:50:43", "UTC", "2024-05-17T10:50:43.000Z"],
  ["2023-09-21T10:55:35.311Z", "Asia/Shanghai", "2023-09-21T10:55:35.000Z"],
  ["\n 2023-09-21T10:55:35,9z ", "Asia/Shanghai", "2023-09-21T10:55:35.000Z"],
  ["2023-09-21T10:55:35+08:00", "UTC", "2023-09-21T02:55:35.000Z"],
  ["2023-09-21 10:55:35 -0330", "UTC", "2023-09-21T14:25:35.000Z"],
  ["Wed, 22 Feb 2023 17:22:43 GMT", "Asia/Shanghai", "2023-02-22T17:22:43.000Z"],
  ["1 mar 2024 07:05 +0800", "UTC", "2024-02-29T23:05:00.000Z"],
  ["22 Feb 2023 17:22:43", "Asia/Shanghai", "2023-02-22T09:22:43.000Z"],
  ["2024-03-10 02:30:00", "America/New_York", "2024-03-10T07:30:00.000Z"],
  ["2024-11-03 01:30:00", "America/New_York", "2024-11-03T05:30:00.000Z"],
  ["1988-07-01 12:00:00", "Asia/Shanghai", "1988-07-01T03:00:00.000Z"],
])("%j in %s is %s", (text, zone, expected) => {
  expect(parseInstant(text, zone)?.toISOString()).toBe(expected);
});

test.each([
  "",
  "2023-02-23",
  "2023年2月23日",
  "2023-02-30 10:00:00",
  "2023-13-01 10:00",
  "2023-01-01 25:00",
  "22 Foo 2023 17:22 GMT",
  "yesterday",
  "12:24:36",
])("%j does not say when", (text) => {
  expect(parseInstant(text, "UTC")).toBeUndefined();
});
