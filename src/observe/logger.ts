import { isatty } from "node:tty";
import { destination, pino, stdTimeFunctions, type Logger as PinoLogger } from "pino";
import { printable, printableJson } from "../lib/text/printable.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** The fields that a line may have besides its message. The list is closed, so that lines can be searched for years. */
export interface LogFields {
  readonly path?: string;
  readonly outlet?: string;
  readonly article?: string;
  readonly feed?: string;
  readonly format?: string;
  readonly code?: string;
  readonly durationMs?: number;
  readonly count?: number;
  readonly total?: number;
  readonly url?: string;
  readonly method?: string;
  readonly status?: number;
  readonly pid?: number;
  readonly signal?: string;
  readonly err?: unknown;
}

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose lines all have these fields. */
  child(fields: LogFields): Logger;
  /** Takes effect at once, for its children too. */
  setLevel(level: LogLevel): void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `auto` is `human` where standard output is a terminal, `json` otherwise. */
  readonly format: "auto" | "human" | "json";
  /** Takes whole lines, line feed included; standard output where absent. */
  readonly write?: (line: string) => void;
}

const standardOutput = 1;

/**
 * Logs one line per event, with `time` in RFC 3339. Lines are written synchronously, so that none is lost when the
 * process or a worker thread ends.
 */
export function createLogger({ level, format, write }: LoggerOptions): Logger {
  const isHuman = format === "human" || (format === "auto" && write === undefined && isatty(standardOutput));
  const writeLine = write ?? standardOutputWriter();
  const root = pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line) => writeLine(isHuman ? formatHumanLine(line) : printableJson(line)) },
  );
  return bind(root, {});
}

function standardOutputWriter(): (line: string) => void {
  const stream = destination({ fd: standardOutput, sync: true });
  return (line) => stream.write(line);
}

/** Fields are bound here and not by pino's `child`, whose level would not follow its parent's. */
function bind(root: PinoLogger, bound: LogFields): Logger {
  return {
    debug: (message, fields) => root.debug({ ...bound, ...fields }, message),
    info: (message, fields) => root.info({ ...bound, ...fields }, message),
    warn: (message, fields) => root.warn({ ...bound, ...fields }, message),
    error: (message, fields) => root.error({ ...bound, ...fields }, message),
    child: (fields) => bind(root, { ...bound, ...fields }),
    setLevel: (level) => {
      root.level = level;
    },
  };
}

/** Turns a line of JSON into one for a person: `12:24:36 info  message  path=… count=3`. */
function formatHumanLine(json: string): string {
  const { time, level, msg, err, ...fields }: Record<string, unknown> = JSON.parse(json);
  const clock = new Date(String(time)).toTimeString().slice(0, "00:00:00".length);
  const pairs = Object.entries(fields).map(([key, value]) => `  ${key}=${printable(String(value))}`);
  const line = `${clock} ${String(level).padEnd("error".length)} ${printable(String(msg))}${pairs.join("")}\n`;
  return line + errorLines(err);
}

function errorLines(err: unknown): string {
  if (err === undefined) return "";
  const hasStack = typeof err === "object" && err !== null && "stack" in err;
  return (hasStack ? String(err.stack) : JSON.stringify(err))
    .split("\n")
    .map((line) => `  ${printable(line)}\n`)
    .join("");
}
