import { expect, test } from "vitest";
import type { Outlet } from "../model/outlet.ts";
import type { CustomFeed, FeedSettings } from "../model/custom-feed.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { site } from "../model/site.fixture.ts";
import { defineFeeds, renamedFeeds } from "./define-feeds.ts";

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
  select: {
    frontLine: [],
    time: [],
    byline: [],
    dek: [],
    leadPicture: [],
    picture: [],
    caption: [],
    credit: [],
    footer: [],
    original: [],
    copyright: [],
  },
  remove: [],
  rewriteLinks: [],
  dateline: [],
  articleQuery: [],
  pathEndings: [],
  scripts: { hans: "zh-hans", hant: "zh-hant" },
  titleTails: [],
  roles: [],
  eras: [],
};
const { homepage: _homepage, rights: _rights, ...bare } = gazette;
const courier: Outlet = { ...bare, id: "courier", name: "信使" };
const generic: Outlet = { ...bare, id: "other", hosts: [] };
const noSettings: FeedSettings = { custom: [], combined: { scripts: "main" } };

interface Said {
  readonly outlets?: readonly Outlet[];
  readonly settings?: Partial<FeedSettings>;
  readonly hasOther?: boolean;
  readonly hasStories?: boolean;
}

function define({
  outlets = [gazette, courier],
  settings = {},
  hasOther = false,
  hasStories = false,
}: Said): readonly FeedDefinition[] {
  return defineFeeds({ site, outlets, settings: { ...noSettings, ...settings }, hasOther, hasStories });
}

function custom(id: string, changes: Partial<CustomFeed> = {}): CustomFeed {
  return { id, title: "茶", scripts: "both", isHidden: false, formerly: [], ...changes };
}

test("the combined feed comes first, then the outlets by id", () => {
  expect(define({})).toEqual([
    {
      name: "all",
      title: "集报",
      description: "全部媒体的最新文章",
      language: "zh-Hans",
      rights: "文章版权归原媒体所有。",
      twins: "one",
    },
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
  expect(define({ outlets: [gazette], hasOther: true }).at(-1)).toMatchObject({ name: "other", outletIds: ["other"] });
});

test("the generic outlet is no feed of its own", () => {
  const names = define({ outlets: [generic, gazette], hasOther: true }).map(({ name }) => name);
  expect(names).toEqual(["all", "gazette", "other"]);
});

test("the combined feed shows both scripts, and gives no outlet more than its share, where it is told so", () => {
  const [all] = define({ settings: { combined: { share: 40, scripts: "both" } } });
  expect(all).toMatchObject({ name: "all", share: 40 });
  expect(all).not.toHaveProperty("twins");
});

test("the operator's feeds come before the outlets', in their order, hidden ones too", () => {
  const names = define({ settings: { custom: [custom("tea"), custom("cha", { isHidden: true })] } }).map(
    ({ name }) => name,
  );
  expect(names).toEqual(["all", "tea", "cha", "courier", "gazette"]);
});

test("a feed of the operator's that is in a script says so in it", () => {
  const settings = { custom: [custom("tea", { title: "国际新闻", script: "zh-Hant" })] };
  expect(define({ settings })[1]).toMatchObject({ title: "國際新聞", description: "國際新聞的最新文章" });
});

test("a feed of the operator's says what it is told, and what is usual where it is told nothing", () => {
  const told: CustomFeed = {
    id: "tea",
    title: "茶",
    description: "关于茶",
    language: "zh-Hant",
    query: "茶",
    outletIds: ["gazette", "courier"],
    limit: 20,
    entries: "summary",
    script: "zh-Hant",
    scripts: "main",
    share: 40,
    isHidden: true,
    formerly: ["chai"],
  };
  const { id, scripts: _scripts, formerly: _formerly, ...same } = told;
  const definitions = define({ settings: { custom: [told, custom("cha")] } });
  expect(definitions[1]).toEqual({
    name: id,
    ...same,
    description: "關於茶",
    rights: "文章版權歸原媒體所有。",
    twins: "one",
  });
  expect(definitions[2]).toEqual({
    name: "cha",
    title: "茶",
    description: "茶的最新文章",
    language: "zh-Hans",
    rights: "文章版权归原媒体所有。",
  });
});

test("a feed of one outlet has its language and rights, and a converted one the language of its script", () => {
  const [, one, converted] = define({
    settings: {
      custom: [custom("a", { outletIds: ["gazette"] }), custom("b", { outletIds: ["gazette"], script: "zh-Hant" })],
    },
  });
  expect(one).toMatchObject({ language: "zh", rights: "© 样报" });
  expect(converted).toMatchObject({ language: "zh-Hant", script: "zh-Hant" });
});

test("former names lead to present ones", () => {
  const renamed = renamedFeeds(
    [{ ...gazette, formerly: ["post"] }, courier],
    [custom("tea", { formerly: ["chai", "cha"] })],
  );
  expect(Object.fromEntries(renamed)).toEqual({ post: "gazette", chai: "tea", cha: "tea" });
});
