import { expect, test } from "vitest";
import { rewriteLink } from "./links.ts";

const api = { from: "https://api.example/article/{n}", to: "https://www.example/a-{n}" };
const rest = { from: "https://old.example/{n}/{*}", to: "https://new.example/{*}?n={n}" };
const two = { from: "https://x.example/{n}-{n}", to: "https://y.example/{n}/{n}" };
const asked = { from: "https://api.example/?id={n}", to: "https://www.example/a-{n}" };

test.each([
  ["https://api.example/article/66850097", api, "https://www.example/a-66850097"],
  ["https://api.example/article/66850097/more", api, undefined],
  ["https://api.example/article/x", api, undefined],
  ["http://api.example/article/1", api, "https://www.example/a-1"],
  ["https://api.example/article/1?lang=zh", api, "https://www.example/a-1"],
  ["https://api.example/article/1#x", api, "https://www.example/a-1"],
  ["https://api.example/?id=7", asked, "https://www.example/a-7"],
  ["https://old.example/7/a/b?c", rest, "https://new.example/a/b?c?n=7"],
  ["https://old.example/7/", rest, "https://new.example/?n=7"],
  ["https://x.example/1-2", two, "https://y.example/1/2"],
])("%s", (address, rewrite, expected) => {
  expect(rewriteLink(address, rewrite)).toBe(expected);
});
