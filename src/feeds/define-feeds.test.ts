import { expect, test } from "vitest";
import type { Outlet } from "../model/outlet.ts";
import { defineFeeds } from "./define-feeds.ts";

const publication = {
  title: "集报",
  publicUrl: "https://f.example",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "zh-Hans",
  maxAgeSeconds: 300,
};

const gazette: Outlet = {
  id: "gazette",
  name: "样报",
  hosts: ["gazette.example"],
  homepage: "https://gazette.example/",
  timeZone: "Asia/Shanghai",
  language: "zh",
  rights: "© 样报",
  images: "as-captured",
  entries: "full",
  select: { time: [], byline: [], leadPicture: [], caption: [], credit: [], footer: [], original: [], copyright: [] },
  remove: [],
  rewriteLinks: [],
  dateline: [],
};
const { homepage: _homepage, rights: _rights, ...bare } = gazette;
const courier: Outlet = { ...bare, id: "courier", name: "信使" };
const generic: Outlet = { ...bare, id: "other", hosts: [] };

test("the combined feed comes first, then the outlets by id", () => {
  expect(defineFeeds([gazette, courier], publication, false)).toEqual([
    { name: "all", title: "集报", description: "全部媒体的最新文章", language: "zh-Hans", rights: "文章版权归原媒体所有。" },
    {
      name: "courier",
      title: "信使",
      description: "信使的最新文章",
      language: "zh",
      rights: "文章版权归原媒体所有。",
      outletIds: ["courier"],
    },
    {
      name: "gazette",
      title: "样报",
      description: "样报的最新文章",
      language: "zh",
      rights: "© 样报",
      outletIds: ["gazette"],
      homepage: "https://gazette.example/",
    },
  ]);
});

test("articles no outlet claims have a feed at the end, where there are any", () => {
  expect(defineFeeds([gazette], publication, true).at(-1)).toMatchObject({ name: "other", outletIds: ["other"] });
});

test("the generic outlet is no feed of its own", () => {
  const names = defineFeeds([generic, gazette], publication, true).map(({ name }) => name);
  expect(names).toEqual(["all", "gazette", "other"]);
});
