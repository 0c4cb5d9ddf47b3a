import { nearestWord } from "../lib/text/nearest-word.ts";
import type { Mistake } from "../model/mistake.ts";
import { flagOf, variableOf } from "./option.ts";
import { optionList, retiredOptions } from "./options.ts";

/** A value that a flag, a variable or the file gives to an option. It is not checked yet. */
export interface GivenValue {
  readonly value: unknown;
  /** For `feedmill config`, e.g. `environment FEEDMILL_DATA`. */
  readonly origin: string;
  /** For mistakes, e.g. `config/feedmill.yaml:12: data`. */
  readonly where: string;
  /** Directory that relative paths in it start from. */
  readonly base: string;
}

/** By the option's key. */
export type GivenValues = ReadonlyMap<string, GivenValue>;

/** By the flag's name, e.g. `{ "max-age": "60", seeds: ["a", "b"] }`. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export function valuesFromFlags(flags: FlagValues, cwd: string): GivenValues {
  const values = new Map<string, GivenValue>();
  for (const option of optionList) {
    const flag = flagOf(option);
    const given = flags[flag];
    if (given === undefined) continue;
    const value = typeof given === "string" && !option.isList ? (option.fromText?.(given) ?? given) : given;
    values.set(option.key, { value, origin: `flag --${flag}`, where: `--${flag}`, base: cwd });
  }
  return values;
}

const prefix = "FEEDMILL_";
const retired = new Map(Array.from(retiredOptions, ([key, message]) => [variableOf({ key }), message]));
const variables = optionList.map((option) => variableOf(option).slice(prefix.length));

/**
 * An empty variable gives nothing. The environment holds other programs' variables too, so an unknown one is a mistake
 * only where it resembles one of ours.
 */
export function valuesFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): { readonly values: GivenValues; readonly mistakes: readonly Mistake[] } {
  const values = new Map<string, GivenValue>();
  for (const option of optionList) {
    const variable = variableOf(option);
    const text = env[variable];
    if (text === undefined || text === "") continue;
    const value = option.fromText ? option.fromText(text) : text;
    values.set(option.key, { value, origin: `environment ${variable}`, where: variable, base: cwd });
  }
  const mistakes = Object.keys(env).flatMap((variable): Mistake[] => {
    const name = variable.slice(prefix.length);
    if (!variable.startsWith(prefix) || variables.includes(name)) return [];
    const gone = retired.get(variable);
    if (gone !== undefined) return [{ where: variable, message: gone }];
    const nearest = nearestWord(name, variables);
    const message = `There is no such variable. Did you mean ${prefix}${nearest}?`;
    return nearest === undefined ? [] : [{ where: variable, message }];
  });
  return { values, mistakes };
}
