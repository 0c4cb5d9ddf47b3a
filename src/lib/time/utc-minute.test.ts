import { expect, test } from "vitest";
import { utcMinute } from "./utc-minute.ts";

test("an instant is written to the minute in UTC", () => {
  expect(utcMinute(new Date("2024-05-17T23:12:59.999-04:00"))).toBe("2024-05-18 03:12");
});
