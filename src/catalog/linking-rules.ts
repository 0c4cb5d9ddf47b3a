import { isDeepStrictEqual } from "node:util";
import type { Corrections } from "../model/story.ts";
import { noCorrections } from "../stories/corrections.ts";
import { LINKING_VERSION } from "../stories/find-parent.ts";
import { SIGNATURE_VERSION } from "../stories/signature.ts";

/** By what reports are linked. */
export interface LinkingRules {
  readonly signatures: string;
  readonly links: number;
  readonly corrections: Corrections;
}

/** The rules from now on, and what they leave to do. */
export interface RulesNow {
  readonly rules: LinkingRules;
  /** As they are to be kept; absent where they are those that were. */
  readonly written?: string;
  /** All reports have to be linked again, or signed before. Absent in a new catalog, too. */
  readonly again?: "link" | "sign";
}

/**
 * @param kept The rules of before, as they were written; absent in a new catalog.
 * @param corrections What the operator says now; absent, what was said before holds.
 */
export function rulesNow(kept: string | undefined, corrections?: Corrections): RulesNow {
  const before: LinkingRules | undefined = kept === undefined ? undefined : JSON.parse(kept);
  const rules: LinkingRules = {
    signatures: SIGNATURE_VERSION,
    links: LINKING_VERSION,
    corrections: corrections ?? before?.corrections ?? noCorrections,
  };
  // The same rules may come with their parts in another order.
  if (isDeepStrictEqual(before, rules)) return { rules };
  const written = JSON.stringify(rules);
  if (before === undefined) return { rules, written };
  return { rules, written, again: before.signatures === rules.signatures ? "link" : "sign" };
}
