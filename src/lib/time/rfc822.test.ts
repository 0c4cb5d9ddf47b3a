import { expect, test } from "vitest";
import { formatRfc822 } from "./rfc822.ts";

test("an instant is written with its weekday, a year of four digits and the zone GMT", () => {
  expect(formatRfc822(new Date("2023-02-03T04:05:06Z"))).toBe("Fri, 03 Feb 2023 04:05:06 GMT");
});

test("milliseconds are not written", () => {
  expect(formatRfc822(new Date("2023-12-31T23:59:59.999Z"))).toBe("Sun, 31 Dec 2023 23:59:59 GMT");
});
