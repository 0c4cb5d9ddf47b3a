import { expect, test } from "vitest";
import { printable, printableJson } from "./printable.ts";

test("text people read stays as it is", () => {
  expect(printable("习近平：“你好” café 👍")).toBe("习近平：“你好” café 👍");
});

test("characters that steer a terminal become visible", () => {
  expect(printable("a\u001B[2Jb\nc\u202Ed\u009Be")).toBe("a\\u{1b}[2Jb\\u{a}c\\u{202e}d\\u{9b}e");
});

test("characters that steer a terminal are escaped in JSON, and its values stay", () => {
  const value = { "a\u009B": "b\u001B\u007F\u202E\u{E0041}中👍" };
  const json = printableJson(JSON.stringify(value, null, 2));
  expect(json).toBe('{\n  "a\\u009b": "b\\u001b\\u007f\\u202e\\udb40\\udc41中👍"\n}');
  expect(JSON.parse(json)).toEqual(value);
});
