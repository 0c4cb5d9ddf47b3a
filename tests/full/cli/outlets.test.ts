import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { articleText, createWorkplace, type Workplace } from "./workplace.ts";
import { root } from "../../root.ts";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
});

test("the published schema is what the command prints", () => {
  const published = readFileSync(join(root, "config/outlet.schema.json"), "utf8");
  expect(place.run("outlets", "--schema")).toEqual({ code: 0, out: published, err: "" });
});

test("outlets are listed with their hosts, and with their articles once there is a catalog", () => {
  place.write("seeds/a.txt", articleText("https://www.voachinese.com/a/orchard/1.html"));
  place.write("seeds/b.txt", articleText("https://garden.example/1"));
  expect(place.run("outlets").out).toMatch(/^voa-zh +\S+ +www\.voachinese\.com +–$/m);
  place.run("build", "--out", "site");
  const { code, out } = place.run("outlets");
  expect(code).toBe(0);
  expect(out).toMatch(/^voa-zh +\S+ +www\.voachinese\.com +1$/m);
  expect(out).toMatch(/^nyt-zh +\S+ +cn\.nytimes\.com +0$/m);
  expect(JSON.parse(place.run("outlets", "--json").out)).toContainEqual({
    id: "other",
    name: "hosts without a profile",
    hosts: [],
    articles: 1,
  });
});

test("a first profile is guessed from an article file, and can be used as it is", () => {
  const body = '<p class="pub-date">2024-05-01 10:00</p><p class="story-author">李明</p><p>园丁种下了一排苹果树。</p>';
  const file = place.write("seeds/a.txt", articleText("https://www.garden.example/culture/a-123456", body));
  const { code, out, err } = place.run("outlets", "--new", file);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("id: garden-zh  ");
  expect(out).toContain("  time: .pub-date  ");
  const profile = place.write("garden.yaml", out);
  const explained: unknown = JSON.parse(place.run("explain", file, "--profile", profile, "--json").out);
  expect(explained).toMatchObject({
    outlet: { id: "garden-zh" },
    article: { title: "果园里的春天", section: "culture", authors: ["李明"] },
  });
});

test("a profile is guessed for no host that has one, and from no file that is no article", () => {
  const known = place.write("a.txt", articleText("https://www.dw.com/zh/a-1"));
  expect(place.run("outlets", "--new", known)).toMatchObject({
    code: 1,
    err: expect.stringContaining("The profile dw-zh claims www.dw.com already."),
  });
  const empty = place.write("b.txt", "");
  expect(place.run("outlets", "--new", empty)).toMatchObject({ code: 1, err: expect.stringContaining("no bytes") });
  expect(place.run("outlets", "--new", "nowhere")).toMatchObject({ code: 1 });
});
