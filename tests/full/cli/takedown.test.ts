import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { articleText, createWorkplace, type Workplace } from "./workplace.ts";
import { root } from "../../root.ts";

const url = "https://www.dw.com/zh/a-7";
const other = "https://www.dw.com/zh/a-8";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("seeds/7.txt", articleText(url));
  place.write("seeds/8.txt", articleText(other));
});

/** Addresses of the articles in the feed, as static files have it, but for those that were withdrawn. */
function published(...settings: readonly string[]): string[] {
  expect(place.run("build", "--out", "site", ...settings)).toMatchObject({ code: 0 });
  const feed: { items: { url: string; title: string }[] } = JSON.parse(
    readFileSync(join(place.path, "site/feeds/all/feed.json"), "utf8"),
  );
  return feed.items
    .filter(({ title }) => title !== "本文已撤回")
    .map(({ url: address }) => address)
    .toSorted();
}

test("an article is taken down by its address, told in the list, and brought back", () => {
  expect(published()).toEqual([url, other]);
  const taken = place.run("takedown", url, "--reason", "a court said so");
  expect(taken).toMatchObject({ code: 0, err: "" });
  expect(taken.out).toMatch(/^“果园里的春天” \(urn:uuid:\S+\) is taken down\. Feeds and pages follow/);
  expect(published()).toEqual([other]);

  const [listed]: { id: string; reason: string }[] = JSON.parse(place.run("takedown", "--list", "--json").out);
  expect(listed?.reason).toBe("a court said so");
  expect(place.run("takedown", "--list").out).toContain(listed?.id);
  expect(place.run("takedown", url)).toMatchObject({ code: 1, err: expect.stringContaining("taken down already") });

  expect(place.run("takedown", "--undo", listed?.id ?? "").out).toContain("is published again.");
  expect(published()).toEqual([url, other]);
  expect(place.run("takedown", "--list").out).toBe("No article is taken down.\n");
});

test("an article is taken down by a file of it", () => {
  published();
  expect(place.run("takedown", "seeds/7.txt").out).toContain("is taken down.");
  expect(published()).toEqual([other]);
});

test("a takedown that survives only in the ledger is in the list", () => {
  published();
  place.run("takedown", url);
  for (const name of ["catalog.db", "catalog.db-wal", "catalog.db-shm"])
    rmSync(join(place.path, "data", name), { force: true });
  expect(JSON.parse(place.run("takedown", "--list", "--json").out)).toHaveLength(1);
  expect(published()).toEqual([other]);
});

test("an address that is taken down before it comes is not published when it comes", () => {
  published();
  expect(place.run("takedown", "https://www.dw.com/zh/a-9").out).toContain("There is no such article. If it comes");
  place.write("seeds/9.txt", articleText("https://www.dw.com/zh/slug/a-9"));
  expect(published()).toEqual([url, other]);
});

test("an article stays down when an edited profile gives it another id, and is brought back by that one", () => {
  const path = place.write("seeds/9.txt", articleText("https://garden.example/2024/flower-7"));
  published();
  expect(place.run("takedown", path).out).toContain("is taken down.");
  place.write("outlets/garden.yaml", "id: garden\nname: Garden\nhosts: [garden.example]\narticle-number: flower-{n}\n");
  place.write("outlets/dw-zh.yaml", readFileSync(join(root, "config/outlets/dw-zh.yaml"), "utf8"));
  const edited = ["--outlets", "outlets"];
  expect(published(...edited)).toEqual([url, other]);
  expect(place.run("takedown", "--undo", path, ...edited).out).toContain("is published again.");
  expect(published(...edited)).toEqual(["https://garden.example/2024/flower-7", url, other].toSorted());
});

test("our own page names an article too", () => {
  published();
  const { id } = JSON.parse(readFileSync(join(place.path, "site/feeds/all/feed.json"), "utf8")).items[0];
  const page = `http://localhost:8080/articles/${id.slice("urn:uuid:".length)}/`;
  expect(place.run("takedown", page).out).toContain(id);
  expect(published()).toHaveLength(1);
});

const unknown = "urn:uuid:00000000-0000-5000-8000-000000000001";
test.each([
  [[], 2, "Which article?"],
  [[unknown], 1, `No article has the id ${unknown}.`],
  [["--undo", url], 1, "is not taken down"],
  [["no-such-file.txt"], 1, "There is no file or directory"],
  [["https://"], 1, "is no web address"],
])("takedown %j is refused with what to do", (args, code, message) => {
  published();
  expect(place.run("takedown", ...args)).toMatchObject({ code, err: expect.stringContaining(message) });
});
