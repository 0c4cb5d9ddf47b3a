import { expect, test } from "vitest";
import { createRequestCounts } from "./request-counts.ts";

test("requests are counted by status and coding", () => {
  const counts = createRequestCounts();
  counts.count(304);
  counts.count(200, "br");
  counts.count(200, "identity");
  counts.count(200, "br");
  counts.count(200);
  expect(counts.list()).toEqual([
    { status: 200, requests: 1 },
    { status: 200, coding: "identity", requests: 1 },
    { status: 200, coding: "br", requests: 2 },
    { status: 304, requests: 1 },
  ]);
});
