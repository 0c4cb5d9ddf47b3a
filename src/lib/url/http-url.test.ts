import { expect, test } from "vitest";
import { httpUrl } from "./http-url.ts";
import { identityHost } from "./identity-host.ts";

const base = new URL("http://news.example/a/b");

test.each([
  ["c", "http://news.example/a/c"],
  ["//cdn.example/c", "http://cdn.example/c"],
  ["HTTPS://News.Example:443/%7e?q#f", "https://news.example/%7e?q#f"],
  ["https://user:secret@news.example/", "https://news.example/"],
  [" \thttps://news.example/x\n", "https://news.example/x"],
  ["https://例え.example/图", "https://xn--r8jz45g.example/%E5%9B%BE"],
])("%s is the address %s", (text, expected) => {
  expect(httpUrl(text, base)?.href).toBe(expected);
});

test.each([
  "javascript:x",
  "data:text/html,x",
  "ftp://news.example/",
  "mailto:a@b.example",
  "https://",
  "http://[",
  "java\nscript:x",
  'https://"news.example/',
  "https://news`{}.example/",
])("%j is no address of the web", (text) => {
  expect(httpUrl(text, base)).toBeUndefined();
});

test.each([
  ["https://www.news.example:443/", "news.example"],
  ["https://www.news.example:8443/", "news.example:8443"],
  ["https://amp.m.cn.news.example./", "cn.news.example"],
  ["https://m.example/", "m.example"],
])("%s is of the host %s", (url, host) => {
  expect(identityHost(new URL(url))).toBe(host);
});
