import { fromSeconds } from "../lib/time/seconds.ts";
import { fileFlaw, type FileFlaw, type Flaw } from "../model/flaw.ts";
import type { ProblemCode } from "../model/problem.ts";
import { swallowedFlaw } from "./another-article.ts";
import type { IngestedFile } from "./catalog.ts";
import type { Content } from "./packed-content.ts";

/** The row of a file, joined with the row of the capture that it gave. The capture's content is kept elsewhere. */
export interface OutcomeRow {
  readonly number: number;
  readonly path: string;
  readonly signature: string;
  readonly fingerprint: string;
  readonly sha256: string;
  readonly host: string | null;
  readonly problem_code: ProblemCode | null;
  readonly problem_message: string | null;
  readonly flaws: string | null;
  readonly article_id: string | null;
  readonly outlet_id: string | null;
  readonly captured_at: number | null;
  readonly published_at: number | null;
  readonly text_hash: string | null;
  /** The capture's number. */
  readonly capture: number | null;
}

/** A file as it was ingested. */
export function toIngestedFile(row: OutcomeRow, content: Content | undefined): IngestedFile {
  const { path, signature, fingerprint, sha256, host, article_id: id, outlet_id: outletId, text_hash: textHash } = row;
  const file = { path, signature, fingerprint, sha256, ...(host !== null && { host }) };
  if (row.problem_code !== null) {
    const problem = { code: row.problem_code, message: row.problem_message ?? "" };
    return { ...file, outcome: { ok: false, problem } };
  }
  if (id === null || outletId === null || textHash === null || row.captured_at === null || content === undefined) {
    throw new Error(`the catalog has lost what ${path} gave`);
  }
  const capture = {
    ...content,
    id,
    outletId,
    textHash,
    capturedAt: fromSeconds(row.captured_at),
    ...(row.published_at !== null && { publishedAt: fromSeconds(row.published_at) }),
  };
  const flaws: readonly Flaw[] | undefined = row.flaws === null ? undefined : JSON.parse(row.flaws);
  return { ...file, outcome: { ok: true, value: capture, ...(flaws !== undefined && { flaws }) } };
}

/** A file whose article is not shown, because another one has its id. */
export interface RivalRow {
  readonly path: string;
  readonly capture: number;
  readonly canonicalUrl: string;
  readonly rival: string;
}

/** By path. */
export function fileFlaws(
  flawed: readonly { readonly path: string; readonly flaws: string }[],
  rivals: readonly RivalRow[],
  contentOf: (capture: number) => Content | undefined,
): readonly FileFlaw[] {
  const own = flawed.flatMap((row) => {
    const listed: readonly Flaw[] = JSON.parse(row.flaws);
    return listed.map((flaw) => fileFlaw(row.path, flaw));
  });
  const swallowed = rivals.map(({ path, capture, canonicalUrl, rival }) => {
    const { title = "" } = contentOf(capture) ?? {};
    return fileFlaw(path, swallowedFlaw({ title, canonicalUrl }, JSON.parse(rival)));
  });
  return [...own, ...swallowed].toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}
