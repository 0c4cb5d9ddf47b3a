import { expect, test } from "vitest";
import { isIgnoredName } from "./is-ignored-name.ts";

test("names that editors, copying programs, desktops and storage devices write are ignored", () => {
  const names = [
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
    "@eaDir",
    "#recycle",
    "#snapshot",
    ".snapshot",
    "@Recycle",
    "System Volume Information",
    "$RECYCLE.BIN",
    "$Recycle.Bin",
    "Thumbs.db",
    "desktop.ini",
    "Desktop.ini",
    "__MACOSX",
    "000_0123456789abcdef.txt:Zone.Identifier",
    "000_0123456789abcdef.txt\uF03AZone.Identifier",
    "000_0123456789abcdef.sync-conflict-20240501-101112-ABCDEFG.txt",
    "000_0123456789abcdef (conflicted copy 2024-05-01 101112).txt",
    "000_0123456789abcdef (Li Ming's conflicted copy 2024-05-01).txt",
  ];
  expect(names.filter((name) => !isIgnoredName(name))).toEqual([]);
});

test("names of articles are not ignored", () => {
  const names = [
    "000_0123456789abcdef.txt",
    "article",
    "文章.txt",
    "4913.txt",
    "#1 in the charts",
    "party",
    "~a",
    "recycle",
    "snapshot",
    "@eaDir.txt",
    "conflicted copy.txt",
    "a:b.txt",
  ];
  expect(names.filter(isIgnoredName)).toEqual([]);
});
