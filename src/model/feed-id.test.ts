import { expect, test } from "vitest";
import { feedId } from "./feed-id.ts";

const siteId = "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47";

test("a feed's id is an urn of a name-based UUID and never changes", () => {
  expect(feedId(siteId, { name: "all" })).toBe("urn:uuid:09363d87-4f85-5d44-a7ec-8cd165d8fd7e");
});

test("a variant is a feed of its own", () => {
  expect(feedId(siteId, { name: "all", script: "zh-Hant" })).toBe("urn:uuid:574f7365-082b-5cf8-b407-d105aba46b01");
});

test("two installations have different feeds", () => {
  expect(feedId("0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b48", { name: "all" })).not.toBe(feedId(siteId, { name: "all" }));
});
