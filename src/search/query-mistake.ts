/** Why a text is no query, for the person who wrote it. */
export interface QueryMistake {
  /** What is wrong, and what would be right, in sentences. */
  readonly message: string;
  /** Where in the text, in UTF-16 units; the text's length where something is missing at its end. */
  readonly at: number;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistake: QueryMistake };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function mistaken(message: string, at: number): Parsed<never> {
  return { ok: false, mistake: { message, at } };
}
