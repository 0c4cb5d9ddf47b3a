import { resolve } from "node:path";
import type { z } from "zod";

/** What there is to know of an option, whatever its values are. */
export interface OptionFacts {
  /** Path in the file, dots between levels. The flag and the variable are named after it. */
  readonly key: string;
  /** One phrase for `--help`, the published schema and the documents. */
  readonly help: string;
  /** What a good value is, to complete "must be …". */
  readonly expected: string;
  /** Stands for the value in usage lines, e.g. `DIR`; absent for a yes or no. */
  readonly placeholder?: string;
  /** Checks a value as the file would hold it. */
  readonly type: z.ZodType;
  /** As the file would hold it. */
  readonly default?: string | number | boolean | readonly string[];
  /** Where the default is computed: what it comes to. */
  readonly defaultNote?: string;
  /** True where an edit of the file takes effect at once, false where it waits for a restart. */
  readonly reloads: boolean;
  /** The flag may be given several times. */
  readonly isList?: true;
  /** There is a flag and a variable, but no key: the file cannot say where it is itself. */
  readonly isOutsideFile?: true;
  /** Makes of a flag's or a variable's text what the file would hold. */
  readonly fromText?: (text: string) => unknown;
}

/** One thing an operator can say, in the configuration file, the environment or a flag. */
export interface Option<T> extends OptionFacts {
  readonly type: z.ZodType<T>;
  /** Makes relative paths absolute: `base` is the working directory, or the file's own. */
  readonly place?: (value: T, base: string) => T;
}

/** Ties the types of an option's parts together. */
export function option<T>(declared: Option<T>): Option<T> {
  return declared;
}

/** `place` of an option that is one path. */
export function placePath(path: string, base: string): string {
  return resolve(base, path);
}

export function flagOf({ key }: Pick<OptionFacts, "key">): string {
  return key.replaceAll(".", "-");
}

export function variableOf({ key }: Pick<OptionFacts, "key">): string {
  return `FEEDMILL_${key.toUpperCase().replaceAll(/[.-]/g, "_")}`;
}
