import { readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { compress } from "../lib/compress.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { buildSite } from "./build-site.ts";
import type { SiteFile } from "./site-file.ts";

let outDir: string;
beforeEach(async () => {
  outDir = join(temporaryDirectory(), "site");
});

function document(path: string, text: string): SiteFile {
  const body = Buffer.from(text);
  return { path, body, codings: compress(body) };
}

const feed = document("/feeds/all/rss.xml", "<rss/>");
const page = document("/feeds/all/", "<!doctype html>");
const start = document("/", "<!doctype html>");

test("documents lie at their paths, with their compressed bytes beside them", async () => {
  const built = await buildSite({ documents: [feed, page, start], outDir });
  expect(built).toEqual({ written: 12, unchanged: 0, removed: 0 });
  const file = join(outDir, "feeds/all/rss.xml");
  expect(await readFile(file, "utf8")).toBe("<rss/>");
  expect(gunzipSync(await readFile(`${file}.gz`)).toString()).toBe("<rss/>");
  expect(brotliDecompressSync(await readFile(`${file}.br`)).toString()).toBe("<rss/>");
  expect(zstdDecompressSync(await readFile(`${file}.zst`)).toString()).toBe("<rss/>");
  expect(await readFile(join(outDir, "feeds/all/index.html"), "utf8")).toBe("<!doctype html>");
  expect(await readFile(join(outDir, "index.html"), "utf8")).toBe("<!doctype html>");
});

test("a file whose bytes are the same keeps its time", async () => {
  await buildSite({ documents: [feed, start], outDir });
  const long = new Date("2020-01-01T00:00:00Z");
  for (const name of ["feeds/all/rss.xml", "index.html"]) await utimes(join(outDir, name), long, long);
  const changed = document("/", "<!doctype html><p>");
  expect((await buildSite({ documents: [feed, changed], outDir })).unchanged).toBe(4);
  expect((await stat(join(outDir, "feeds/all/rss.xml"))).mtime).toEqual(long);
  expect((await stat(join(outDir, "index.html"))).mtime).not.toEqual(long);
});

test("what is published no more is removed with the directories it leaves empty, and nothing else is", async () => {
  await buildSite({ documents: [feed, page, start], outDir });
  await writeFile(join(outDir, "CNAME"), "news.example");
  expect(await buildSite({ documents: [start], outDir })).toEqual({ written: 0, unchanged: 4, removed: 8 });
  expect((await readdir(outDir)).sort()).toEqual([
    ".feedmill-build.json",
    "CNAME",
    "index.html",
    "index.html.br",
    "index.html.gz",
    "index.html.zst",
  ]);
});

test("a list of files that names others is not followed out of the directory", async () => {
  await buildSite({ documents: [start], outDir });
  const outside = join(outDir, "..", "precious");
  await writeFile(outside, "precious");
  await writeFile(join(outDir, ".feedmill-build.json"), JSON.stringify({ files: ["../precious"] }));
  await expect(buildSite({ documents: [start], outDir })).rejects.toThrow("lies outside");
  expect(await readFile(outside, "utf8")).toBe("precious");
});

test("a list of files that is damaged stops the build before it starts", async () => {
  await buildSite({ documents: [start], outDir });
  await writeFile(join(outDir, ".feedmill-build.json"), "{");
  await expect(buildSite({ documents: [feed], outDir })).rejects.toThrow("is not what feedmill wrote");
  expect(await readdir(outDir)).not.toContain("feeds");
});

test("a build that is stopped removes nothing, and the next one knows what it wrote", async () => {
  await buildSite({ documents: [feed, start], outDir });
  const stop = new AbortController();
  const stopped = buildSite({ documents: [page, start], outDir, signal: stop.signal, onProgress: () => stop.abort() });
  await expect(stopped).rejects.toThrow("aborted");
  expect(await readdir(join(outDir, "feeds/all"))).toHaveLength(8);
  expect(await buildSite({ documents: [start], outDir })).toEqual({ written: 0, unchanged: 4, removed: 8 });
});

test("progress counts documents", async () => {
  const seen: number[] = [];
  await buildSite({ documents: [feed, start], outDir, onProgress: (done) => seen.push(done) });
  expect(seen).toEqual([1, 2]);
});
