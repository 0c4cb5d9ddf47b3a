import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { articleText, createWorkplace, type Workplace } from "./workplace.ts";
import { root } from "../../root.ts";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("seeds/a.txt", articleText("https://www.dw.com/zh/a-1"));
  place.write("seeds/b.txt", "");
});

/** Starts the daemon, stops it once its first scan is told, and returns its lines and exit code. */
async function serveUntilFound(...args: readonly string[]): Promise<{ lines: string[]; code: unknown }> {
  const command = [join(root, "src/main.ts"), "serve", "--port", "0", ...args];
  const child = spawn(process.execPath, command, { cwd: place.path, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.includes("Found ")) child.kill("SIGTERM");
  }
  const [code] = await exited;
  return { lines, code };
}

test("people are told where the feeds are and what was found, and a signal ends the daemon", async () => {
  const { lines, code } = await serveUntilFound("--log-format", "human");
  expect(code).toBe(0);
  const text = lines.join("\n");
  expect(text).toMatch(/^Pages: http:\/\/localhost:\d+\/$/m);
  expect(text).toMatch(/^Feeds: http:\/\/localhost:\d+\/feeds\/all\/rss\.xml/m);
  expect(text).toContain("set the public one with --public-url URL");
  expect(text).toMatch(/^Found 1 article in \d files?: .* 1/m);
});

test("an empty archive is told with what to do, on the terminal and on the first page", async () => {
  const command = [join(root, "src/main.ts"), "serve", "--port", "0", "--seeds", "nothing", "--log-format", "human"];
  const child = spawn(process.execPath, command, { cwd: place.path, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.startsWith("Or see")) break;
  }
  expect(lines.slice(-5)).toEqual([
    "Found 0 articles in 0 files",
    `The archive ${join(place.path, "nothing")} is missing. It is read as soon as it is there`,
    `Put article files into ${join(place.path, "nothing")}: they are published as they come`,
    "No article files? Take some from a feed of the web: feedmill fetch add URL, then feedmill fetch",
    "Or see feedmill with sample articles: feedmill demo",
  ]);
  const [pages = ""] = lines.flatMap((line) => /^Pages: (.+)$/.exec(line)?.[1] ?? []);
  expect(await (await fetch(`${pages}en/`)).text()).toContain("Put article files into the archive directory");
});

test("programs get lines of JSON and nothing else", async () => {
  const { lines, code } = await serveUntilFound("--public-url", "https://news.example/feeds");
  expect(code).toBe(0);
  const messages: unknown[] = lines.map((line) => JSON.parse(line));
  expect(messages).toContainEqual(expect.objectContaining({ level: "info", url: "https://news.example/feeds" }));
  expect(lines.join("\n")).not.toContain("--public-url");
});

test("a mistake in a profile keeps the daemon from starting, and is told", () => {
  place.write("outlets/garden.yaml", "id: garden\n");
  const { code, err } = place.run("serve", "--port", "0", "--outlets", "outlets");
  expect(code).toBe(1);
  expect(err).toContain("garden.yaml");
});

test("a port that is taken is told as such", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { code, err } = place.run("serve", "--port", String(port));
  other.close();
  expect(code).toBe(1);
  expect(err).toContain(`feedmill: Port ${port} of 127.0.0.1 is already in use.`);
});
