import type { Result } from "./result.ts";

/** One thing wrong in a configuration or an outlet's profile. All of them are reported at once. */
export interface Mistake {
  /** File and key, or flag, or environment variable: `config/feedmill.yaml: listen.port`. */
  readonly where: string;
  /** A sentence: what is wrong, and what would be right. */
  readonly message: string;
}

/** A value, or everything that is wrong with it. */
export type Checked<T> = Result<T, { readonly mistakes: readonly Mistake[] }>;
