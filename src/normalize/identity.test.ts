import { describe, expect, test } from "vitest";
import type { Outlet } from "../model/outlet.ts";
import { articleId, articleKey, canonicalUrl, findScript, findSection, findTwin } from "./identity.ts";
import { genericOutlet, timesOutlet, wireOutlet } from "./outlets.fixture.ts";

const numbered: Outlet = { ...wireOutlet, hosts: ["www.voice.example", "voix.example"], articleNumber: "last-segment" };
const endings: Outlet = { ...timesOutlet, pathEndings: ["/dual", "/ampNEWS"], articleQuery: ["id", "part"] };
const scripts: Outlet = { ...timesOutlet, scripts: { hans: "simp", hant: "trad" } };

test.each([
  ["https://cn.times.example/world/20230223/story/", timesOutlet, "cn.times.example/world/20230223/story"],
  ["http://www.cn.times.example/world/20230223/story?smid=x#y", timesOutlet, "cn.times.example/world/20230223/story"],
  ["https://cn.times.example:8443/story", timesOutlet, "cn.times.example:8443/story"],
  ["https://cn.times.example/a/%e4%b8%ad", timesOutlet, "cn.times.example/a/%E4%B8%AD"],
  ["https://cn.times.example/a/中", timesOutlet, "cn.times.example/a/%E4%B8%AD"],
  ["https://cn.times.example/", timesOutlet, "cn.times.example"],
  ["https://cn.times.example//a//b", timesOutlet, "cn.times.example/a/b"],
  ["https://blog.example//a", genericOutlet, "blog.example//a"],
  ["https://cn.times.example/story/dual/", endings, "cn.times.example/story"],
  ["https://cn.times.example/1.html/ampNEWS", endings, "cn.times.example/1.html"],
  ["https://cn.times.example/story/dual/", timesOutlet, "cn.times.example/story/dual"],
  ["https://blog.example/story/amp", genericOutlet, "blog.example/story"],
  ["https://cn.times.example/a?x=1&part=2&id=7", endings, "cn.times.example/a?id=7&part=2"],
  ["https://www.wire.example/zh/slug/a-66882845", wireOutlet, "wire.example#66882845"],
  ["https://amp.wire.example/zh/another-slug/a-66882845/?maca=x", wireOutlet, "wire.example#66882845"],
  ["https://www.wire.example/zh/slug/a-b", wireOutlet, "wire.example/zh/slug/a-b"],
  ["https://www.wire.example/zh-hant/slug/a-1", wireOutlet, "wire.example#1/zh-hant"],
  ["https://www.voice.example/a/slug/6974233.html", numbered, "voice.example#6974233"],
  ["https://m.voice.example/a/6974233.html", numbered, "voice.example#6974233"],
  ["https://voix.example/a/6974233", numbered, "voice.example#6974233"],
  ["https://www.voice.example/a/slug", numbered, "voice.example/a/slug"],
  ["https://blog.example/?p=1&utm_source=x&a=b", genericOutlet, "blog.example?p=1&a=b"],
  ["https://blog.example/?a=b&p=1", genericOutlet, "blog.example?a=b&p=1"],
  ["https://blog.example/#!/story/1", genericOutlet, "blog.example#!/story/1"],
  ["https://blog.example/#/story/2", genericOutlet, "blog.example#/story/2"],
  ["https://blog.example/story#part", genericOutlet, "blog.example/story"],
])("%s is recognized by its key", (url, outlet, key) => {
  expect(articleKey(canonicalUrl(url), outlet)).toBe(key);
});

test("an id is the same for ever", () => {
  expect(articleId("cn.times.example/world/20230223/story")).toBe("urn:uuid:1a2e570e-c32e-5cde-a551-df83abc37c5f");
});

describe("the other script", () => {
  test.each([
    ["https://cn.times.example/a/zh-hant/", timesOutlet, "Hant", "https://cn.times.example/a/"],
    ["https://cn.times.example/a/", timesOutlet, undefined, undefined],
    ["https://cn.times.example/trad/world-1", scripts, "Hant", "https://cn.times.example/simp/world-1"],
    ["https://cn.times.example/articles/c1/trad", scripts, "Hant", "https://cn.times.example/articles/c1/simp"],
    ["https://cn.times.example/simp/world-1", scripts, "Hans", undefined],
  ])("%s", (address, outlet, script, twin) => {
    const url = new URL(address);
    expect(findScript(url, outlet)).toBe(script);
    const expected = twin === undefined ? undefined : { url: twin, id: articleId(articleKey(twin, outlet)) };
    expect(findTwin(url, outlet)).toEqual(expected);
  });
});

describe("the section", () => {
  test.each([
    ["/world/20230223/story/", "world"],
    ["/china/20230223/story/", "中国"],
    ["/zh-hant/world/20230223/story/", "world"],
    ["/%E4%B8%96%E7%95%8C/story", "世界"],
    ["/%E4/story", "%E4"],
    ["/20230223/story/", undefined],
    ["/story/", undefined],
    ["/story/zh-hant/", undefined],
    ["/china-53445210", "中国"],
    ["/", undefined],
  ])("of %s is %s", (path, section) => {
    expect(findSection(new URL(path, "https://cn.times.example"), timesOutlet)).toBe(section);
  });

  test("is none where addresses name none", () => {
    const { section: _section, ...outlet } = timesOutlet;
    expect(findSection(new URL("https://cn.times.example/world/story"), outlet)).toBeUndefined();
  });
});
