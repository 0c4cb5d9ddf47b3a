import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ControlFile } from "../ingest/control-files.ts";

/** Leaves a control file for the daemon of a data directory, which takes it away once it has done what it says. */
export function askDaemon(dataDirectory: string, name: ControlFile, content = ""): void {
  writeFileSync(join(dataDirectory, name), content);
}
