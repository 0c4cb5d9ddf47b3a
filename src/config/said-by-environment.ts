import { nearestWord } from "../lib/text/nearest-word.ts";
import type { Mistake } from "../model/mistake.ts";
import { variableOf } from "./option.ts";
import { optionList } from "./options.ts";
import type { Said } from "./said.ts";

const variables = new Set(optionList.map(variableOf));

/**
 * What the environment says, by option key. An empty variable says nothing. The environment holds other programs'
 * variables too, so an unknown one is a mistake only where it resembles one of ours.
 */
export function saidByEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): { readonly said: ReadonlyMap<string, Said>; readonly mistakes: readonly Mistake[] } {
  const said = new Map<string, Said>();
  for (const option of optionList) {
    const variable = variableOf(option);
    const text = env[variable];
    if (text === undefined || text === "") continue;
    const value = option.fromText ? option.fromText(text) : text;
    said.set(option.key, { value, origin: `environment ${variable}`, where: variable, base: cwd });
  }
  const mistakes: Mistake[] = [];
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith("FEEDMILL_") || variables.has(variable)) continue;
    const nearest = nearestWord(
      variable.slice("FEEDMILL_".length),
      [...variables].map((name) => name.slice("FEEDMILL_".length)),
    );
    if (nearest) {
      mistakes.push({ where: variable, message: `There is no such variable. Did you mean FEEDMILL_${nearest}?` });
    }
  }
  return { said, mistakes };
}
