import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { freePort } from "../../free-port.ts";
import { root } from "../../root.ts";
import { startPushingDaemon } from "./pushing-daemon.ts";

test("feedmill fetch subscribes to what its source pushes, and has what is new without waiting for a poll", async () => {
  const pushing = await startPushingDaemon();
  const directory = temporaryDirectory();
  const [seeds, sources, port] = [join(directory, "seeds"), join(directory, "sources.yaml"), await freePort()];
  mkdirSync(seeds);
  writeFileSync(sources, `sources: [{ url: "${pushing.url}/feeds/all/rss.xml", into: first, every: 24h }]\n`);
  const places = ["--seeds", seeds, "--data", join(directory, "data"), "--sources", sources];
  const listening = ["--fetch-callback", `http://127.0.0.1:${port}/news`, "--fetch-listen", `127.0.0.1:${port}`];
  const flags = [...places, ...listening, "--fetch-allow", "loopback", "--log-level", "debug"];
  const child = spawn(process.execPath, ["src/main.ts", "fetch", ...flags], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    child.kill();
    await once(child, "exit");
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes("a hub tells what is new")) break;
  }
  child.stdout.resume();
  const title = pushing.publish();
  const folder = join(seeds, "first");
  const texts = (): string =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("");
  await expect.poll(texts, { timeout: 30_000 }).toContain(`[${title}]`);
});
