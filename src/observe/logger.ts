import { isatty } from "node:tty";
import { destination, pino, stdTimeFunctions } from "pino";
import { printable, printableJson } from "../lib/text/printable.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** The fields that a line may have besides its message. The list is closed, so that lines can be searched for years. */
export interface LogFields {
  readonly path?: string;
  readonly outlet?: string;
  readonly article?: string;
  readonly code?: string;
  readonly durationMs?: number;
  readonly count?: number;
  readonly total?: number;
  readonly url?: string;
  /** Of a subscriber, whose whole address is a secret of its own. */
  readonly host?: string;
  readonly pid?: number;
  readonly signal?: string;
  readonly err?: unknown;
}

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Takes effect at once. */
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
  const log = pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line) => writeLine(isHuman ? formatHumanLine(line) : printableJson(line)) },
  );
  return {
    debug: (message, fields) => log.debug({ ...fields }, message),
    info: (message, fields) => log.info({ ...fields }, message),
    warn: (message, fields) => log.warn({ ...fields }, message),
    error: (message, fields) => log.error({ ...fields }, message),
    setLevel: (newLevel) => {
      log.level = newLevel;
    },
  };
}

function standardOutputWriter(): (line: string) => void {
  const stream = destination({ fd: standardOutput, sync: true });
  return (line) => stream.write(line);
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
