import { type Command, commands, type Flag } from "../commands.ts";
import { commonFlags, settingFlags } from "../help.ts";

/** What a shell offers where a value stands. */
export type CompletedValues =
  | { readonly kind: "files" | "directories" | "nothing" }
  | { readonly kind: "words"; readonly words: readonly string[] };

/**
 * Reads from a usage, e.g. `[add URL | list]` or `main|both`, what can be completed: words in lower case as they are, the
 * names of commands for COMMAND, files for FILE and PATH, directories for DIR.
 */
export function completedValues(usage: string): CompletedValues {
  const parts = usage.split(/[\s|[\]…]+/);
  const words = parts.filter((part) => /^[a-z][a-z-]*$/.test(part));
  if (parts.includes("COMMAND")) words.push(...commands.map(({ name }) => name));
  if (words.length > 0) return { kind: "words", words };
  if (parts.includes("FILE") || parts.includes("PATH")) return { kind: "files" };
  return { kind: parts.includes("DIR") ? "directories" : "nothing" };
}

/** The flags that make a difference to a command. */
export function flagsOf(command: Command): readonly Flag[] {
  return [...command.flags, ...settingFlags(command), ...commonFlags];
}

/** The ways to type a flag: `-h` and `--help`, or `--offline` and `--no-offline`. */
export function spellings({ name, short, canBeOff }: Flag): readonly string[] {
  return [...(short === undefined ? [] : [`-${short}`]), `--${name}`, ...(canBeOff === true ? [`--no-${name}`] : [])];
}
