import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { ServiceManager } from "./service-manager.ts";

/** An environment whose `systemd-notify` writes its arguments to a file, a line for each call, while a gate is open. */
function notifiedEnvironment(): { env: NodeJS.ProcessEnv; told: () => string; openGate: () => void } {
  const directory = temporaryDirectory();
  const [gate, open] = [join(directory, "gate"), join(directory, "open")];
  execFileSync("mkfifo", [gate]);
  const script = `#!/bin/sh\necho "$*" >> '${directory}/told'\n[ -e '${open}' ] || read _ < '${gate}'\n`;
  writeFileSync(join(directory, "systemd-notify"), script, { mode: 0o755 });
  const told = join(directory, "told");
  return {
    env: { NOTIFY_SOCKET: "/run/notify", WATCHDOG_USEC: "30000", PATH: `${directory}:${process.env["PATH"]}` },
    told: () => (existsSync(told) ? readFileSync(told, "utf8") : ""),
    openGate: () => {
      writeFileSync(open, "");
      writeFileSync(gate, "\n");
    },
  };
}

test("news that comes up while the manager is told is told in one message, the latest of each kind", async () => {
  const { env, told, openGate } = notifiedEnvironment();
  const manager = new ServiceManager(env, () => undefined);
  onTestFinished(() => manager.close());
  manager.take({ kind: "reading", done: 0, total: 3 });
  manager.take({ kind: "reading", done: 1, total: 3 });
  manager.take({ kind: "reading", done: 2, total: 3 });
  await vi.waitUntil(() => told() !== "");
  openGate();
  await vi.waitUntil(() => told().includes("2 of 3"));
  expect(told()).toBe("STATUS=Reading files: 0 of 3.\nSTATUS=Reading files: 2 of 3.\n");
  manager.watch(async () => undefined);
  await vi.waitUntil(() => told().includes("WATCHDOG=1\nWATCHDOG=1\n"));
});

test("a manager that cannot be told is reported once", async () => {
  const failures: Error[] = [];
  const env = { NOTIFY_SOCKET: "/run/notify", PATH: "/nowhere" };
  const manager = new ServiceManager(env, (error) => failures.push(error));
  for (let done = 0; done < 3; done++) {
    manager.take({ kind: "reading", done, total: 3 });
    await vi.waitUntil(() => failures.length > 0);
  }
  expect(failures).toEqual([expect.objectContaining({ code: "ENOENT" })]);
});

test("without a manager nobody is told, and no sign of life is wanted", () => {
  const manager = new ServiceManager({ WATCHDOG_USEC: "3000000" }, (error) => expect.fail(error.message));
  manager.take({ kind: "reading", done: 0, total: 3 });
  manager.watch(() => expect.fail("asked"));
});

test("a sign of life is asked for at a third of the time allowed, and not while an answer is waited for", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const answers = vi.fn<() => Promise<void>>(async () => undefined);
  const env = { NOTIFY_SOCKET: "/run/notify", WATCHDOG_USEC: "30000", PATH: "/bin" };
  const manager = new ServiceManager(env, () => undefined);
  manager.watch(answers);
  await vi.advanceTimersByTimeAsync(20);
  expect(answers).toHaveBeenCalledTimes(2);

  const late = Promise.withResolvers<undefined>();
  answers.mockReturnValueOnce(late.promise);
  await vi.advanceTimersByTimeAsync(1000);
  expect(answers).toHaveBeenCalledTimes(3);
  late.resolve(undefined);
  await vi.advanceTimersByTimeAsync(10);
  expect(answers).toHaveBeenCalledTimes(4);

  manager.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(answers).toHaveBeenCalledTimes(4);
});
