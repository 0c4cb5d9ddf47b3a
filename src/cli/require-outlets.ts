import { resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { loadOutlets } from "../config/load-outlets.ts";
import type { FlagValues } from "../config/given-values.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { describeMistakes } from "./describe-mistakes.ts";
import { Failure } from "./failure.ts";

/** The outlets that are configured, with the profile that `--profile` names among them. Throws `Failure`. */
export function requireOutlets(config: Config, flags: FlagValues): Outlets {
  const { profile } = flags;
  const outlets = loadOutlets(config, typeof profile === "string" ? resolve(profile) : undefined);
  if (outlets.ok) return outlets.value;
  throw new Failure(describeMistakes(outlets.mistakes));
}
