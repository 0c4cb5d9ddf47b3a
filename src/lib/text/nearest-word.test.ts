import { describe, expect, test } from "vitest";
import { nearestWord } from "./nearest-word.ts";

const known = ["seeds", "data", "listen", "port", "public-url", "max-age"];

describe("nearestWord", () => {
  test.each([
    ["seed", "seeds"],
    ["prot", "port"],
    ["public_url", "public-url"],
    ["publicUrl", "public-url"],
    ["LISTEN", "listen"],
    ["maxage", "max-age"],
  ])("%s is taken for %s", (word, nearest) => {
    expect(nearestWord(word, known)).toBe(nearest);
  });

  test.each(["", "zebra", "x", "configuration"])("%j is near to nothing", (word) => {
    expect(nearestWord(word, known)).toBeUndefined();
  });

  test("of equally near words the first in the list wins", () => {
    expect(nearestWord("cat", ["bat", "hat"])).toBe("bat");
  });
});
