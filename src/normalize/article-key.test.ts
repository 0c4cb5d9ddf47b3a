import { expect, test } from "vitest";
import { articleId, articleKey } from "./article-key.ts";
import { genericOutlet, timesOutlet, wireOutlet } from "./outlets.fixture.ts";

const numbered = { ...wireOutlet, articleNumber: "last-segment" };

test.each([
  ["https://cn.times.example/world/20230223/story/", timesOutlet, "cn.times.example/world/20230223/story"],
  [
    "http://www.cn.times.example:8080/world/20230223/story?smid=x#y",
    timesOutlet,
    "cn.times.example/world/20230223/story",
  ],
  ["https://cn.times.example/a/%e4%b8%ad", timesOutlet, "cn.times.example/a/%E4%B8%AD"],
  ["https://cn.times.example/a/中", timesOutlet, "cn.times.example/a/%E4%B8%AD"],
  ["https://cn.times.example/", timesOutlet, "cn.times.example"],
  ["https://www.wire.example/zh/slug/a-66882845", wireOutlet, "wire.example#66882845"],
  ["https://amp.wire.example/zh/another-slug/a-66882845/?maca=x", wireOutlet, "wire.example#66882845"],
  ["https://www.wire.example/zh/slug/a-b", wireOutlet, "wire.example/zh/slug/a-b"],
  ["https://www.wire.example/zh-hant/slug/a-1", wireOutlet, "wire.example#1/zh-hant"],
  ["https://www.voice.example/a/slug/6974233.html", numbered, "voice.example#6974233"],
  ["https://m.voice.example/a/6974233.html", numbered, "voice.example#6974233"],
  ["https://www.voice.example/a/slug", numbered, "voice.example/a/slug"],
  ["https://blog.example/?p=1&utm_source=x&a=b", genericOutlet, "blog.example?p=1&a=b"],
  ["https://blog.example/?a=b&p=1", genericOutlet, "blog.example?a=b&p=1"],
])("%s is recognized by its key", (url, outlet, key) => {
  expect(articleKey(url, outlet)).toBe(key);
});

test("an id is the same for ever", () => {
  expect(articleId("cn.times.example/world/20230223/story")).toBe("urn:uuid:1a2e570e-c32e-5cde-a551-df83abc37c5f");
});
