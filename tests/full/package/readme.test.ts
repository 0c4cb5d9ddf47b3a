import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { commands } from "../../../src/cli/commands.ts";
import { generalHelp } from "../../../src/cli/help.ts";
import { freePort } from "../../free-port.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");

test("the command line as the README calls it lists every command", () => {
  expect(readme).toContain("`npm run -s feedmill -- COMMAND`");
  const help = execFileSync("npm", ["run", "-s", "feedmill", "--", "--help"], { cwd: root, encoding: "utf8" });
  expect(help.trimEnd()).toBe(generalHelp(100));
  expect(commands.filter(({ name }) => !help.includes(`\n  ${name} `))).toEqual([]);
});

test("npm ci warns of nothing, whatever Node the machine has", () => {
  const place = temporaryDirectory();
  for (const name of [".npmrc", "package.json", "package-lock.json"]) copyFileSync(join(root, name), join(place, name));
  // The path without the Node that npm scripts run on.
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((each) => !each.includes("node_modules"));
  const { status, stderr } = spawnSync("npm", ["ci", "--dry-run", "--offline", "--no-update-notifier"], {
    cwd: place,
    env: { HOME: place, PATH: path.join(delimiter) },
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

/** The README's indented block that begins with this text, without its indentation. */
function blockOf(start: string): readonly string[] {
  const block = /(?: {4}.*\n)+/.exec(readme.slice(readme.indexOf(`    ${start}`)))?.[0] ?? "";
  return block
    .trimEnd()
    .split("\n")
    .map((line) => line.slice(4));
}

/** Starts feedmill as a new user does, on ports of its own: what it prints, to the line that says what it found. */
async function startOnSamples(port: number, adminPort: number): Promise<readonly string[]> {
  const settings = ["--log-format", "human", "--port", String(port), "--data", temporaryDirectory()];
  const listener = ["--admin-listen", `127.0.0.1:${adminPort}`];
  const daemon = spawn(process.execPath, ["src/main.ts", "serve", ...settings, ...listener], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(daemon, "exit");
  onTestFinished(async () => {
    daemon.kill("SIGKILL");
    await exited;
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: daemon.stdout })) {
    lines.push(line);
    if (line.startsWith("Found ")) break;
  }
  return lines;
}

/** Of the lines that a document shows, those that are not printed in this order. An ellipsis stands for anything. */
function notPrinted(shown: readonly string[], printed: readonly string[]): readonly string[] {
  let from = 0;
  return shown.filter((line) => {
    const parts = line.split("…").map((part) => RegExp.escape(part));
    const pattern = new RegExp(`^${parts.join(".*")}$`);
    const at = printed.findIndex((candidate, index) => index >= from && pattern.test(candidate));
    from = at === -1 ? from : at + 1;
    return at === -1;
  });
}

test("a new user sees what the README shows", async () => {
  const port = await freePort();
  const adminPort = await freePort();
  const asShown = (line: string): string =>
    line.replaceAll(`:${port}`, ":8080").replaceAll(`:${adminPort}`, ":8081").replaceAll(root, "/home/you/feedmill");
  const printed = await startOnSamples(port, adminPort);
  const started = blockOf("feedmill 0");
  expect(started.length).toBeGreaterThan(3);
  expect(notPrinted(started, printed.map(asShown))).toEqual([]);

  const [, ...fetched] = blockOf("$ curl http://localhost:8080/feeds/all/rss.xml");
  expect(fetched.length).toBeGreaterThan(3);
  const feed = await (await fetch(`http://localhost:${port}/feeds/all/rss.xml`)).text();
  expect(notPrinted(fetched, feed.split("\n").map(asShown))).toEqual([]);
});
