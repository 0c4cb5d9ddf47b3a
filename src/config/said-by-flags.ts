import { flagOf, type OptionFacts } from "./option.ts";
import { optionList } from "./options.ts";
import type { Said } from "./said.ts";

export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What the command line says, by option key. */
export function saidByFlags(flags: FlagValues, cwd: string): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>();
  for (const option of optionList) {
    const flag = `--${flagOf(option)}`;
    const value = flags[flagOf(option)];
    if (value === undefined) continue;
    said.set(option.key, { value: fromFlag(option, value), origin: `flag ${flag}`, where: flag, base: cwd });
  }
  return said;
}

function fromFlag(option: OptionFacts, value: string | boolean | readonly string[]): unknown {
  return typeof value === "string" && option.fromText && !option.isList ? option.fromText(value) : value;
}
