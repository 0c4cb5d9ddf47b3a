import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Has everything that tests write to the temporary directory lie in one directory, which goes when they are over. */
export function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), "feedmill-tests-"));
  process.env["TMPDIR"] = directory;
  return () => rmSync(directory, { recursive: true, force: true });
}
