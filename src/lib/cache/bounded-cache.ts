/** What was used last, within a number of bytes. */
export interface BoundedCache<Value> {
  get(key: string): Value | undefined;
  put(key: string, value: Value): void;
  clear(): void;
}

/** A cache that drops what was used least recently once its values have more than `maxBytes` together. */
export function createBoundedCache<Value extends object>(
  maxBytes: number,
  bytesOf: (value: Value) => number,
): BoundedCache<Value> {
  const values = new Map<string, Value>();
  let heldBytes = 0;

  function drop(key: string): void {
    const value = values.get(key);
    if (value === undefined) return;
    values.delete(key);
    heldBytes -= bytesOf(value);
  }

  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    put(key, value) {
      drop(key);
      values.set(key, value);
      heldBytes += bytesOf(value);
      for (const oldest of values.keys()) {
        if (heldBytes <= maxBytes) break;
        drop(oldest);
      }
    },
    clear() {
      values.clear();
      heldBytes = 0;
    },
  };
}
