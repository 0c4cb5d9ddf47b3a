/** A map of bounded size that forgets what was not asked for of late. */
export interface RecentMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/**
 * A map of two generations: when the young one is full, the old one is forgotten and the young grows old; what is asked
 * for is young again. So it remembers at least the latest half of `capacity`, never more than all of it, and a value that
 * is asked for time and again costs one look-up, without the bookkeeping of an exact order.
 */
export function createRecentMap<Value>(capacity: number): RecentMap<Value> {
  const half = Math.max(1, Math.floor(capacity / 2));
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  function set(key: string, value: Value): void {
    if (young.size >= half && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  }

  return {
    set,
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
  };
}
