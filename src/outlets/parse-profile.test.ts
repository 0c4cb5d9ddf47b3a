import { describe, expect, test } from "vitest";
import type { Mistake } from "../model/mistake.ts";
import { outletDefaults } from "./generic-outlet.ts";
import { parseProfile } from "./parse-profile.ts";

const least = { id: "gazette", name: "Example Gazette", hosts: "www.gazette.example" };

function mistakesIn(profile: unknown): readonly Mistake[] {
  const checked = parseProfile(profile, "g.yaml");
  return checked.ok ? [] : checked.mistakes;
}

describe("a profile becomes an outlet", () => {
  test("with defaults for all but id, name and hosts", () => {
    expect(parseProfile(least, "g.yaml")).toEqual({
      ok: true,
      value: {
        ...outletDefaults,
        id: "gazette",
        name: "Example Gazette",
        hosts: ["www.gazette.example"],
        homepage: "https://www.gazette.example/",
      },
    });
  });

  test("with everything it says", () => {
    const profile = {
      ...least,
      hosts: ["gazette.example", "gazette.test"],
      homepage: "https://gazette.example/zh/",
      "article-number": "a-{n}",
      "time-zone": "Asia/Shanghai",
      language: "zh-hant",
      section: { "path-segment": 2 },
      rights: "© Example Gazette",
      images: { proxy: "https://proxy.example/?url={url}" },
      entries: "summary",
      select: { time: ["time", "i"], "lead-picture": "img", copyright: "p.rights", byline: [] },
      remove: [{ css: "aside" }, { text: "Subscribe now" }],
      "rewrite-links": { from: "https://api.gazette.example/{n}", to: "https://gazette.example/a-{n}" },
      headings: "bold-paragraphs",
      dateline: "（本报讯）",
    };
    expect(parseProfile(profile, "g.yaml")).toEqual({
      ok: true,
      value: {
        id: "gazette",
        name: "Example Gazette",
        hosts: ["gazette.example", "gazette.test"],
        homepage: "https://gazette.example/zh/",
        articleNumber: "a-{n}",
        timeZone: "Asia/Shanghai",
        language: "zh-Hant",
        section: { pathSegment: 2 },
        rights: "© Example Gazette",
        images: { proxy: "https://proxy.example/?url={url}" },
        entries: "summary",
        select: {
          ...outletDefaults.select,
          time: ["time", "i"],
          leadPicture: ["img"],
          copyright: ["p.rights"],
          byline: [],
        },
        remove: [{ css: "aside" }, { text: "Subscribe now" }],
        rewriteLinks: [{ from: "https://api.gazette.example/{n}", to: "https://gazette.example/a-{n}" }],
        headings: "bold-paragraphs",
        dateline: ["（本报讯）"],
      },
    });
  });

  test.each([{ remove: { text: "x" } }, { remove: [{ text: "x" }] }])("%j: a scalar is a list of one", (more) => {
    expect(parseProfile({ ...least, ...more }, "g.yaml")).toMatchObject({ value: { remove: [{ text: "x" }] } });
  });
});

describe("mistakes", () => {
  test.each([
    ["id", { id: undefined }, /missing/],
    ["id", { id: "Gazette" }, /lower-case/],
    ["id", { id: "a--b" }, /lower-case/],
    ["id", { id: 7 }, /must be text/],
    ["id", { id: "2023-02-23" }, /look like a date/],
    ["id", { id: "02-23" }, /look like a date/],
    ["id", { id: "all" }, /taken/],
    ["id", { id: "other" }, /taken/],
    ["id", { id: "search" }, /taken/],
    ["formerly[1]", { formerly: ["former", "zh-hant"] }, /taken/],
    ["name", { name: " " }, /empty/],
    ["hosts", { hosts: [] }, /empty/],
    ["hosts", { hosts: "https://gazette.example/" }, /no scheme/],
    ["hosts[1]", { hosts: ["a.example", "B.example"] }, /lower case/],
    ["hosts", { hosts: "a.example:8080" }, /port/],
    ["hosts", { hosts: "1.2.3" }, /no host name/],
    ["homepage", { homepage: "gazette.example" }, /http/],
    ["article-number", { "article-number": "a-{n}/{n}" }, /last-segment/],
    ["time-zone", { "time-zone": "Asia/Shangai" }, /no such time zone/],
    ["time-zone", { "time-zone": "+08:00" }, /IANA/],
    ["language", { language: "zh_CN" }, /BCP 47/],
    ["section", { section: 1 }, /mapping/],
    ["section.path-segment", { section: { "path-segment": 0 } }, /counted from 1/],
    ["rights", { rights: "x".repeat(501) }, /at most 500/],
    ["images", { images: "orignal" }, /as-captured/],
    ["images.proxy", { images: { proxy: "https://proxy.example/" } }, /\{url\}/],
    ["entries", { entries: "all" }, /full/],
    ["select", { select: ["time"] }, /mapping/],
    ["select.time", { select: { time: "p:nth-child(2)" } }, /nth-child/],
    ["select.time[1]", { select: { time: ["time", "p["] } }, /not a CSS selector/],
    ["select.time", { select: { time: "p".repeat(501) } }, /at most 500/],
    ["select.byline", { select: { byline: 3 } }, /one value, or a list/],
    ["remove[0]", { remove: ["aside"] }, /css/],
    ["remove[0]", { remove: [{ css: "p", text: "x" }] }, /either/],
    ["remove", { remove: {} }, /either/],
    ["remove.css", { remove: { css: "p[" } }, /not a CSS selector/],
    ["rewrite-links[0]", { "rewrite-links": [{ from: "/a", to: "/b" }] }, /must begin with/],
    ["rewrite-links.to", { "rewrite-links": { from: "https://a.example/" } }, /missing/],
    ["headings", { headings: "bold" }, /bold-paragraphs/],
    ["dateline[0]", { dateline: [""] }, /empty/],
  ])("%s of %j", (key, more, message) => {
    expect(mistakesIn({ ...least, ...more })).toEqual([
      { where: `g.yaml: ${key}`, message: expect.stringMatching(message) },
    ]);
  });

  test.each([
    ["timezone", { timezone: "UTC" }, "time-zone"],
    ["select.lead-pictures", { select: { "lead-pictures": "img" } }, "lead-picture"],
    ["remove[0].texts", { remove: [{ texts: "x", text: "x" }] }, "text"],
    ["images.poxy", { images: { poxy: "x", proxy: "https://proxy.example/{url}" } }, "proxy"],
  ])("an unknown key names the nearest known one: %s", (key, more, nearest) => {
    expect(mistakesIn({ ...least, ...more })).toEqual([
      { where: `g.yaml: ${key}`, message: `There is no such key. Did you mean \`${nearest}\`?` },
    ]);
  });

  test("an unknown key near none lists those there are", () => {
    expect(mistakesIn({ ...least, section: { "path-segment": 1, xyz: 1 } })).toEqual([
      { where: "g.yaml: section.xyz", message: "There is no such key. There are path-segment." },
    ]);
  });

  test("all are reported at once", () => {
    expect(mistakesIn({ id: "a", nmae: "A", hosts: "A", entries: "some" }).map(({ where }) => where)).toEqual([
      "g.yaml: name",
      "g.yaml: hosts",
      "g.yaml: entries",
      "g.yaml: nmae",
    ]);
  });

  test.each([null, undefined, [least], "gazette"])("%j is no profile", (value) => {
    expect(mistakesIn(value)).toEqual([{ where: "g.yaml", message: expect.stringContaining("mapping") }]);
  });
});
