import type { LedgerLine } from "./ledger-record.ts";

/** One kind of line that has no effect; counted, so that a long ledger does not make a long list. */
export interface LedgerWarning {
  /** The record's type, where it has one. */
  readonly type?: string;
  readonly firstLine: number;
  readonly lines: number;
}

/** `line` counts from 1. */
export function countWarning(
  warnings: readonly LedgerWarning[],
  found: Exclude<LedgerLine, { kind: "record" }>,
  line: number,
): readonly LedgerWarning[] {
  const type = found.kind === "unknown" ? found.type : undefined;
  const same = warnings.find((warning) => warning.type === type);
  if (same !== undefined) return warnings.map((each) => (each === same ? { ...each, lines: each.lines + 1 } : each));
  return [...warnings, { firstLine: line, lines: 1, ...(type === undefined ? {} : { type }) }];
}

export function warningSentences(warnings: readonly LedgerWarning[]): readonly string[] {
  return warnings.map(({ type, firstLine, lines }) => {
    const where = `ledger.jsonl, line ${firstLine}${lines === 1 ? "" : ` and ${lines - 1} more`}`;
    return type === undefined
      ? `${where}: cannot be read, and has no effect`
      : `${where}: unknown type ${JSON.stringify(type)}, perhaps a newer feedmill's; kept, and has no effect`;
  });
}
