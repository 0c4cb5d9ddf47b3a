import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { articleText, createWorkplace, type Workplace } from "./workplace.ts";
import { root } from "../../root.ts";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
});
afterEach(() => rmSync(place.path, { recursive: true }));

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
