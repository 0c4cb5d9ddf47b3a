import type { Bench } from "./bench.ts";
import type { Estimate } from "./statistics.ts";

/** One line of the results. */
export interface Measured {
  readonly figure: string;
  /** Article files in the archive, where the figure depends on them. */
  readonly files?: number;
  readonly against: string;
  readonly estimate: Estimate;
  readonly unit: Unit;
  readonly target?: Target;
  /** What else was seen, in a few words. */
  readonly note?: string;
  /** What keeps the figure where it is; shown where the target is missed. */
  readonly limit?: string;
}

export interface Skipped {
  readonly figure: string;
  readonly files?: number;
  /** Why there is no figure, as a sentence. */
  readonly skipped: string;
}

export type Row = Measured | Skipped;

export type Unit = "×" | "ms" | "s" | "%" | "MB" | "/s";

export type Target = { readonly least: number } | { readonly most: number };

/** Measures one figure, or several that are measured together. */
export type Measurement = (bench: Bench) => Promise<readonly Row[]>;

export function isMet({ estimate, target }: Measured): boolean | undefined {
  if (target === undefined) return undefined;
  return "least" in target ? estimate.median >= target.least : estimate.median <= target.most;
}
