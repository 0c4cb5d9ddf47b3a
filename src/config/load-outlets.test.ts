import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { loadOutlets } from "./load-outlets.ts";

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});

function write(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

function profile(id: string, more = ""): string {
  return `id: ${id}\nname: ${id}\nhosts: [${id}.example]\ntime-zone: Asia/Shanghai\nlanguage: zh\n${more}`;
}

function load(tryProfile?: string): ReturnType<typeof loadOutlets> {
  return loadOutlets({ outlets: directory, images: "original" }, tryProfile);
}

function idsOf(outlets: ReturnType<typeof loadOutlets>): readonly string[] {
  if (!outlets.ok) throw new Error(JSON.stringify(outlets.mistakes));
  return outlets.value.all.map(({ id }) => id);
}

test("every profile in the directory is an outlet, and nothing else there is", () => {
  write("b.yaml", profile("b"));
  write("a.yml", profile("a"));
  write(".hidden.yaml", "nonsense");
  write("README.md", "nonsense");
  expect(idsOf(load())).toEqual(["a", "b"]);
});

test("the installation's picture policy holds where a profile, or no profile, says nothing", () => {
  write("a.yaml", profile("a"));
  write("b.yaml", profile("b", "images: as-captured\n"));
  const outlets = load();
  if (!outlets.ok) throw new Error(JSON.stringify(outlets.mistakes));
  const imagesAt = (host: string): unknown => outlets.value.identify(`https://${host}/1`).images;
  expect([imagesAt("a.example"), imagesAt("b.example"), imagesAt("c.example")]).toEqual([
    "original",
    "as-captured",
    "original",
  ]);
});

test("a profile on trial joins the others, or takes the place of the one with its id", () => {
  write("a.yaml", profile("a"));
  const other = write("c.txt", profile("c"));
  expect(idsOf(load(other))).toEqual(["a", "c"]);
  const same = write("a.new", profile("a", "images: as-captured\n"));
  expect(idsOf(load(same))).toEqual(["a"]);
});

test("mistakes in all profiles are reported at once, each with its file", () => {
  const broken = write("a.yaml", "id: [");
  const wrong = write("b.yaml", profile("b", "imagse: original\n"));
  const list = write("c.yaml", "- id");
  const outlets = load();
  const places = outlets.ok ? [] : outlets.mistakes.map(({ where }) => where);
  for (const path of [broken, wrong, list]) expect(places).toContainEqual(expect.stringContaining(path));
});

test("two outlets with one host are a mistake", () => {
  write("a.yaml", profile("a"));
  write("b.yaml", profile("b").replace("b.example", "www.a.example"));
  expect(load()).toMatchObject({ ok: false });
});

test("a directory that is not there is a mistake", () => {
  const missing = join(directory, "missing");
  expect(loadOutlets({ outlets: missing, images: "original" })).toMatchObject({
    ok: false,
    mistakes: [{ where: missing }],
  });
});

test("shared profiles that come with feedmill are there, unless the directory has its own", () => {
  write("a.yaml", profile("a", "like: feedx\n"));
  const shipped = load();
  expect(shipped.ok && shipped.value.all[0]?.select.frontLine).not.toEqual([]);
  expect(idsOf(shipped)).toEqual(["a"]);
  write("feedx.yaml", "id: feedx\nshared: true\nrights: own\n");
  const own = load();
  expect(own.ok && own.value.all[0]).toMatchObject({ rights: "own", select: { frontLine: [] } });
});
