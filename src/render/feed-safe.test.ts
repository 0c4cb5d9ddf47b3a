import { expect, test } from "vitest";
import { EARLIEST_INSTANT, safeHtml, safeInstant, safeLine, safeUrl } from "./feed-safe.ts";

test("a line of text has no line ends and no space around it, and keeps full-width spaces within", () => {
  expect(safeLine(" 春\u3000茶\r\n\t话\t ")).toBe("春\u3000茶 话");
});

test("every end of a CDATA section in HTML is written as a reference", () => {
  expect(safeHtml("]]>a]]>")).toBe("]]&gt;a]]&gt;");
});

test.each([
  ["https://新闻.example/茶?a=1&b=2#c", "https://xn--efvy88h.example/%E8%8C%B6?a=1&b=2#c"],
  ["HTTP://Example.com:80/%zz|", "http://example.com/%25zz%7C"],
  ["https://user:secret@example.com/", "https://example.com/"],
  ["http://[::1]/", "http://[::1]/"],
])("%s is written as %s", (address, written) => {
  expect(safeUrl(address)).toBe(written);
});

test.each(["", "/a", "//example.com/", "javascript:alert(1)", "data:text/html,x", "https://"])(
  "%j is no address",
  (address) => {
    expect(safeUrl(address)).toBeUndefined();
  },
);

test.each([Number.NaN, -8.64e15, 8.64e15])("an instant of %d is written as the earliest", (time) => {
  expect(safeInstant(new Date(time))).toBe(EARLIEST_INSTANT);
});

test("an instant with a year of four digits stays", () => {
  const moonLanding = new Date("1969-07-20T20:17:40Z");
  expect(safeInstant(moonLanding)).toBe(moonLanding);
});
