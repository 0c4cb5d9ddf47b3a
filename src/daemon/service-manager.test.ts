import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { findServiceManager } from "./service-manager.ts";

/** An environment whose `systemd-notify` writes its arguments to a file, a line for each call, while a gate is open. */
function notifiedEnvironment(): { env: NodeJS.ProcessEnv; told: () => string; openGate: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "feedmill-notify-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const script = `#!/bin/sh\necho "$*" >> '${directory}/told'\nuntil [ -e '${directory}/open' ]; do sleep 0.01; done\n`;
  writeFileSync(join(directory, "systemd-notify"), script, { mode: 0o755 });
  const told = join(directory, "told");
  return {
    env: { NOTIFY_SOCKET: "/run/notify", WATCHDOG_USEC: "3000000", PATH: `${directory}:${process.env["PATH"]}` },
    told: () => (existsSync(told) ? readFileSync(told, "utf8") : ""),
    openGate: () => writeFileSync(join(directory, "open"), ""),
  };
}

test("what comes up while the manager is told is told in one message, the latest of each kind", async () => {
  const { env, told, openGate } = notifiedEnvironment();
  const manager = findServiceManager(env, (error) => expect.fail(error.message));
  manager.ready();
  manager.status("Reading files: 1 of 3.");
  manager.status("Reading files: 2 of 3.");
  manager.ping();
  await vi.waitUntil(() => told() !== "");
  openGate();
  await vi.waitUntil(() => told().includes("WATCHDOG"));
  expect(told()).toBe("READY=1\nSTATUS=Reading files: 2 of 3. WATCHDOG=1\n");
  expect(manager.pingEveryMs).toBe(1000);
});

test("a manager that cannot be told is reported once", async () => {
  const failures: Error[] = [];
  const manager = findServiceManager({ NOTIFY_SOCKET: "/run/notify", PATH: "/nowhere" }, (error) =>
    failures.push(error),
  );
  for (let turn = 0; turn < 3; turn++) {
    manager.ready();
    await vi.waitUntil(() => failures.length > 0);
  }
  expect(failures).toEqual([expect.objectContaining({ code: "ENOENT" })]);
});

test("without a manager nobody is told, and no sign of life is wanted", () => {
  const manager = findServiceManager({ WATCHDOG_USEC: "3000000" }, (error) => expect.fail(error.message));
  manager.ready();
  expect(manager.pingEveryMs).toBeUndefined();
});
