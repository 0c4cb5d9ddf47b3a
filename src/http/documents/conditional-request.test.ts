import { expect, test } from "vitest";
import { heldTags, parseHttpDate } from "./conditional-request.ts";

test.each(["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])(
  "%s is the same instant in each of the three forms",
  (text) => {
    expect(parseHttpDate(text)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  },
);

test.each([
  "nonsense",
  "",
  "1",
  "2023-02-23T04:24:36Z",
  "Sun, 06 Nov 1994 08:49:37 +0800",
  "Xxx, 99 Yyy 2023 99:99:99 GMT",
  "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
])("%j is not an HTTP date", (text) => {
  expect(parseHttpDate(text)).toBeUndefined();
});

test("a tag is held as it came and without a coding that a server in between appended", () => {
  const rows: Record<string, readonly string[]> = {
    'W/"abc"': ["abc"],
    '"abc-gzip"': ["abc-gzip", "abc"],
    '"abc;br", W/"d"': ["abc;br", "abc", "d"],
    // Of the tag `abc-`, or of `abc` with two signs.
    '"abc--gzip"': ["abc--gzip", "abc-", "abc"],
    "*": [],
    "": [],
  };
  expect(Object.keys(rows).map((header) => [header, heldTags({ "if-none-match": header })])).toEqual(
    Object.entries(rows),
  );
});
