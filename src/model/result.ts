/** A value, or why there is none. A step that is expected to fail returns it; one that should not fail throws. */
export type Result<T, Failure> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Failure);
