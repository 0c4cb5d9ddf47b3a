import { canonicalJson } from "../lib/canonical-json.ts";
import { sha256Hex } from "../lib/hash.ts";
import type { Outlet } from "../model/outlet.ts";

/** An outlet is asked for with every one of its files, and never changes. */
const profileHashes = new WeakMap<Outlet, string>();

/**
 * Sixteen hex digits and `extra`: changes when anything in the outlet's profile or in `extra` does, but for what tells
 * nothing of articles, and does not depend on the order of keys.
 */
export function outletFingerprint(outlet: Outlet, extra: string): string {
  const known =
    profileHashes.get(outlet) ??
    sha256Hex(canonicalJson({ ...outlet, formerly: undefined, ownRules: undefined })).slice(0, 16);
  profileHashes.set(outlet, known);
  return `${known}-${extra}`;
}
