import type { IngestedFile, KnownFile } from "../catalog/catalog.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { currentFingerprint } from "./ingest-file.ts";

/**
 * Whether there is something to read in a file of which this is known. What is known has to have come from these
 * outlets; of a file that could not be read it never holds, for mending that leaves no trace in its signature. Hosts
 * are few and files many: one look-up each.
 */
export function newsUnder(outlets: Outlets): (file: KnownFile | undefined, signature: string) => boolean {
  const fingerprints = new Map<string | undefined, string>();
  return (file, signature) => {
    if (file === undefined || file.signature !== signature || file.sha256 === "") return true;
    const current = fingerprints.get(file.host) ?? currentFingerprint(outlets, file.host);
    fingerprints.set(file.host, current);
    return file.fingerprint !== current;
  };
}

/** Whether reading a file came to what is known of it. */
export function isSameOutcome(before: KnownFile, { signature, fingerprint, sha256, outcome }: IngestedFile): boolean {
  return (
    before.signature === signature &&
    before.fingerprint === fingerprint &&
    before.sha256 === sha256 &&
    before.published === outcome.ok
  );
}
