import { sha256Hex } from "../lib/hash/sha256.ts";
import type { Outlet } from "../model/outlet.ts";

/**
 * Sixteen hex digits that change when anything in the outlet's profile or in `extra` does, and do not depend on the
 * order of keys.
 */
export function outletFingerprint(outlet: Outlet, extra: string): string {
  return sha256Hex(JSON.stringify([outlet, extra], withSortedKeys)).slice(0, 16);
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
