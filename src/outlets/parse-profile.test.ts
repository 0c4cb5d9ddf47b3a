import { describe, expect, test } from "vitest";
import type { Mistake } from "../model/mistake.ts";
import { parseProfile } from "./parse-profile.ts";

const least = { id: "gazette", name: "Example Gazette", hosts: "www.gazette.example" };

function mistakesIn(profile: unknown): readonly Mistake[] {
  const checked = parseProfile(profile, "g.yaml");
  return checked.ok ? [] : checked.mistakes;
}

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
    ["select.time", { select: { time: "p:nth-child(2n)" } }, /nth-child/],
    ["select.byline.names", { select: { byline: { css: "p", names: "作者" } } }, /\{names\}/],
    ["select.byline[1].names", { select: { byline: ["p", { css: "p", names: "{names}" }] } }, /words/],
    ["select.byline.names", { select: { byline: { css: "p" } } }, /missing/],
    ["shared", { shared: false }, /true/],
    ["like", { like: "Feedx" }, /lower-case/],
    ["article-query", { "article-query": "id=1" }, /name of a parameter/],
    ["path-endings", { "path-endings": "dual/" }, /slash/],
    ["scripts.zh-Hans", { scripts: { "zh-Hans": "a/b", "zh-Hant": "trad" } }, /one segment/],
    ["section.labels.world", { section: { "path-segment": 1, labels: { world: "" } } }, /empty/],
    ["title-tails", { "title-tails": " " }, /empty/],
    ["eras[0].when", { eras: [{ remove: [] }] }, /missing/],
    ["eras[0].select.dek", { eras: [{ when: "p", select: { dek: "p[" } }] }, /not a CSS selector/],
    ["remove[0]", { remove: [{ line: "x", begins: "y" }] }, /narrow/],
    ["select.time[1]", { select: { time: ["time", "p["] } }, /not a CSS selector/],
    ["select.time", { select: { time: "p".repeat(501) } }, /at most 500/],
    ["select.byline", { select: { byline: 3 } }, /must be a CSS selector/],
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
    ["eras[0].whne", { eras: [{ whne: "p", when: "p" }] }, "when"],
    ["eras[0].select.tiem", { eras: [{ when: "p", select: { tiem: "p" } }] }, "time"],
    ["images.poxy", { images: { poxy: "x", proxy: "https://proxy.example/{url}" } }, "proxy"],
  ])("an unknown key names the nearest known one: %s", (key, more, nearest) => {
    expect(mistakesIn({ ...least, ...more })).toEqual([
      { where: `g.yaml: ${key}`, message: `There is no such key. Did you mean \`${nearest}\`?` },
    ]);
  });

  test("an unknown key near none lists those there are", () => {
    expect(mistakesIn({ ...least, section: { "path-segment": 1, xyz: 1 } })).toEqual([
      { where: "g.yaml: section.xyz", message: "There is no such key. There are path-segment, labels." },
    ]);
  });

  test("all are reported at once", () => {
    const profile = { id: "a", nmae: "A", hosts: "A", entries: "some", select: { time: ["p[", "i ~ p"], x: 1 } };
    const places = mistakesIn(profile).map(({ where }) => where);
    expect(places.toSorted()).toEqual(
      ["entries", "hosts", "name", "nmae", "select.time[0]", "select.time[1]", "select.x"].map(
        (key) => `g.yaml: ${key}`,
      ),
    );
  });

  test.each([null, undefined, [least], "gazette"])("%j is no profile", (value) => {
    expect(mistakesIn(value)).toEqual([{ where: "g.yaml", message: expect.stringContaining("mapping") }]);
  });
});
