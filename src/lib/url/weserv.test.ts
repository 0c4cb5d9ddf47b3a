import { expect, test } from "vitest";
import { resizedByWeserv, unwrapWeserv } from "./weserv.ts";

test.each([
  ["no scheme", "https://images.weserv.nl/?url=static.example/a/b.jpg", "https://static.example/a/b.jpg"],
  ["no slash before the query", "https://images.weserv.nl?url=static.example/b.jpg", "https://static.example/b.jpg"],
  ["the other host", "https://wsrv.nl/?url=static.example/b.jpg", "https://static.example/b.jpg"],
  ["http stays http", "https://wsrv.nl/?url=http://static.example/b.jpg", "http://static.example/b.jpg"],
  ["https", "https://wsrv.nl/?url=https://static.example/b.jpg", "https://static.example/b.jpg"],
  ["ssl: is https", "https://wsrv.nl/?url=ssl:static.example/b.jpg", "https://static.example/b.jpg"],
  ["ssl:// is https", "https://wsrv.nl/?url=ssl://static.example/b.jpg", "https://static.example/b.jpg"],
  ["// is https", "https://wsrv.nl/?url=//static.example/b.jpg", "https://static.example/b.jpg"],
  ["encoded", "https://wsrv.nl/?url=https%3A%2F%2Fstatic.example%2Fb.jpg", "https://static.example/b.jpg"],
  [
    "encoded twice",
    "https://wsrv.nl/?url=https%253A%252F%252Fstatic.example%252Fb.jpg",
    "https://static.example/b.jpg",
  ],
  [
    "other parameters around it",
    "https://wsrv.nl/?w=300&url=static.example/b.jpg&output=webp&default=1",
    "https://static.example/b.jpg",
  ],
  [
    "its own query, encoded",
    "https://wsrv.nl/?url=static.example/b.jpg%3Fx%3D1%26y%3D2",
    "https://static.example/b.jpg?x=1&y=2",
  ],
  [
    "its own query, of which the proxy takes what follows &",
    "https://wsrv.nl/?url=static.example/b?x=1&y=2",
    "https://static.example/b?x=1",
  ],
  ["a fragment goes", "https://wsrv.nl/?url=static.example/b.jpg%23top", "https://static.example/b.jpg"],
  ["a plus is a plus", "https://wsrv.nl/?url=static.example/a+b.jpg", "https://static.example/a+b.jpg"],
  ["Chinese, encoded", "https://wsrv.nl/?url=static.example/%E5%9B%BE.jpg", "https://static.example/%E5%9B%BE.jpg"],
  ["Chinese, as it is", "https://wsrv.nl/?url=static.example/图.jpg", "https://static.example/%E5%9B%BE.jpg"],
  ["an international host", "https://wsrv.nl/?url=图.example/b.jpg", "https://xn--wcs.example/b.jpg"],
  ["a broken escape", "https://wsrv.nl/?url=static.example/100%.jpg", "https://static.example/100%.jpg"],
  [
    "a proxy of a proxy",
    "https://wsrv.nl/?url=https%3A%2F%2Fimages.weserv.nl%2F%3Furl%3Dstatic.example%2Fb.jpg",
    "https://static.example/b.jpg",
  ],
  ["credentials go", "https://wsrv.nl/?url=https://a:b@static.example/b.jpg", "https://static.example/b.jpg"],
])("%s", (_what, proxied, expected) => {
  expect(unwrapWeserv(new URL(proxied))?.href).toBe(expected);
});

test.each([
  "https://wsrv.nl/",
  "https://wsrv.nl/?url=",
  "https://wsrv.nl/?w=1",
  "https://wsrv.nl/?url=/b.jpg",
  "https://wsrv.nl/?url=javascript:x",
])("%s hides no picture", (proxied) => {
  expect(unwrapWeserv(new URL(proxied))).toBeUndefined();
});

test("a proxy of itself without end is no picture", () => {
  let url = "static.example/b.jpg";
  for (let level = 0; level < 10; level++) url = `https://wsrv.nl/?url=${encodeURIComponent(url)}`;
  expect(unwrapWeserv(new URL(url))).toBeUndefined();
});

test.each([
  ["https://images.weserv.nl/?url=h.example/b.jpg", "https://images.weserv.nl/?url=h.example/b.jpg&w=9"],
  ["https://images.weserv.nl/?url=h.example/b.jpg&w=700", "https://images.weserv.nl/?url=h.example/b.jpg&w=700"],
  ["https://wsrv.nl", "https://wsrv.nl?w=9"],
  ["https://h.example/b.jpg", "https://h.example/b.jpg"],
  ["no address", "no address"],
])("a picture at %s of another width is at %s", (address, resized) => {
  expect(resizedByWeserv(address, 9)).toBe(resized);
});
