import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory of its own for one test. It goes when all tests are over, with all that they wrote. */
export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), "feedmill-"));
}
