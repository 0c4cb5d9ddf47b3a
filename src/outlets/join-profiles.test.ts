import { expect, test } from "vitest";
import type { Outlet } from "../model/outlet.ts";
import { outletDefaults } from "./generic-outlet.ts";
import { joinProfiles, type PlacedProfile } from "./join-profiles.ts";
import type { Outlets } from "./outlets.ts";
import { parseProfile } from "./parse-profile.ts";

const least = { id: "gazette", name: "Example Gazette", hosts: "www.gazette.example" };

function place(value: object, where = "g.yaml"): PlacedProfile {
  const checked = parseProfile(value, where);
  if (!checked.ok) throw new Error(JSON.stringify(checked.mistakes));
  return { where, profile: checked.value };
}

function joined(...profiles: readonly object[]): Outlets {
  const outlets = joinProfiles(
    profiles.map((one) => place(one)),
    "as-captured",
  );
  if (!outlets.ok) throw new Error(JSON.stringify(outlets.mistakes));
  return outlets.value;
}

function outletOf(profile: object, ...shared: readonly object[]): Outlet | undefined {
  return joined({ ...least, ...profile }, ...shared).all[0];
}

function mistakes(...profiles: readonly object[]): readonly string[] {
  const outlets = joinProfiles(
    profiles.map((one) => place(one)),
    "as-captured",
  );
  return outlets.ok ? [] : outlets.mistakes.map(({ where, message }) => `${where}: ${message}`);
}

test("a profile has the conventions of HTML for all that it does not say", () => {
  expect(outletOf({})).toEqual({
    ...outletDefaults,
    id: "gazette",
    name: "Example Gazette",
    hosts: ["www.gazette.example"],
    homepage: "https://www.gazette.example/",
    ownRules: [],
  });
});

test("the rules that a profile states itself are listed as normalization tells of them", () => {
  const outlet = outletOf({
    select: { time: ".date", byline: [".author", { css: "p", names: "文：{names}" }] },
    remove: [{ css: "aside" }, { css: "p", begins: "订阅" }, { line: "广告" }, { text: "点击这里" }],
    eras: [{ when: "main", select: { dek: "main > p" } }],
  });
  expect(outlet?.ownRules?.map(({ part, rule, era }) => `${part} ${rule}${era ? ` in ${era}` : ""}`)).toEqual([
    "time .date",
    "byline .author",
    "byline 文：{names}",
    "remove aside",
    "remove p that begins 订阅",
    "remove 广告",
    "remove 点击这里",
    "era main",
    "dek main > p in main",
  ]);
});

test("the rules are listed in one order, whatever order the profile has them in", () => {
  const outlet = outletOf({ select: { copyright: ".c", byline: ".author", time: ".date", "front-line": "p" } });
  expect(outlet?.ownRules?.map(({ part }) => part)).toEqual(["front-line", "time", "byline", "copyright"]);
});

test("a profile says everything there is", () => {
  const outlet = outletOf({
    hosts: ["gazette.example", "gazette.test"],
    homepage: "https://gazette.example/zh/",
    "article-number": "a-{n}",
    "article-query": "id",
    "path-endings": "/dual",
    scripts: { "zh-Hans": "simp", "zh-Hant": "trad" },
    section: { "path-segment": 2, labels: { world: "国际" } },
    "time-zone": "Asia/Shanghai",
    language: "zh-hant",
    rights: "© Example Gazette",
    images: { proxy: "https://proxy.example/?url={url}" },
    entries: "summary",
    "title-tails": " - Gazette",
    roles: "综合报道",
    select: { "front-line": "i", time: "b", "lead-picture": "img", copyright: "p.rights", byline: [], dek: ".dek" },
    remove: [{ css: "aside", begins: "Ad" }, { css: "ul", "only-links": true }, { text: "Subscribe" }, { line: "Ad" }],
    "rewrite-links": { from: "https://api.gazette.example/{n}", to: "https://gazette.example/a-{n}" },
    headings: "bold-paragraphs",
    dateline: "（本报讯）",
    formerly: "post",
  });
  expect(outlet).toMatchObject({
    hosts: ["gazette.example", "gazette.test"],
    homepage: "https://gazette.example/zh/",
    articleNumber: "a-{n}",
    articleQuery: ["id"],
    pathEndings: ["/dual"],
    scripts: { hans: "simp", hant: "trad" },
    section: { pathSegment: 2, labels: { world: "国际" } },
    timeZone: "Asia/Shanghai",
    language: "zh-Hant",
    rights: "© Example Gazette",
    images: { proxy: "https://proxy.example/?url={url}" },
    entries: "summary",
    titleTails: [" - Gazette"],
    roles: ["综合报道"],
    remove: [{ css: "aside", begins: "Ad" }, { css: "ul", onlyLinks: true }, { text: "Subscribe" }, { line: "Ad" }],
    rewriteLinks: [{ from: "https://api.gazette.example/{n}", to: "https://gazette.example/a-{n}" }],
    headings: "bold-paragraphs",
    dateline: ["（本报讯）"],
    formerly: ["post"],
  });
  expect(outlet?.select).toMatchObject({ frontLine: ["i"], byline: [], copyright: ["p.rights"], dek: [".dek"] });
  expect(outlet?.select.time).toEqual([{ css: "b", anywhere: true }, ...outletDefaults.select.time]);
});

test("lists are joined, the nearest first, as far as an empty one; of other values the nearest holds", () => {
  const near = { id: "near", shared: true, like: "far", rights: "near", remove: { css: ".near" } };
  const far = { id: "far", shared: true, rights: "far", entries: "summary", remove: { css: ".far" } };
  const own = { like: ["near"], remove: { css: ".own" } };
  expect(outletOf(own, far, near)).toMatchObject({
    rights: "near",
    entries: "summary",
    remove: [{ css: ".own" }, { css: ".near" }, { css: ".far" }],
  });
  expect(outletOf(own, far, { ...near, remove: [] })?.remove).toEqual([{ css: ".own" }]);
  expect(outletOf({ ...own, remove: [] }, far, near)?.remove).toEqual([]);
});

test("what a shared profile selects counts in front matter alone, and names in a text wherever it stands", () => {
  const shared = { id: "s", shared: true, select: { byline: [".a", { css: ".b", names: "By {names}" }] } };
  expect(outletOf({ like: "s", select: { byline: ".own" } }, shared)?.select.byline.slice(0, 3)).toEqual([
    { css: ".own", anywhere: true },
    { css: ".a", anywhere: false },
    { css: ".b", names: "By {names}", anywhere: true },
  ]);
});

test("an era adds to the rules of its profile", () => {
  const shared = { id: "s", shared: true, dateline: "S" };
  const era = { when: ".new", remove: { css: ".c" }, headings: "as-marked" };
  const outlet = outletOf({ like: "s", remove: { css: ".b" }, headings: "bold-paragraphs", eras: era }, shared);
  expect(outlet).toMatchObject({ remove: [{ css: ".b" }], headings: "bold-paragraphs" });
  expect(outlet?.eras).toMatchObject([
    { when: ".new", remove: [{ css: ".c" }, { css: ".b" }], headings: "as-marked", dateline: ["S"] },
  ]);
});

test("a shared profile is no outlet, and the one named other holds for hosts that nobody claims", () => {
  const outlets = joined(least, { id: "s", shared: true, rights: "S" }, { id: "other", shared: true, like: "s" });
  expect(outlets.all.map(({ id }) => id)).toEqual(["gazette"]);
  expect(outlets.identify("https://blog.example/a")).toMatchObject({ id: "other", name: "blog.example", rights: "S" });
});

test("the installation's picture policy is the farthest", () => {
  const shared = { id: "s", shared: true, images: "original" };
  const outlets = joinProfiles([place({ ...least, like: "s" }), place(shared)], { proxy: "https://p.example/{url}" });
  expect(outlets.ok && outlets.value.all[0]?.images).toBe("original");
  expect(outlets.ok && outlets.value.identify("https://c.example/").images).toEqual({
    proxy: "https://p.example/{url}",
  });
});

test.each([
  ["no such profile", [{ ...least, like: "s" }], "g.yaml: like: No shared profile is named s. There is none."],
  [
    "one that is an outlet",
    [
      { ...least, like: "post" },
      { ...least, id: "post", hosts: "b.example" },
      { id: "s", shared: true },
    ],
    "g.yaml: like: No shared profile is named post. There are s.",
  ],
  ["itself", [{ id: "s", shared: true, like: "s" }], "g.yaml: like: The profile s builds on itself."],
])("a profile cannot build on %s", (_what, profiles, message) => {
  expect(mistakes(...profiles)).toEqual([message]);
});
