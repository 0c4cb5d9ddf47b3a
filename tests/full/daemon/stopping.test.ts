import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { root } from "../../root.ts";
import { startDaemon } from "../daemon-harness.ts";

const listeners = ["--port", "0", "--admin-listen", "off"];

/** A data directory, and whether a daemon works on it: its control socket is there from its start to its end. */
function watchedData(): { data: string; isInUse: () => boolean } {
  const data = join(temporaryDirectory(), "data");
  return { data, isInUse: () => existsSync(join(data, "control.sock")) };
}

function started(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

test("a daemon that is told to stop before it has opened its catalog ends", async () => {
  const { data, isInUse } = watchedData();
  const daemon = await startDaemon(["--seeds", join(root, "seeds"), "--data", data, ...listeners], {}, "Pages: ");
  daemon.signal("SIGTERM");
  expect([await daemon.exited, isInUse()]).toEqual([0, false]);
});

test("the end of npm start's process is the daemon's", async () => {
  const { data, isInUse } = watchedData();
  const npm = started("npm", ["start", "--silent", "--", "--data", data, ...listeners]);
  await expect.poll(isInUse, { timeout: 30_000 }).toBe(true);
  const exited = once(npm, "exit");
  npm.kill("SIGTERM");
  await exited;
  await expect.poll(isInUse, { timeout: 30_000 }).toBe(false);
});

test.skipIf(process.platform !== "linux")("the end of a daemon's terminal is the daemon's", async () => {
  const { data, isInUse } = watchedData();
  const serve = [process.execPath, "src/main.ts", "serve", "--data", data, ...listeners].join(" ");
  const terminal = started("script", ["-qefc", serve, "/dev/null"]);
  await expect.poll(isInUse, { timeout: 30_000 }).toBe(true);
  terminal.kill("SIGKILL");
  await expect.poll(isInUse, { timeout: 30_000 }).toBe(false);
});
