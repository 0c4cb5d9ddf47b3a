import { expect, test } from "vitest";
import { pushedFeed } from "./pushed-feed.ts";

const url = "https://outlet.example/feed";
const inDocument = {
  hubs: ["https://hub.example/", "https://other.example/"],
  selfUrl: "https://outlet.example/rss.xml",
};
const found = { hub: "https://hub.example/", topic: "https://outlet.example/rss.xml" };

test("the header says where a feed is pushed from, else the document", () => {
  expect(pushedFeed(inDocument, undefined, url)).toEqual(found);
  const headers = [
    '<https://hub.example/>; rel="hub", <https://outlet.example/rss.xml>; rel="self"; type="application/rss+xml"',
    "</rss.xml>; rel=self, <https://hub.example/>;rel=hub",
    '</rss.xml>; title="a, b; rel=hub"; rel="alternate self" , <https://hub.example>; rel="HUB"',
  ];
  for (const header of headers) expect(pushedFeed({ hubs: [] }, header, url)).toEqual(found);
});

test("without a hub, or without an address of its own, it is polled", () => {
  expect(pushedFeed({ ...inDocument, hubs: [] }, undefined, url)).toBeUndefined();
  expect(pushedFeed({ hubs: inDocument.hubs }, undefined, url)).toBeUndefined();
  expect(pushedFeed(inDocument, "<ftp://hub.example/>; rel=hub", url)).toBeUndefined();
});
