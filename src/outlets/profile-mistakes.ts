import type { z } from "zod";
import { nearestWord } from "../lib/text/nearest-word.ts";
import type { Mistake } from "../model/mistake.ts";
import { knownKeys } from "./profile-schema.ts";

type Issue = z.core.$ZodIssue;

/** What zod found wrong with a profile, in words for whoever wrote it. */
export function profileMistakes(issues: readonly Issue[], where: string): readonly Mistake[] {
  return issues.flatMap((issue) => issueMistakes(issue, [], where));
}

function issueMistakes(issue: Issue, above: readonly PropertyKey[], where: string): Mistake[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ where: place(where, [...path, key]), message: unknownKey(key, path) }));
  }
  if (issue.code === "invalid_union") {
    // Where the kind of value fits one of the alternatives, that one was meant, and what is wrong is further inside.
    const meant = issue.errors.find((inner) => !inner.some(isOfAnotherKind));
    if (meant) return meant.flatMap((one) => issueMistakes(one, path, where));
  }
  return [{ where: place(where, path), message: issue.message }];
}

function isOfAnotherKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const known = knownKeys(path);
  const nearest = nearestWord(key, known);
  return nearest === undefined
    ? `There is no such key. There are ${known.join(", ")}.`
    : `There is no such key. Did you mean \`${nearest}\`?`;
}

/** `FILE: select.time[0]` */
function place(where: string, path: readonly PropertyKey[]): string {
  const key = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return key === "" ? where : `${where}: ${key.slice(1)}`;
}
