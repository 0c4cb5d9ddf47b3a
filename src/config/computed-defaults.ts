import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ListenAddress } from "./listen-address.ts";
import type { Known } from "./option.ts";

/** Without a port where it is not known yet, or is the usual one. */
export function localUrl(address: ListenAddress): string {
  return "path" in address || address.port === 80 ? "http://localhost" : `http://localhost:${address.port}`;
}

/** The profiles beside the configuration file, else those shipped. */
export function findOutlets({ configFile, packageRoot }: Known): string {
  const beside = join(dirname(configFile), "outlets");
  return existsSync(beside) ? beside : join(packageRoot, "config", "outlets");
}
