import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of feedmill, from its own package.json. */
export function packageVersion(packageRoot: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  return typeof manifest === "object" && manifest && "version" in manifest ? String(manifest.version) : "unknown";
}
