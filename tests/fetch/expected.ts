import { join } from "node:path";

/** The golden directory: article files as they are to be written, and the log of requests. */
export const expectedDirectory = join(import.meta.dirname, "expected");
export const logName = "requests.log";
