import { INCOMPLETE_GRACE_MS, readArticleFile } from "../archive/read-article-file.ts";
import type { SeenFile } from "../archive/look-at-file.ts";
import type { IngestedFile } from "../catalog/catalog.ts";
import { sha256Hex } from "../lib/hash.ts";
import { messageOf } from "../lib/message-of.ts";
import type { ArticleFile } from "../model/article-file.ts";
import { failure } from "../model/problem.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { currentFingerprint, ingestFile, type IngestedArticle } from "./ingest-file.ts";

/** A file as it was seen, at least `SETTLE_MS` ago. */
export interface FileLook extends SeenFile {
  readonly path: string;
}

/**
 * The outcome of a second look at a file. An `unsettled` file changed since the first look; an `incomplete` one stands
 * still, but stops before its article does and was written so lately that more may come.
 */
export type ReadArticle =
  | { readonly state: "ingested"; readonly file: IngestedFile }
  | { readonly state: "unsettled" | "incomplete" | "gone"; readonly path: string };

/** Problems that more bytes would cure, so that they count only when no more have come for a while. */
const curableCodes: ReadonlySet<string> = new Set(["INCOMPLETE_FILE", "EMPTY_FILE"]);

/** Reads and normalizes one file that was looked at before. */
export function readArticle(look: FileLook, outlets: Outlets, now: Date): ReadArticle {
  const { path, signature } = look;
  const read = readArticleFile(path, signature);
  if (read.state === "gone" || read.state === "unsettled") return { state: read.state, path };
  if (read.state === "problem") {
    const outcome = { ok: false, problem: read.problem } as const;
    const fingerprint = currentFingerprint(outlets, undefined);
    return { state: "ingested", file: { path, signature, fingerprint, sha256: "", outcome } };
  }
  const { outcome, host, fingerprint, sha256, articleSignature } = ingest({ path, bytes: read.bytes }, outlets, now);
  // The clock that wrote the file may be ahead of this one.
  const age = Math.abs(now.getTime() - look.mtimeMs);
  if (!outcome.ok && curableCodes.has(outcome.problem.code) && age < INCOMPLETE_GRACE_MS) {
    return { state: "incomplete", path };
  }
  const file: IngestedFile = {
    path,
    signature,
    fingerprint,
    sha256,
    outcome,
    ...(host !== undefined && { host }),
    ...(articleSignature && { articleSignature }),
  };
  return { state: "ingested", file };
}

/** A file that makes a stage throw shows a mistake of ours, which is to cost no other file its article. */
function ingest(file: ArticleFile, outlets: Outlets, now: Date): IngestedArticle {
  try {
    return ingestFile(file, { outlets, now });
  } catch (error) {
    const reason = messageOf(error);
    const outcome = failure("INTERNAL_ERROR", `feedmill failed at this file: ${reason}.`);
    return { sha256: sha256Hex(file.bytes), fingerprint: currentFingerprint(outlets, undefined), outcome };
  }
}
