import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test("keys stand in one order at every depth, lists keep theirs, and what is undefined is left out", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }, "a"], a: undefined })).toBe('{"b":[{"c":null,"d":1},"a"]}');
});
