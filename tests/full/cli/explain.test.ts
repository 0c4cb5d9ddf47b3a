import { beforeEach, expect, test } from "vitest";
import { articleText, createWorkplace, type Workplace } from "./workplace.ts";

const url = "https://cn.nytimes.com/world/20240501/orchard/?smid=tw";
const body = '<address>LI MING</address><p>园丁种下了<a href="/world/apple">苹果树</a>。</p><script>alert(1)</script>';
let place: Workplace;

beforeEach(() => {
  place = createWorkplace();
});

test("a file is followed from its claims to its article", () => {
  place.write("a.txt", articleText(url, body));
  const { code, out } = place.run("explain", "a.txt");
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}url +https:\/\/cn\.nytimes\.com\/world\/20240501\/orchard\/\?smid=tw$/m);
  expect(out).toMatch(/^ {2}capturedAt +2024-05-01T08:00:00Z$/m);
  expect(out).toMatch(/^ {2}encoding +UTF-8$/m);
  expect(out).toMatch(/^ {2}nyt-zh +.+, because its profile claims the host cn\.nytimes\.com$/m);
  expect(out).toMatch(/^ {2}byline +moved to authors\n +LI MING\n +by address$/m);
  expect(out).toMatch(/^ {2}canonicalUrl +https:\/\/cn\.nytimes\.com\/world\/20240501\/orchard\/$/m);
  expect(out).toMatch(/^ {2}authors +Li Ming$/m);
  expect(out).toMatch(/^Body\n +<p>园丁种下了/m);
});

test("programs get the same in JSON", () => {
  const path = place.write("a.txt", articleText(url, body));
  expect(JSON.parse(place.run("explain", "a.txt", "--json").out)).toMatchObject({
    path,
    claims: { title: "果园里的春天", url, encoding: "UTF-8", bytes: Buffer.byteLength(articleText(url, body)) },
    outlet: { id: "nyt-zh" },
    changes: expect.arrayContaining([expect.objectContaining({ step: "byline" })]),
    article: { title: "果园里的春天", authors: ["Li Ming"] },
  });
});

test("a file that becomes no article is explained as far as it gets", () => {
  place.write("a.txt", articleText(url, "<script>alert(1)</script>"));
  const { code, out } = place.run("explain", "a.txt");
  expect(code).toBe(1);
  expect(out).toMatch(/^Claims\n/m);
  expect(out).toMatch(/^Problem\n {2}EMPTY_BODY  /m);
});

test("a file of an article that is taken down says so, since when, why, and what undoes it", () => {
  const path = place.write("seeds/a.txt", articleText(url));
  place.run("build", "--out", "site");
  place.run("takedown", path, "--reason", "a court said so");
  const { code, out } = place.run("explain", path);
  expect(code).toBe(0);
  const { article, takedown } = JSON.parse(place.run("explain", path, "--json").out);
  expect(takedown).toMatchObject({ id: article.id, reason: "a court said so" });
  expect(out).toMatch(
    /^Taken down: this article is not published\n {2}since +20\d\d-\S+Z\n {2}reason +a court said so$/m,
  );
  expect(out).toMatch(new RegExp(`^  undo +feedmill takedown --undo ${article.id}$`, "m"));
  place.run("takedown", "--undo", path);
  expect(place.run("explain", path).out).not.toContain("Taken down");
});

test("an outlet's profile can be tried on a file", () => {
  place.write("a.txt", articleText("https://garden.example/1"));
  expect(place.run("explain", "a.txt").out).toContain("no profile claims the host garden.example");
  place.write("garden.yaml", "id: garden\nname: Garden\nhosts: [garden.example]\n");
  expect(place.run("explain", "a.txt", "--profile", "garden.yaml").out).toContain(
    "garden  Garden, because its profile",
  );
});

test("a directory is explained only when one file lies in it", () => {
  place.write("d/a.txt", articleText(url));
  place.write("d/b.txt", articleText(url));
  expect(place.run("explain", "d")).toMatchObject({ code: 1, err: expect.stringContaining("One article file") });
});
