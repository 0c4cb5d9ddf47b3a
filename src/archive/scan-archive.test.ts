import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, relative } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { scanArchive } from "./scan-archive.ts";

let base: string;

beforeEach(() => {
  base = realpathSync(temporaryDirectory());
  mkdirSync(join(base, "seeds"));
});

/** Makes a file below the base, and the directories it lies in. */
function put(path: string, content = "text"): string {
  const file = join(base, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** Paths of what a scan of these directories finds, from the base. */
function found(...roots: string[]): string[] {
  const scan = scanArchive(roots.map((root) => join(base, root)));
  return [...scan.files.keys()].map((path) => relative(base, path)).sort();
}

test("files are found with size and time, in subdirectories too", () => {
  const file = put("seeds/2024/05/a.txt", "twelve bytes");
  const { ino, mtimeNs, mtimeMs } = statSync(file, { bigint: true });
  const scan = scanArchive([join(base, "seeds")]);
  const seen = { signature: `12-${mtimeNs}-${ino}`, mtimeMs: Number(mtimeMs), size: 12 };
  expect([...scan.files]).toEqual([[file, seen]]);
  const directories = ["seeds", "seeds/2024", "seeds/2024/05"].map((path) => join(base, path));
  expect([...scan.directories].sort()).toEqual(directories);
  expect(scan.errors).toEqual([]);
});

test("a signature changes when a file is written, and when one of equal size and time takes its place", () => {
  const signature = (): string | undefined => scanArchive([join(base, "seeds")]).files.get(file)?.signature;
  const file = put("seeds/a.txt", "one");
  const first = signature();
  execFileSync("cp", ["-p", file, `${file}.new`]);
  execFileSync("mv", [`${file}.new`, file]);
  const replaced = signature();
  put("seeds/a.txt", "one more");
  expect(new Set([first, replaced, signature()]).size).toBe(3);
  expect(signature()).toBe(signature());
});

test("dotfiles, files below dot-directories and editors' droppings do not count", () => {
  for (const name of [".hidden", ".git/object", "a.txt~", "a.tmp", "b.part/b.txt", "a.txt"]) put(`seeds/${name}`);
  expect(found("seeds")).toEqual(["seeds/a.txt"]);
});

test("a file that is moved to a recycle bin or a snapshot is gone, as if it were deleted", () => {
  const file = put("seeds/a.txt");
  const places = ["#recycle", "@Recycle", "$RECYCLE.BIN", "#snapshot/2024", "@eaDir", "System Volume Information"];
  for (const [index, place] of places.entries()) {
    mkdirSync(join(base, "seeds", place), { recursive: true });
    renameSync(
      index === 0 ? file : join(base, "seeds", places[index - 1] ?? "", "a.txt"),
      join(base, "seeds", place, "a.txt"),
    );
    const scan = scanArchive([join(base, "seeds")]);
    expect({ place, found: [...scan.files.keys()], isUnseen: scan.isUnseen(file) }).toEqual({
      place,
      found: [],
      isUnseen: false,
    });
  }
});

test("links do not count, whether they leave the archive, loop, hang or stay inside", () => {
  const file = put("seeds/a.txt");
  const outside = put("outside/b.txt");
  for (const [name, target] of Object.entries({
    "to-file": outside,
    "to-directory": dirname(outside),
    "to-etc": "/etc/passwd",
    "to-itself": "to-itself",
    "to-parent": "..",
    "to-nothing": "nothing",
    "to-sibling": file,
  })) {
    symlinkSync(target, join(base, "seeds", name));
  }
  expect(found("seeds")).toEqual(["seeds/a.txt"]);
  const { errors, roots } = scanArchive([join(base, "seeds")]);
  expect(errors).toEqual([]);
  const links = { count: 7, example: expect.stringContaining(join(base, "seeds/to-")) };
  expect(roots).toEqual([{ path: join(base, "seeds"), state: "present", links }]);
});

test("an archive that holds only links is empty, and the links are counted", () => {
  symlinkSync(put("outside/b.txt"), join(base, "seeds/b.txt"));
  const path = join(base, "seeds");
  expect(scanArchive([path]).roots).toEqual([
    { path, state: "empty", links: { count: 1, example: join(path, "b.txt") } },
  ]);
});

test("names and paths that the operator ignores do not count, directories with all that is in them", () => {
  for (const name of ["README.md", "bbc/README.md", "bbc/1.md", "lists/2020/1.md", "old/1.md"]) put(`seeds/${name}`);
  symlinkSync("README.md", join(base, "seeds/old.md"));
  const scan = scanArchive([join(base, "seeds")], ["README.md", "lists/**", "old*"]);
  expect([...scan.files.keys()]).toEqual([join(base, "seeds/bbc/1.md")]);
  expect(scan.roots).toEqual([{ path: join(base, "seeds"), state: "present" }]);
  expect(scan.isUnseen(join(base, "seeds/old/1.md"))).toBe(false);
});

test("pipes, sockets and devices do not count", async () => {
  put("seeds/a.txt");
  execFileSync("mkfifo", [join(base, "seeds/pipe")]);
  const server = createServer().listen(join(base, "seeds/socket"));
  await once(server, "listening");
  expect(found("seeds")).toEqual(["seeds/a.txt"]);
  server.close();
  await once(server, "close");
});

describe("roots", () => {
  test("a root may be a link, and its files keep the configured name", () => {
    put("release-42/a.txt");
    symlinkSync("release-42", join(base, "current"));
    expect(found("current")).toEqual(["current/a.txt"]);
  });

  test("the same directory twice counts once, under its first name", () => {
    put("seeds/a.txt");
    symlinkSync("seeds", join(base, "link"));
    expect(found("seeds", "seeds/", "link")).toEqual(["seeds/a.txt"]);
  });

  test("a root below another one belongs to the outer, in whichever order they come", () => {
    put("seeds/inner/a.txt");
    symlinkSync("seeds/inner", join(base, "link"));
    expect(found("link", "seeds/inner", "seeds")).toEqual(["seeds/inner/a.txt"]);
    expect(found("seeds", "seeds/inner", "link")).toEqual(["seeds/inner/a.txt"]);
  });

  test("a root below another one's dot-directory is its own", () => {
    put("seeds/a.txt");
    put("seeds/.more/b.txt");
    expect(found("seeds", "seeds/.more")).toEqual(["seeds/.more/b.txt", "seeds/a.txt"]);
  });

  test("each is present, empty or missing, those that overlap too", () => {
    put("seeds/full/a.txt");
    put("seeds/empty/.gitkeep");
    symlinkSync("seeds/full", join(base, "link"));
    const expected = [
      { path: join(base, "seeds"), state: "present" },
      { path: join(base, "seeds/full"), state: "present" },
      { path: join(base, "link"), state: "present" },
      { path: join(base, "seeds/empty"), state: "empty" },
      { path: join(base, "seeds/missing"), state: "missing" },
      { path: join(base, "missing"), state: "missing" },
    ];
    expect(scanArchive(expected.map(({ path }) => path)).roots).toEqual(expected);
  });

  test("one that is a file is missing, and an error says why", () => {
    const file = put("file.txt");
    const scan = scanArchive([file]);
    expect(scan.roots).toEqual([{ path: file, state: "missing" }]);
    expect(scan.errors).toEqual([{ path: file, message: expect.stringContaining("not a directory") }]);
  });

  test("one that is not there is not an error, and its files are not unseen", () => {
    const root = join(base, "missing");
    const scan = scanArchive([root]);
    expect(scan.errors).toEqual([]);
    expect(scan.isUnseen(join(root, "a.txt"))).toBe(false);
  });
});

test("a name that is not UTF-8 is an error that says what has it, and costs nothing else", () => {
  put("seeds/a.txt");
  const bad = Buffer.concat([Buffer.from(join(base, "seeds/bad-")), Buffer.from([0xff, 0xfe])]);
  writeFileSync(bad, "text");
  const scan = scanArchive([join(base, "seeds")]);
  expect([...scan.files.keys()]).toEqual([join(base, "seeds/a.txt")]);
  const path = join(base, "seeds/bad-\uFFFD\uFFFD");
  expect(scan.errors).toEqual([{ path, message: "The name of the file is not UTF-8. Rename it." }]);
  rmSync(bad);
  mkdirSync(bad);
  const { errors } = scanArchive([join(base, "seeds")]);
  expect(errors).toEqual([{ path, message: "The name of the directory is not UTF-8. Rename it." }]);
  rmSync(bad, { recursive: true });
});

test("a path beyond what the system can name is unseen, not deleted", () => {
  put("seeds/a.txt");
  const name = "d".repeat(250);
  const loop = `cd "$1" && for i in $(seq 20); do mkdir ${name} && cd ${name} || exit 1; done && touch b.txt`;
  execFileSync("bash", ["-c", loop, "bash", join(base, "seeds")]);
  const scan = scanArchive([join(base, "seeds")]);
  expect([...scan.files.keys()]).toEqual([join(base, "seeds/a.txt")]);
  const [error] = scan.errors;
  expect(error?.message).toContain("ENAMETOOLONG");
  expect(scan.isUnseen(join(error?.path ?? "", "b.txt"))).toBe(true);
  expect(scan.isUnseen(join(base, "seeds/b.txt"))).toBe(false);
  execFileSync("rm", ["-rf", join(base, "seeds", name)]);
});

test.skipIf(process.getuid?.() === 0).each([0o000, 0o400])(
  "files in a directory of mode %o are unseen, not deleted (not for root, who may read all)",
  (mode) => {
    put("seeds/a.txt");
    const closed = dirname(put("seeds/closed/b.txt"));
    chmodSync(closed, mode);
    const scan = scanArchive([join(base, "seeds")]);
    chmodSync(closed, 0o700);
    expect([...scan.files.keys()]).toEqual([join(base, "seeds/a.txt")]);
    expect(scan.errors).toEqual([{ path: closed, message: expect.stringContaining("EACCES") }]);
    expect(scan.isUnseen(join(closed, "b.txt"))).toBe(true);
    expect(scan.isUnseen(join(base, "seeds/closed.txt"))).toBe(false);
  },
);
