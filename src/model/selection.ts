/** Which articles, for the catalog: those that meet everything it says. An empty one selects every article. */
export interface Selection {
  /** Of these outlets; of every outlet when absent. */
  readonly outletIds?: readonly string[];
  /** An FTS5 expression over the texts (SQLite FTS5 §3). Absent where the texts alone do not narrow the selection. */
  readonly match?: string;
  /** What else must hold; absent where nothing must. */
  readonly condition?: SelectionCondition;
}

export type SelectionCondition =
  | { readonly kind: "match"; readonly expression: string }
  | { readonly kind: "outlet"; readonly outletId: string }
  /** The language's tag, in lower case, is the range or begins with it and a hyphen. */
  | { readonly kind: "language"; readonly range: string }
  /** Captured at the instant or later. */
  | { readonly kind: "after"; readonly instant: Date }
  /** Captured earlier than the instant. */
  | { readonly kind: "before"; readonly instant: Date }
  | { readonly kind: "not"; readonly condition: SelectionCondition }
  /** At least two. */
  | { readonly kind: "all" | "any"; readonly of: readonly SelectionCondition[] };
