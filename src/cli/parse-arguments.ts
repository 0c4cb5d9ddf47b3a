import { parseArgs } from "node:util";
import type { FlagValues } from "../config/given-values.ts";
import { nearestWord } from "../lib/text/nearest-word.ts";
import type { Mistake } from "../model/mistake.ts";
import type { Flag } from "./commands.ts";

export interface ParsedArguments {
  readonly operands: readonly string[];
  readonly flags: FlagValues;
  readonly mistakes: readonly Mistake[];
}

/**
 * Takes a command line apart. A flag without a placeholder is true when given, false as `--no-…`; `--flag=yes` is
 * passed on as text. All mistakes are reported, unknown flags with the nearest known one.
 */
export function parseArguments(argv: readonly string[], known: readonly Flag[]): ParsedArguments {
  const byName = new Map(known.map((flag) => [flag.name, flag]));
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(known.map((flag) => [flag.name, parserOption(flag)])),
    strict: false,
    allowPositionals: true,
    allowNegative: true,
    tokens: true,
  });
  const operands: string[] = [];
  const flags: Record<string, string | boolean | string[]> = {};
  const mistakes: Mistake[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const flag = byName.get(token.name);
    const where = token.rawName;
    const value = flag?.placeholder === undefined ? (token.value ?? !token.rawName.startsWith("--no-")) : token.value;
    const isNextFlag = token.inlineValue === false && token.value.startsWith("--");
    if (!flag) {
      mistakes.push({ where, message: unknownFlag(token.name, [...byName.keys()]) });
    } else if (value === undefined || isNextFlag) {
      mistakes.push({ where, message: `This needs a value: --${flag.name} ${flag.placeholder ?? ""}.` });
    } else if (flag.isList === true && typeof value === "string") {
      const earlier = flags[flag.name];
      flags[flag.name] = Array.isArray(earlier) ? [...earlier, value] : [value];
    } else if (flag.name in flags) {
      mistakes.push({ where, message: "This is given twice. Keep one of the two." });
    } else {
      flags[flag.name] = value;
    }
  }
  return { operands, flags, mistakes };
}

function parserOption(flag: Flag): { type: "string" | "boolean"; short?: string } {
  const type = flag.placeholder === undefined ? "boolean" : "string";
  return flag.short === undefined ? { type } : { type, short: flag.short };
}

function unknownFlag(name: string, known: readonly string[]): string {
  const nearest = nearestWord(name, known);
  return nearest ? `There is no such flag. Did you mean --${nearest}?` : "There is no such flag.";
}
