import { expect, test } from "vitest";
import { isIgnoredName } from "./is-ignored-name.ts";

test.each([
  ".git",
  ".000_0123456789abcdef.txt.Xy12Za",
  ".#draft.txt",
  ".draft.txt.swp",
  "draft.txt~",
  "draft.txt.~1~",
  "#draft.txt#",
  "draft.txt.swp",
  "4913",
  "article.txt.tmp",
  "article.txt.part",
  "article.txt.filepart",
  "article.txt.crdownload",
  "ARTICLE.TMP",
  "lost+found",
])("%s is ignored", (name) => {
  expect(isIgnoredName(name)).toBe(true);
});

test.each(["000_0123456789abcdef.txt", "article", "文章.txt", "4913.txt", "#1 in the charts", "party", "~a"])(
  "%s is not ignored",
  (name) => {
    expect(isIgnoredName(name)).toBe(false);
  },
);
