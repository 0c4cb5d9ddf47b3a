import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { generalHelp } from "../../../src/cli/help.ts";
import { createWorkplace, type Workplace } from "./workplace.ts";
import { root } from "../../root.ts";

let place: Workplace;

beforeEach(() => {
  place = createWorkplace();
});

describe("help and version", () => {
  test.each([[["help"]], [["--help"]], [["-h"]]])("%j lists every command", (args) => {
    expect(place.run(...args)).toEqual({ code: 0, out: `${generalHelp(100)}\n`, err: "" });
  });

  test.each([[["help", "check"]], [["check", "--help"]], [["check", "more", "-h"]]])("%j is about check", (args) => {
    const { code, out, err } = place.run(...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Usage: feedmill check [PATH…]");
    expect(out).toContain("--seeds DIR");
    expect(out).not.toContain("--port");
  });

  test("help does not need a configuration that is right", () => {
    place.write("config/feedmill.yaml", "tittle: x\n");
    expect(place.run("help", "serve").code).toBe(0);
    expect(place.run("help", "chekc").err).toBe("feedmill: There is no command chekc.\nTry: feedmill check\n");
  });

  test.each([[["--version"]], [["-v"]], [["check", "--version"]]])("%j prints the version", (args) => {
    const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(place.run(...args)).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });
});

test.each([
  ["check --help", "", "0"],
  ["check --jsn", "2>&1 >/dev/null", "2"],
])("nobody reading on changes nothing: %s %s", (args, redirection, code) => {
  const feedmill = `exec "${process.execPath}" src/main.ts ${args}`;
  const command = `(${feedmill}) ${redirection} | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { cwd: root, encoding: "utf8" });
  expect({ stdout, stderr }).toEqual({ stdout: `${code}\n`, stderr: "" });
});

describe("mistakes in use exit with 2", () => {
  test.each([
    [[], "feedmill: There is no command.\nTry: feedmill help\n"],
    [["chekc"], "feedmill: There is no command chekc.\nTry: feedmill check\n"],
    [["zebra"], "feedmill: There is no command zebra.\nTry: feedmill help\n"],
    [
      ["check", "--jsn"],
      "feedmill: There is a mistake:\n  --jsn: There is no such flag. Did you mean --json?\nTry: feedmill help check\n",
    ],
    [
      ["config", "--out", "x"],
      "feedmill: There is a mistake:\n  --out: The command config has no such flag.\nTry: feedmill help config\n",
    ],
    [
      ["help", "--title", "x"],
      "feedmill: There is a mistake:\n  --title: The command help has no such flag.\nTry: feedmill help help\n",
    ],
    [
      ["config", "more"],
      "feedmill: There is a mistake:\n  more: This is one argument too many.\nTry: feedmill help config\n",
    ],
    [["explain"], "feedmill: There is a mistake:\n  explain: This needs FILE.\nTry: feedmill help explain\n"],
    [["build"], "feedmill: There is a mistake:\n  build: This needs --out DIR.\nTry: feedmill help build\n"],
  ])("%j", (args, err) => {
    expect(place.run(...args)).toEqual({ code: 2, out: "", err });
  });

  test("flags and settings are judged together", () => {
    place.write("config/feedmill.yaml", "tittle: x\n");
    const { code, err } = place.run("config", "--jsno", "--port", "http", "--title", "--data");
    expect(code).toBe(2);
    expect(err).toBe(
      [
        "feedmill: There are 4 mistakes:",
        "  --jsno: There is no such flag. Did you mean --json?",
        "  --title: This needs a value: --title TEXT.",
        "  config/feedmill.yaml:1: tittle: There is no such setting. Did you mean `title`?",
        '  --port: This must be a whole number from 0 to 65535, not "http".',
        "Try: feedmill help config\n",
      ].join("\n"),
    );
  });
});

describe("config", () => {
  test("shows every setting and where it came from", () => {
    const { code, out } = place.run("config", "--port", "9", "--no-archive-keep", "--seeds", "a", "--seeds=b");
    expect(code).toBe(0);
    expect(out).toMatch(/^listen +127\.0\.0\.1:9 +flag --port$/m);
    expect(out).toMatch(/^archive\.keep +false +flag --archive-keep$/m);
    expect(out).toMatch(/^max-age +300 +default$/m);
    expect(out).toContain(JSON.stringify([join(place.path, "a"), join(place.path, "b")]));
  });

  test("answers in JSON", () => {
    const settings: Record<string, unknown> = JSON.parse(place.run("config", "--json").out);
    expect(settings["public-url"]).toEqual({ value: "http://localhost:8080", origin: "default" });
  });
});
