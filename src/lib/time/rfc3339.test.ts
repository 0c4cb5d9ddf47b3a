import { expect, test } from "vitest";
import { formatRfc3339 } from "./rfc3339.ts";

test("an instant is written in UTC, in whole seconds", () => {
  expect(formatRfc3339(new Date("2023-02-03T12:05:06+08:00"))).toBe("2023-02-03T04:05:06Z");
});
