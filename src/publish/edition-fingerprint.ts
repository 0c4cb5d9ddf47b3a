import { sha256Hex } from "../lib/hash.ts";
import type { EditionFacts } from "./define-edition.ts";

/** Equal for editions that make equal documents of equal articles. Another version of feedmill may make others. */
export function editionFingerprint(edition: EditionFacts, version: string): string {
  const { publication, definitions, outlets, renamed, gone } = edition;
  return sha256Hex(JSON.stringify([version, publication, definitions, outlets, [...renamed], [...gone].sort()]));
}
