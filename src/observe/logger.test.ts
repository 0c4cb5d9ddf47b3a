import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { createLogger, type LogFields, type LoggerOptions } from "./logger.ts";

function recordingLogger(options: Partial<LoggerOptions>): {
  logger: ReturnType<typeof createLogger>;
  lines: string[];
} {
  const lines: string[] = [];
  return {
    lines,
    logger: createLogger({ level: "info", format: "json", write: (line) => lines.push(line), ...options }),
  };
}

test("a line is one JSON object with level, time, message and fields", () => {
  const { logger, lines } = recordingLogger({});
  logger.warn("not published", { path: "a\nb.txt", code: "EMPTY_FILE" });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    level: "warn",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    path: "a\nb.txt",
    code: "EMPTY_FILE",
    msg: "not published",
  });
});

test("fields that were not agreed on do not compile", () => {
  // @ts-expect-error: `filename` is not a field.
  const fields: LogFields = { filename: "a.txt" };
  expect(fields).toBeDefined();
});

test("characters that steer a terminal are escaped in a line of JSON, and the same for who parses it", () => {
  const { logger, lines } = recordingLogger({});
  const path = "a\u009B31m\u007F\u0085\u001B[2J\u202E\u2028\u200B\u{E0041}中👍.txt";
  logger.warn(path, { path });
  expect(lines[0]).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}](?!$)/u);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: path, path });
  expect(lines[0]).toContain("中👍.txt");
});

test("an error is logged with its message and stack", () => {
  const { logger, lines } = recordingLogger({});
  logger.error("scan failed", { err: new Error("no such disk") });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ err: { message: "no such disk", stack: expect.any(String) } });
});

test("another level takes effect at once", () => {
  const { logger, lines } = recordingLogger({});
  logger.debug("unheard");
  logger.setLevel("debug");
  logger.debug("heard", { outlet: "nyt-zh", count: 3 });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ outlet: "nyt-zh", count: 3, msg: "heard" }),
  ]);
});

test("people get the time of day, the message, the fields and the stack", () => {
  const { logger, lines } = recordingLogger({ format: "human" });
  logger.info("ready", { url: "http://localhost:8080", count: 5 });
  logger.error("stopped", { err: new Error("no such disk"), path: "a\u001B[2J" });
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}ready {2}url=http:\/\/localhost:8080 {2}count=5\n$/);
  expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d error stopped {2}path=a\\u\{1b\}\[2J\n {2}Error: no such disk\n {6}at /);
});

const loggerUrl = JSON.stringify(new URL("logger.ts", import.meta.url).href);
const logMuchAndExit = `(async () => {
  const { createLogger } = await import(${loggerUrl});
  const logger = createLogger({ level: "info", format: "auto" });
  for (let count = 1; count <= 2000; count++) logger.info("line", { count });
  process.exit();
})()`;
const sameInThread = `new (require("node:worker_threads").Worker)(${JSON.stringify(logMuchAndExit)}, { eval: true })`;

test.each([
  ["process", logMuchAndExit],
  ["worker thread", sameInThread],
])("no line is lost when a %s ends at once", (_, program) => {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout.trimEnd().split("\n")).toHaveLength(2000);
});
