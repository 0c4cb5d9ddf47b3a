import { expect, test } from "vitest";
import { sitePath } from "./site-file.ts";

test.each([
  ["/", "/out/index.html"],
  ["/feeds/all/", "/out/feeds/all/index.html"],
  ["/feeds/all/rss.xml", "/out/feeds/all/rss.xml"],
  ["/.well-known/feeds", "/out/.well-known/feeds"],
])("%s lies at %s", (path, file) => {
  expect(sitePath("/out", path)).toBe(file);
});

const strange = ["", "feeds", "/ a", "/a\0", "//x", "/a//b"];
const upward = ["/../x", "/a/../../x", "/./x", "/a/..", "/a\\..\\x", "/%2e%2e/x"];

test.each([...strange, ...upward])("%j is refused", (path) => {
  expect(() => sitePath("/out", path)).toThrow("Not the path of a document");
});
