import { expect, test } from "vitest";
import { stripTracking } from "./strip-tracking.ts";

test.each([
  ["https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x"],
  ["https://a.example/x?smid=url-share#part", "https://a.example/x#part"],
  ["https://a.example/x?b=2&FBCLID=y&a=1", "https://a.example/x?b=2&a=1"],
  ["https://a.example/x?q=%e4%b8%ad+a&gclid", "https://a.example/x?q=%e4%b8%ad+a"],
  ["https://a.example/x?", "https://a.example/x?"],
  ["https://a.example/x?id=1&smidget=2&ref=b", "https://a.example/x?id=1&smidget=2&ref=b"],
  [
    "https://a.example/s?__biz=MzA5&mid=2247&idx=1&sn=abcd&chksm=11aa&scene=27&from=singlemessage&isappinstalled=0",
    "https://a.example/s?__biz=MzA5&mid=2247&idx=1&sn=abcd",
  ],
  ["https://a.example/x?__twitter_impression=true", "https://a.example/x"],
  [
    "https://a.example/x?from=2020&scene=act-one&feature=walls",
    "https://a.example/x?from=2020&scene=act-one&feature=walls",
  ],
  ["https://a.example/x?amp&outputType=amp&at_medium=RSS&ocid=b", "https://a.example/x"],
])("%s without tracking is %s", (url, expected) => {
  expect(stripTracking(new URL(url)).href).toBe(expected);
});

test("the address given stays as it is", () => {
  const url = new URL("https://a.example/?fbclid=x");
  stripTracking(url);
  expect(url.search).toBe("?fbclid=x");
});
