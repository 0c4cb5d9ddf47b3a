import { expect, test } from "vitest";
import { timesOutlet } from "./outlets.fixture.ts";
import { findSection } from "./section.ts";

test.each([
  ["/world/20230223/story/", "world"],
  ["/zh-hant/world/20230223/story/", "world"],
  ["/%E4%B8%96%E7%95%8C/story", "世界"],
  ["/%E4/story", "%E4"],
  ["/20230223/story/", undefined],
  ["/story/", undefined],
  ["/story/zh-hant/", undefined],
  ["/", undefined],
])("%s is in the section %s", (path, section) => {
  expect(findSection(new URL(path, "https://cn.times.example"), timesOutlet)).toBe(section);
});

test("an outlet whose addresses name no sections has none", () => {
  const { section: _section, ...outlet } = timesOutlet;
  expect(findSection(new URL("https://cn.times.example/world/story"), outlet)).toBeUndefined();
});
