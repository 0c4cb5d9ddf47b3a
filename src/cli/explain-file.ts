import { isUtf8 } from "node:buffer";
import { readArticleFile } from "../archive/read-article-file.ts";
import { identityHost } from "../lib/url/identity-host.ts";
import type { Capture } from "../model/article.ts";
import { type FileFlaw, fileFlaw } from "../model/flaw.ts";
import { type FileProblem, fileProblem } from "../model/problem.ts";
import type { TraceEntry } from "../model/trace.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { ingestFile } from "../ingest/ingest-file.ts";

/** What each stage made of one file. Stages after a problem are missing. */
export interface Explanation {
  readonly path: string;
  readonly claims?: Claims;
  readonly outlet?: { readonly id: string; readonly name: string; readonly reason: string };
  readonly changes: readonly TraceEntry[];
  readonly article?: Capture;
  /** Faults of a file that is published nevertheless. */
  readonly flaws?: readonly FileFlaw[];
  readonly problem?: FileProblem;
}

export interface Claims {
  readonly title: string;
  readonly url: string;
  readonly capturedAt?: Date;
  readonly encoding: string;
  readonly bytes: number;
  readonly bodyCharacters: number;
}

/** Follows one file through all stages, to its article or its problem. `signature` is that of the look at the file. */
export function explainFile(path: string, signature: string, outlets: Outlets, now: Date): Explanation {
  const changes: TraceEntry[] = [];
  const read = readArticleFile(path, signature);
  if (read.state === "problem") return { path, changes, problem: fileProblem(path, read.problem) };
  if (read.state !== "settled") {
    return {
      path,
      changes,
      problem: fileProblem(path, { code: "UNREADABLE_FILE", message: "The file is being written." }),
    };
  }
  const { claims: raw, outcome } = ingestFile(
    { path, bytes: read.bytes },
    { outlets, now },
    { trace: (change) => changes.push(change) },
  );
  const problem = outcome.ok ? undefined : fileProblem(path, outcome.problem);
  if (raw === undefined) return problem === undefined ? { path, changes } : { path, changes, problem };
  const { title, url, capturedAt, bodyHtml } = raw;
  const encoding = isUtf8(read.bytes) ? "UTF-8" : "recognized, not UTF-8";
  const size = { encoding, bytes: read.bytes.length, bodyCharacters: bodyHtml.length };
  const claims = capturedAt ? { title, url, capturedAt, ...size } : { title, url, ...size };
  const { id, name, hosts } = outlets.identify(url);
  const host = identityHost(new URL(url));
  const reason = hosts.length > 0 ? `its profile claims the host ${host}` : `no profile claims the host ${host}`;
  const known = { path, claims, outlet: { id, name, reason }, changes };
  if (!outcome.ok) return { ...known, ...(problem && { problem }) };
  const flaws = outcome.flaws?.map((flaw) => fileFlaw(path, flaw));
  return { ...known, article: outcome.value, ...(flaws && { flaws }) };
}
