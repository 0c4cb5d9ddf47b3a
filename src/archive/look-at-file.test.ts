import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { lookAtFile } from "./look-at-file.ts";
import { scanArchive } from "./scan-archive.ts";

let base: string;

beforeAll(() => {
  base = realpathSync(temporaryDirectory());
  for (const name of ["a.txt", "sub/b.txt", ".hidden", ".more/c.txt", "a.tmp", "../outside/d.txt"]) {
    const file = join(base, "seeds", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "text");
  }
  execFileSync("mkfifo", [join(base, "seeds/pipe")]);
  symlinkSync("a.txt", join(base, "seeds/link.txt"));
  symlinkSync("../outside", join(base, "seeds/way-out"));
  symlinkSync("seeds", join(base, "current"));
});

function look(path: string, ...roots: string[]): ReturnType<typeof lookAtFile> {
  return lookAtFile(
    join(base, path),
    roots.map((root) => join(base, root)),
  );
}

test.each([
  ["seeds/a.txt", ["seeds"]],
  ["seeds/sub/b.txt", ["seeds"]],
  ["current/sub/b.txt", ["current"]],
  ["seeds/.more/c.txt", ["seeds", "seeds/.more"]],
])("a look at %s finds what a scan of %j finds", (path, roots) => {
  const scan = scanArchive(roots.map((root) => join(base, root)));
  expect(look(path, ...roots)).toEqual(scan.files.get(join(base, path)));
  expect(look(path, ...roots)).toMatchObject({ size: 4 });
});

test.each([
  ["nothing there", "seeds/gone.txt"],
  ["a directory", "seeds/sub"],
  ["a pipe", "seeds/pipe"],
  ["a dotfile", "seeds/.hidden"],
  ["a file below a dot-directory", "seeds/.more/c.txt"],
  ["an unfinished file", "seeds/a.tmp"],
  ["a link to a file", "seeds/link.txt"],
  ["a file behind a link", "seeds/way-out/d.txt"],
  ["a file outside", "outside/d.txt"],
  ["a path that climbs out", "seeds/sub/../../outside/d.txt"],
  ["a path with a NUL", "seeds/a.txt\0"],
  ["a file under another name of the root", "current/a.txt"],
])("%s is no article file", (_, path) => {
  expect(look(path, "seeds", "current")).toBeUndefined();
});

test("a root that is not there holds no article file", () => {
  expect(look("missing/a.txt", "missing")).toBeUndefined();
});

test("a look finds nothing at a path that the operator ignores, nor below one", () => {
  const root = join(base, "seeds");
  const lookIgnoring = (ignore: string): unknown => lookAtFile(join(root, "sub/b.txt"), [root], [ignore]);
  expect(
    ["b.txt", "sub", "sub/", "/sub", "sub/**", "*.txt"].filter((glob) => lookIgnoring(glob) !== undefined),
  ).toEqual([]);
  expect(lookIgnoring("/b.txt")).toBeDefined();
});
