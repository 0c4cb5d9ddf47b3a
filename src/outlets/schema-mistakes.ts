import type { z } from "zod";
import { nearestWord } from "../lib/text/nearest-word.ts";
import type { Mistake } from "../model/mistake.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** How what was checked is spoken of. */
export interface CheckedFile {
  /** Where a path stands, for people; empty for the whole. */
  readonly placeOf: (path: Path) => string;
  /** The keys that the mapping at a path may have. */
  readonly knownKeys: (path: Path) => readonly string[];
}

/** What zod found wrong, in words for whoever wrote it. */
export function schemaMistakes(issues: readonly Issue[], file: CheckedFile): readonly Mistake[] {
  return issues.flatMap((issue) => issueMistakes(issue, [], file));
}

function issueMistakes(issue: Issue, above: Path, file: CheckedFile): Mistake[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const known = file.knownKeys(path);
    return issue.keys.map((key) => ({ where: file.placeOf([...path, key]), message: unknownKey(key, known) }));
  }
  if (issue.code === "invalid_key") return issue.issues.flatMap((one) => issueMistakes(one, path, file));
  if (issue.code === "invalid_union") {
    // Where the kind of value fits one of the alternatives, that one was meant, and what is wrong is further inside.
    const meant = issue.errors.find((inner) => !inner.some(isOfAnotherKind));
    if (meant) return meant.flatMap((one) => issueMistakes(one, path, file));
  }
  return [{ where: file.placeOf(path), message: issue.message }];
}

function isOfAnotherKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestWord(key, known);
  return nearest === undefined
    ? `There is no such key. There are ${known.join(", ")}.`
    : `There is no such key. Did you mean \`${nearest}\`?`;
}

/** `select.time[0]` */
export function formatKeyPath(path: Path): string {
  const key = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return key.slice(key.startsWith(".") ? 1 : 0);
}
