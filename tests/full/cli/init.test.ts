import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../root.ts";
import { articleText, createWorkplace } from "./workplace.ts";

test("a directory is made that works from anywhere, with all profiles and every setting explained", () => {
  const place = createWorkplace();
  const { code, out } = place.run("init", "news");
  expect(code).toBe(0);
  expect(out).toContain(
    "Put article files into seeds/, then run:\n  feedmill serve --config news/config/feedmill.yaml\n",
  );
  expect(readdirSync(join(place.path, "news/config/outlets"))).toEqual(readdirSync(join(root, "config/outlets")));
  expect(readFileSync(join(place.path, "news/config/feedmill.yaml"), "utf8")).toContain("\n# The archive: ");

  place.write("news/seeds/a.txt", articleText("https://www.dw.com/zh/a-1"));
  expect(place.run("check", "--config", "news/config/feedmill.yaml").out).toMatch(/^ +all files +1 +1 +0$/m);
  const settings = JSON.parse(place.run("config", "--json", "--config", "news/config/feedmill.yaml").out);
  expect(settings).toMatchObject({
    seeds: { value: [join(place.path, "news/seeds")] },
    data: { value: join(place.path, "news/data") },
    outlets: { value: join(place.path, "news/config/outlets") },
  });
});

test("the working directory is taken where none is named, and a second time is refused", () => {
  const place = createWorkplace();
  expect(place.run("init").out).toContain("  feedmill serve\n");
  expect(place.run("config").out).toContain("file config/feedmill.yaml:");
  place.write("config/feedmill.yaml", "title: Mine\n");
  expect(place.run("init")).toMatchObject({
    code: 1,
    err: expect.stringContaining("is there already, and nothing was"),
  });
  expect(readFileSync(join(place.path, "config/feedmill.yaml"), "utf8")).toBe("title: Mine\n");
});
