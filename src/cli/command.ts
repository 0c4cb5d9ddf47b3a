import type { Config, ConfigSources } from "../config/config.ts";
import type { FlagValues } from "../config/given-values.ts";

/** A flag as the command line knows it. Without a placeholder it takes no value. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly placeholder?: string;
  readonly help: string;
  readonly isList?: boolean;
  /** The command cannot do without it. */
  readonly isNeeded?: boolean;
}

/** One line of `feedmill --help`. The command's module is loaded when it is run. */
export interface Command {
  readonly name: string;
  /** What follows the name, e.g. `[PATH…]`; the number of operands it may have. */
  readonly operands: { readonly usage: string; readonly least: number; readonly most: number };
  readonly summary: string;
  readonly flags: readonly Flag[];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

export interface CommandContext {
  readonly config: Config;
  /** For reading the settings anew: the same flags and environment, and the file as it then is. */
  readonly sources: ConfigSources;
  readonly operands: readonly string[];
  readonly flags: FlagValues;
  readonly version: string;
}

/** Resolves with the exit code; throws `Failure` for what a person should be told. */
export type RunCommand = (context: CommandContext) => Promise<number>;
