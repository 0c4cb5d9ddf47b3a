import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { articleText, createWorkplace, type Workplace } from "./workplace.ts";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
});

test("where no daemon runs, losses that are accepted apply at once; without any there is nothing to do", () => {
  for (let number = 1; number <= 20; number++) {
    place.write(`seeds/${number}.txt`, articleText(`https://www.dw.com/zh/a-${number}`));
  }
  place.run("build", "--out", "site");
  expect(place.run("accept-deletions")).toMatchObject({ code: 0, out: expect.stringContaining("Nothing to do") });

  for (let number = 1; number <= 20; number++) rmSync(join(place.path, `seeds/${number}.txt`));
  place.run("build", "--out", "site");
  expect(place.run("check").out).toContain("The loss of 20 files is held back");
  expect(place.run("accept-deletions").out).toContain("The loss of 20 files, held back since");
  expect(place.run("check").out).not.toContain("held back");
  expect(place.run("search", "果园").out).toContain("0 articles");
});

test("ids are changed by an edited profile only once that was accepted", () => {
  place.write("seeds/a.txt", articleText("https://garden.example/2024/flower-7"));
  place.run("build", "--out", "site");
  expect(place.run("accept-ids").out).toContain("Nothing to do");

  place.write("outlets/garden.yaml", "id: garden\nname: Garden\nhosts: [garden.example]\narticle-number: flower-{n}\n");
  const build = (): unknown => place.run("build", "--out", "site", "--outlets", "outlets");
  expect(build()).toMatchObject({ code: 1, err: expect.stringContaining("feedmill accept-ids") });
  expect(place.run("accept-ids", "--outlets", "outlets").out).toContain("The ids of 1 published article have changed");
  expect(build()).toMatchObject({ code: 0 });
});
