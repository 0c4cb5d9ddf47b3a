import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

function start(env: Readonly<Record<string, string>>): Promise<DaemonProcess> {
  return startDaemon(["--seeds", join(root, "seeds"), "--data", join(temporaryDirectory(), "data")], env);
}

/** The statuses of a page that is made, asked for at once by so many readers that a proxy names. */
async function statusesOf(daemon: DaemonProcess, readers: number): Promise<readonly number[]> {
  const asked = Array.from({ length: readers }, (_, index) =>
    daemon.fetch(`/search?q=${index}`, { "X-Forwarded-For": `203.0.113.${index}` }),
  );
  return (await Promise.all(asked)).map(({ status }) => status);
}

test("readers behind a proxy that is trusted are many, and behind another they are one, which the log tells", async () => {
  await using bridged = await start({ FEEDMILL_TRUSTED_PROXIES: "192.0.2.0/24" });
  expect(await statusesOf(bridged, 100)).toContain(429);
  expect(await bridged.line("trusted-proxies")).toContain("127.0.0.1 asks for others");

  const container = readFileSync(join(root, "packaging/Containerfile"), "utf8");
  const [, trusted = ""] = /FEEDMILL_TRUSTED_PROXIES=(\S+)/.exec(container) ?? [];
  expect(trusted.split(",")).toContain("private");
  expect(await statusesOf(await start({ FEEDMILL_TRUSTED_PROXIES: trusted }), 100)).not.toContain(429);
});
