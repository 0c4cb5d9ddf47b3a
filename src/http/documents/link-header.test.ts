import { expect, test } from "vitest";
import { linkHeader } from "./link-header.ts";

test("links carry relation, type and title", () => {
  const self = { rel: "self", href: "https://a.example/r", type: "application/rss+xml" };
  const license = { rel: "license", href: "https://a.example/l", title: "Terms" };
  expect(linkHeader([self, license])).toBe(
    '<https://a.example/r>; rel="self"; type="application/rss+xml", ' +
      '<https://a.example/l>; rel="license"; title="Terms"',
  );
});

test("a title cannot end the field or the line", () => {
  const header = linkHeader([{ rel: "alternate", href: "https://a.example/", title: '纽约"><x>\r\nX: y\uD800' }]);
  expect(header).toBe(
    "<https://a.example/>; rel=\"alternate\"; title*=UTF-8''%E7%BA%BD%E7%BA%A6%22%3E%3Cx%3E%0D%0AX%3A%20y%EF%BF%BD",
  );
});

test("an address cannot end the field or the line", () => {
  const href = "https://a.example/x>\r\nX: y";
  expect(linkHeader([{ rel: "self", href }])).toBe('<https://a.example/x%3EX:%20y>; rel="self"');
});

test("a relation that is no quoted string is refused", () => {
  expect(() => linkHeader([{ rel: 'a"b', href: "https://a.example/" }])).toThrow("quoted");
});

test("the field stays small however many links there are", () => {
  const links = Array.from({ length: 300 }, (_, index) => ({ rel: "alternate", href: `https://a.example/${index}` }));
  const header = linkHeader(links);
  expect(header?.length).toBeLessThanOrEqual(2048);
  expect(header?.startsWith("<https://a.example/0>")).toBe(true);
});

test("no links, no field", () => {
  expect(linkHeader([])).toBeUndefined();
});
