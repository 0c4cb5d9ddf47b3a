import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { root } from "../../root.ts";
import { createWorkplace } from "./workplace.ts";

test("the samples are served from a temporary directory, opened in the browser, and gone at the end", async () => {
  const place = temporaryDirectory();
  const programs = temporaryDirectory();
  const opened = join(place, "opened");
  for (const name of ["xdg-open", "open"]) {
    writeFileSync(join(programs, name), `#!/bin/sh\nmkfifo "${opened}" 2>/dev/null; echo "$1" >"${opened}"\n`);
    chmodSync(join(programs, name), 0o755);
  }
  // A configuration and an environment that are somebody's own make no difference.
  const env = { PATH: `${programs}:${process.env["PATH"]}`, FEEDMILL_TITLE: "Mine", TMPDIR: place };
  const args = [join(root, "src/main.ts"), "demo", "--browser"];
  const demo = spawn(process.execPath, args, { cwd: place, env, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void demo.kill("SIGKILL"));
  const exited = once(demo, "exit");
  const lines = createInterface(demo.stdout)[Symbol.asyncIterator]();
  const printed: string[] = [];
  while (!printed.at(-1)?.startsWith("Stop with")) printed.push(String((await lines.next()).value));

  const text = printed.join("\n");
  const [, pages = ""] = /^Pages: (http:\S+)$/m.exec(text) ?? [];
  const [, articles = ""] = /^Put an article file into (\S+),/m.exec(text) ?? [];
  expect(text).toContain("Found 13 articles in 15 files");
  expect(await (await fetch(pages)).text()).toContain("<title>feedmill</title>");
  const reader = spawn("sh", ["-c", `mkfifo "${opened}" 2>/dev/null; cat "${opened}"`]);
  const [asked] = await once(reader.stdout, "data");
  expect(String(asked)).toBe(`${pages}\n`);

  demo.kill("SIGINT");
  expect(await exited).toEqual([0, null]);
  expect([articles.startsWith(place), existsSync(articles)]).toEqual([true, false]);
});

test("a port that is no port is told, and nothing is left over", () => {
  const place = createWorkplace();
  expect(place.run("demo", "--port", "http")).toEqual({
    code: 2,
    out: "",
    err: 'feedmill: There is a mistake:\n  --port: This must be a whole number from 0 to 65535, not "http".\nTry: feedmill help demo\n',
  });
});
