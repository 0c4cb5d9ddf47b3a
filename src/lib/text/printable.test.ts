import { expect, test } from "vitest";
import { printable } from "./printable.ts";

test("text people read stays as it is", () => {
  expect(printable("习近平：“你好” café 👍")).toBe("习近平：“你好” café 👍");
});

test("characters that steer a terminal become visible", () => {
  expect(printable("a\u001B[2Jb\nc\u202Ed\u009Be")).toBe("a\\u{1b}[2Jb\\u{a}c\\u{202e}d\\u{9b}e");
});
