import type { Config } from "../config/config.ts";
import { createLogger, type Logger } from "../observe/logger.ts";

/** The logger of a command that does its work itself: warnings and errors, on standard error, beside its answer. */
export function createWarningLogger({ logFormat: format }: Pick<Config, "logFormat">): Logger {
  return createLogger({ level: "warn", format, write: (line) => process.stderr.write(line) });
}
